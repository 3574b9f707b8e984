import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import { useNow } from '../clock.ts'
import { useWords } from '../words/use-words.ts'
import type { MessageId } from '../words/words.ts'
import type { ShownCall } from './call.ts'
import { phone } from './phone.ts'
import { Transfer } from './Transfer.tsx'

interface CallCardProps {
  readonly call: ShownCall
  /** Connected too: with whom this one may be joined. */
  readonly others: readonly ShownCall[]
}

/** What can be said of a call: texts without parameters. */
type Saying = Extract<
  MessageId,
  `dial.state.${string}` | `dial.over${string}` | `dial.problem.${string}` | SaidOfTransfer
>
type SaidOfTransfer = 'dial.transfer.asked' | 'dial.transfer.failed'

/** Why calls end, as JsSIP names it; everything else is an end as any other. */
const CAUSES: Readonly<Record<string, Saying>> = {
  Busy: 'dial.over.busy',
  Rejected: 'dial.over.refused',
  'Not Found': 'dial.over.no-such-number',
  Unavailable: 'dial.over.unavailable',
  'No Answer': 'dial.over.no-answer',
  'Request Timeout': 'dial.over.no-answer',
  'Connection Error': 'dial.over.connection',
  'WebRTC Error': 'dial.over.audio',
  'User Denied Media Access': 'dial.problem.no-microphone',
}

/** One call, and what can be done with it. */
export function CallCard({ call, others }: CallCardProps): ReactNode {
  const { t } = useWords()
  const { id, state, who, number } = call
  const act = phone.find(id)
  return (
    <section className="softphone-call" data-state={state} aria-label={who || number}>
      <div className="row">
        <strong className="clamp">
          <bdi>{who || number}</bdi>
        </strong>
        {who && <bdi className="dim num">{number}</bdi>}
        <span className="row-end">
          {state === 'up' && call.since !== undefined && <Length since={call.since} />}
        </span>
      </div>
      <p role={state === 'rings' ? 'alert' : 'status'}>{t(stateOf(call))}</p>
      {state === 'rings' && (
        <div className="row">
          <Button autoFocus onClick={() => void phone.answer(id)}>
            {t('dial.answer')}
          </Button>
          <Button color="red.9" onClick={() => act?.hangUp()}>
            {t('dial.reject')}
          </Button>
        </div>
      )}
      {state === 'calls' && (
        <Button color="red.9" onClick={() => act?.hangUp()}>
          {t('dial.hang-up')}
        </Button>
      )}
      {state === 'up' && <Connected call={call} others={others} />}
    </section>
  )
}

function stateOf({ state, held, heldThere, early, cause, transfer }: ShownCall): Saying {
  if (transfer === 'failed') return 'dial.transfer.failed'
  if (state === 'over') return CAUSES[cause ?? ''] ?? 'dial.over'
  if (transfer === 'asked') return 'dial.transfer.asked'
  if (state === 'rings') return 'dial.state.rings'
  if (state === 'calls') return early ? 'dial.state.rings-there' : 'dial.state.calls'
  if (held) return 'dial.state.held'
  return heldThere ? 'dial.state.held-there' : 'dial.state.up'
}

function Connected({ call, others }: CallCardProps): ReactNode {
  const { t, number } = useWords()
  const { id, held, muted, quality } = call
  const [transfers, setTransfers] = useState(false)
  const act = phone.find(id)
  return (
    <>
      <div className="softphone-acts">
        <Button color="red.9" onClick={() => act?.hangUp()}>
          {t('dial.hang-up')}
        </Button>
        <Button variant="default" aria-pressed={held} onClick={() => act?.hold(!held)}>
          {t(held ? 'dial.unhold' : 'dial.hold')}
        </Button>
        <Button variant="default" aria-pressed={muted} onClick={() => act?.mute(!muted)}>
          {t(muted ? 'dial.unmute' : 'dial.mute')}
        </Button>
        <Button
          variant="default"
          aria-expanded={transfers}
          onClick={() => setTransfers(!transfers)}
        >
          {t('dial.transfer')}
        </Button>
      </div>
      {transfers && <Transfer call={call} others={others} />}
      {!held && <CallLevels id={id} />}
      {quality && (
        <p className="small dim num">
          {t('dial.quality', {
            mos: number(quality.mos, { maximumFractionDigits: 1 }),
            loss: number(quality.loss * 100, { maximumFractionDigits: 1 }),
            jitter: number(quality.jitterMs, { maximumFractionDigits: 0 }),
          })}
        </p>
      )}
    </>
  )
}

function Length({ since }: { since: number }): ReactNode {
  const now = useNow(1000)
  const { duration } = useWords()
  return <span className="num">{duration(Math.max(0, Math.round((now - since) / 1000)))}</span>
}

/** How loud both sides are; drawn without asking React, ten times a second. */
function CallLevels({ id }: { id: string }): ReactNode {
  const { t } = useWords()
  const now = useNow(150)
  const here = useRef<HTMLElement>(null)
  const there = useRef<HTMLElement>(null)
  useEffect(() => {
    const levels = phone.find(id)?.levels.now()
    for (const [bar, level] of [
      [here.current, levels?.here],
      [there.current, levels?.there],
    ] as const) {
      if (bar) bar.style.transform = `scaleX(${now ? (level ?? 0) : 0})`
    }
  }, [id, now])
  return (
    <div className="stack-tight" aria-hidden="true">
      {[
        { bar: here, label: t('dial.level.here') },
        { bar: there, label: t('dial.level.there') },
      ].map(({ bar, label }) => (
        <div className="meter-row" key={label}>
          <span className="dim">{label}</span>
          <span className="meter">
            <i ref={bar} />
          </span>
          <span />
        </div>
      ))}
    </div>
  )
}
