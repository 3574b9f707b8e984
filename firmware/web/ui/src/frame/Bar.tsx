import { ActionIcon, Drawer } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import type { Session } from '../../../contract.ts'
import { Icon } from '../parts/Icon.tsx'
import { PhoneButton } from '../softphone/PhoneButton.tsx'
import { useWords } from '../words/use-words.ts'
import { Bell } from './Bell.tsx'
import { NavList } from './NavList.tsx'
import { Search } from './Search.tsx'
import { UserMenu } from './UserMenu.tsx'

interface BarProps {
  readonly session: Session
  readonly user: NonNullable<Session['user']>
}

/** Always there: whose office this is, search, what is wrong, who I am. */
export function Bar({ session, user }: BarProps): ReactNode {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <header className="bar">
      <ActionIcon
        className="only-phone"
        variant="subtle"
        color="gray"
        size={40}
        aria-label={t('nav.open')}
        aria-expanded={open}
        onClick={() => setOpen(true)}
      >
        <Icon name="menu" />
      </ActionIcon>
      <Link href="/" className="bar-site" aria-label={t('bar.home', { site: session.site })}>
        <img src="/mark.svg" alt="" />
        <span>{session.site}</span>
      </Link>
      <div className="bar-end">
        <Search />
        <PhoneButton />
        <Bell />
        <UserMenu user={user} />
      </div>
      <Drawer
        opened={open}
        onClose={close}
        size={280}
        title={session.site}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <nav aria-label={t('nav')}>
          <NavList simulated={session.simulated} onGo={close} />
        </nav>
      </Drawer>
    </header>
  )
}
