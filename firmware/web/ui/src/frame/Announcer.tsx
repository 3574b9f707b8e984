import { VisuallyHidden } from '@mantine/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useLive } from '../api/queries.ts'
import { useSettled } from '../clock.ts'
import { useWords } from '../words/use-words.ts'
import { newcomers } from './newcomers.ts'

const QUIET_MS = 2000 // screen readers hear about changes at most so often

/** Says to a screen reader what has gone wrong since; never what changes all the time. */
export function Announcer(): ReactNode {
  const { t } = useWords()
  const { data } = useLive('conditions')
  const conditions = useSettled(data, QUIET_MS)
  const before = useRef<typeof data>(undefined)
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (!conditions) return
    const fresh = newcomers(before.current, conditions)
    if (fresh.length > 0) setSaid(fresh.map(({ effect }) => effect).join(' '))
    else if (before.current && before.current.length > 0 && conditions.length === 0)
      setSaid(t('home.works'))
    before.current = conditions
  }, [conditions, t])
  return (
    <VisuallyHidden role="log" aria-live="polite" aria-label={t('announcements')}>
      {said}
    </VisuallyHidden>
  )
}
