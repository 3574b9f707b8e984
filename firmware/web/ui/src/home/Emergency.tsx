import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useLive, useSection, useSession } from '../api/queries.ts'
import type { DialPlan, FxoLine } from '../model.ts'
import { Lamp } from '../parts/Lamp.tsx'
import { useWords } from '../words/use-words.ts'
import { emergencyReadiness } from './emergency.ts'

/** Whether somebody who dials the emergency number is heard. */
export function Emergency(): ReactNode {
  const { t } = useWords()
  const plan = useSection<DialPlan>('dialPlan').data?.[0]
  const fxoLines = useSection<FxoLine>('fxoLines').data
  const { data: lines } = useLive('lines')
  const simulated = useSession().data?.simulated
  const readiness =
    plan && fxoLines && lines && emergencyReadiness(plan, fxoLines, lines, simulated)
  return (
    <section className="panel tile">
      <h2>{t('emergency.title')}</h2>
      {readiness ? (
        <>
          <Lamp tone={readiness.tone === 'simulated' ? 'warn' : readiness.tone}>
            <strong>{t(`emergency.${readiness.tone}`, { number: readiness.number })}</strong>
          </Lamp>
          <div className="small dim">
            {readiness.tone !== 'simulated' &&
              t('emergency.lines', { ready: readiness.ready, lines: readiness.lines })}{' '}
            {!readiness.direct && t('emergency.not-direct', { number: readiness.number })}
          </div>
        </>
      ) : (
        <div className="small dim">{t('emergency.unknown')}</div>
      )}
      <Anchor
        component={Link}
        href={readiness?.tone === 'good' ? '/call-flow' : '/lines'}
        size="sm"
        className="tile-end"
      >
        {t(readiness?.tone === 'good' ? 'emergency.plan' : 'home.lines-link')}
      </Anchor>
    </section>
  )
}
