import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { ShownSession } from '../../../contract.ts'
import { wordsFor } from '../api/reasons.ts'
import { useNow } from '../clock.ts'
import { toasts } from '../frame/toasts.ts'
import { useWords } from '../words/use-words.ts'
import { browserName } from './browser-name.ts'

interface SessionListProps {
  readonly sessions: readonly ShownSession[]
  /** Without it they are only looked at. */
  readonly end?: (id: string) => Promise<unknown>
}

/** Where somebody is signed in. */
export function SessionList({ sessions, end }: SessionListProps): ReactNode {
  const { t, durationShort, moment } = useWords()
  const now = useNow(30_000)
  return (
    <ul className="plain-list">
      {sessions.map(({ id, from, userAgent, since, seen, current }) => {
        const name = browserName(userAgent)
        return (
          <li key={id} className="row row-top">
            <div className="grow">
              <strong className="clamp">
                <bdi>{name || t('session.unknown')}</bdi>
              </strong>
              <div className="small dim">
                {t('session.since', { from, time: moment(since) })}
                <br />
                {current
                  ? t('session.this')
                  : t('session.seen', { time: durationShort((now - seen) / 1000) })}
              </div>
            </div>
            {end && !current && <End name={`${name}, ${from}`} end={() => end(id)} />}
          </li>
        )
      })}
    </ul>
  )
}

function End({ name, end }: { name: string; end: () => Promise<unknown> }): ReactNode {
  const words = useWords()
  const [busy, setBusy] = useState(false)
  const press = async () => {
    setBusy(true)
    try {
      await end()
      toasts.show({ text: words.t('session.ended'), tone: 'good' })
    } catch (error) {
      toasts.show({ text: wordsFor(error, words), tone: 'bad' })
    }
    setBusy(false)
  }
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={busy}
      aria-label={words.t('session.end-name', { name })}
      onClick={() => void press()}
    >
      {words.t('session.end')}
    </Button>
  )
}
