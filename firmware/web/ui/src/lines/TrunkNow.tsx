import type { ReactNode } from 'react'
import type { ShownTrunk } from '../../../contract.ts'
import { useNow } from '../clock.ts'
import { Lamp } from '../parts/Lamp.tsx'
import { useWords } from '../words/use-words.ts'
import { ownWords, TRUNK_TONES, TRUNK_WORDS } from './trunk-state.ts'

/** What a SIP trunk does now: one line, for the list. */
export function TrunkLamp({ trunk }: { trunk: ShownTrunk }): ReactNode {
  const { t } = useWords()
  return <Lamp tone={TRUNK_TONES[trunk.state]}>{t(TRUNK_WORDS[trunk.state])}</Lamp>
}

/** How a SIP trunk is: state and why, calls of the maximum, the last failure. */
export function TrunkNow({ trunk }: { trunk: ShownTrunk }): ReactNode {
  const { t, durationShort, moment } = useWords()
  const said = useSaid()
  const seconds = Math.max(0, useNow(5000) - trunk.since) / 1000
  const { state, why, where, calls, maxCalls, lastFailure } = trunk
  return (
    <section className="panel stack" aria-labelledby="trunk-now">
      <h2 id="trunk-now">{t('trunk.now')}</h2>
      <div className="row">
        <TrunkLamp trunk={trunk} />
        <span className="dim">{t('trunk.since', { time: durationShort(seconds) })}</span>
        <span className="tag row-end">{t('trunk.calls', { calls, most: maxCalls })}</span>
      </div>
      {why && (
        <p className="wrong clamp" data-tone={TRUNK_TONES[state]}>
          <bdi>{t('trunk.why', { why: said(why) })}</bdi>
        </p>
      )}
      {where && (
        <p className="small dim">
          <bdi>{t('trunk.where', { where })}</bdi>
        </p>
      )}
      <p className="small dim clamp">
        {lastFailure ? (
          <bdi>
            {t('trunk.failed', { time: moment(lastFailure.at), why: said(lastFailure.why) })}
          </bdi>
        ) : (
          t('trunk.no-failure')
        )}
      </p>
    </section>
  )
}

function useSaid(): (why: string) => string {
  const { t } = useWords()
  return (why) => {
    const own = ownWords(why)
    return own ? t(own) : why
  }
}
