import { ActionIcon, Popover } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useLive } from '../api/queries.ts'
import { Icon } from '../parts/Icon.tsx'
import { useWords } from '../words/use-words.ts'
import { ConditionList } from './ConditionList.tsx'

/** What is wrong now, from anywhere. */
export function Bell(): ReactNode {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const { data = [] } = useLive('conditions')
  const count = data.length
  const quiet = data.every(({ severity }) => severity === 'notice')
  return (
    <Popover opened={open} onChange={setOpen} width={360} position="bottom-end" trapFocus withRoles>
      <Popover.Target>
        <ActionIcon
          className="bell"
          variant="subtle"
          color="gray"
          size={40}
          aria-label={t('bell', { count })}
          onClick={() => setOpen(!open)}
        >
          <Icon name="bell" />
          {count > 0 && (
            <span className="bell-count" data-quiet={quiet} aria-hidden="true">
              {count}
            </span>
          )}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('bell.title')} maw="calc(100vw - 24px)">
        {count > 0 ? (
          <ConditionList conditions={data} onGo={() => setOpen(false)} />
        ) : (
          <p tabIndex={-1} data-autofocus>
            {t('bell.none')}
          </p>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}
