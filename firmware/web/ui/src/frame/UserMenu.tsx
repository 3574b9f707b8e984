import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core'
import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import type { Session } from '../../../contract.ts'
import { Icon } from '../parts/Icon.tsx'
import { signOut } from '../sign-in/session.ts'
import { useWords } from '../words/use-words.ts'

const SCHEMES = ['auto', 'light', 'dark'] as const

/** Who is signed in, and what belongs to them alone. */
export function UserMenu({ user }: { user: NonNullable<Session['user']> }): ReactNode {
  const words = useWords()
  const { t } = words
  const [, go] = useLocation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={40}
          aria-label={t('user-menu', { name: user.name || user.login })}
        >
          <Icon name="user" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{user.name || user.login}</Menu.Label>
        <Menu.Item onClick={() => go('/account')}>{t('account.title')}</Menu.Item>
        <Menu.Item onClick={() => go('/portal')}>{t('portal.title')}</Menu.Item>
        <Menu.Item onClick={() => go('/history')}>{t('nav.history')}</Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('colours')}</Menu.Label>
        {SCHEMES.map((scheme) => (
          <Menu.Item
            key={scheme}
            role="menuitemradio"
            aria-checked={scheme === colorScheme}
            rightSection={scheme === colorScheme && <Icon name="check" size={16} />}
            onClick={() => setColorScheme(scheme)}
          >
            {t(`colours.${scheme}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut(words)}>{t('sign-out')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
