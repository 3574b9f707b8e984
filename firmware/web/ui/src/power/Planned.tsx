import { Button, Loader } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ShownPlan } from '../../../contract.ts'
import { api, queries } from '../api/api.ts'
import { useNow } from '../clock.ts'
import { toasts } from '../frame/toasts.ts'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'

/** The one that is planned: what it waits for, and the way back until it begins (RST-11). */
export function Planned({ plan }: { plan: ShownPlan }): ReactNode {
  const { t } = useWords()
  const { action, by, state } = plan
  const hasFailed = state === 'failed'
  const { busy, wrong, send } = useAsking(async () => {
    await api.remove('/power')
    if (!hasFailed) toasts.show({ text: t('power.cancelled'), tone: 'good' })
    await queries.invalidateQueries({ queryKey: ['power'] })
  })
  return (
    <section className="panel stack">
      <h2>{t(`power.${action}`)}</h2>
      <p className="small dim">
        <bdi>{t('power.planned', { by })}</bdi>
      </p>
      <div role="status" className="row">
        {state === 'begun' && <Loader size={16} aria-hidden="true" />}
        <Waiting plan={plan} />
      </div>
      <Wrong text={wrong} />
      {state !== 'begun' && (
        <div className="row">
          <Button variant="default" loading={busy} onClick={send}>
            {t(hasFailed ? 'power.forget' : 'power.cancel')}
          </Button>
        </div>
      )}
    </section>
  )
}

function Waiting({ plan: { action, when, at = 0, state, why = '' } }: { plan: ShownPlan }) {
  const { t, moment } = useWords()
  const now = useNow(1000)
  if (state === 'begun') return t(action === 'off' ? 'power.begun-off' : 'power.begun')
  if (state === 'failed') return <bdi>{t('power.failed', { why })}</bdi>
  if (state === 'emergency') return t('power.waits-emergency')
  if (when === 'calls-ended') return t('power.waits-calls')
  if (when === 'at') return t('power.waits-at', { time: moment(at) })
  return t('power.waits-seconds', { count: Math.max(0, Math.round((at - now) / 1000)) })
}
