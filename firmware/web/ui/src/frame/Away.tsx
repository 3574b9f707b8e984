import { Loader } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { liveState } from '../api/api.ts'
import { useLive } from '../api/queries.ts'
import { useWatched } from '../api/watched.ts'
import { clock } from '../clock.ts'
import { useWords } from '../words/use-words.ts'

const PATIENCE_MS = 1500 // a connection that is back sooner is not worth a word

/** Says when what is shown may be old: the server or the exchange does not answer. */
export function Away(): ReactNode {
  const { t } = useWords()
  const state = useWatched(liveState)
  const { data: processes = [] } = useLive('processes')
  const exchange = processes.find(({ name }) => name === 'exchange')
  const lost = useLasting(state !== 'open', PATIENCE_MS)
  const text = lost
    ? t('away.server')
    : exchange && !exchange.ready
      ? t('away.exchange')
      : undefined
  return (
    <div role="status">
      {text && (
        <div className="banner">
          <Loader size={16} aria-hidden="true" />
          {text}
        </div>
      )}
    </div>
  )
}

/** True once `on` has lasted for `ms`. */
function useLasting(on: boolean, ms: number): boolean {
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    if (on) return clock.after(ms, () => setLasting(true))
    setLasting(false)
    return
  }, [on, ms])
  return lasting
}
