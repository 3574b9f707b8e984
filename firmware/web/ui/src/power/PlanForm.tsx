import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { PowerChange, ShownPower } from '../../../contract.ts'
import { api, queries } from '../api/api.ts'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'

const ACTIONS = ['restart-all', 'restart', 'off'] as const
const TIMES = ['now', 'calls-ended', 'at'] as const

/** What, and when. The machine itself is only offered where this unit has power over it. */
export function PlanForm({ power }: { power: ShownPower }): ReactNode {
  const { t } = useWords()
  const { machine } = power
  const [action, setAction] = useState<PowerChange['action']>('restart-all')
  const [when, setWhen] = useState<PowerChange['when']>('now')
  const [at, setAt] = useState('')
  const { busy, wrong, submit } = useAsking(async () => {
    const wanted: PowerChange = { action, when }
    await api.post('/power', when === 'at' ? { ...wanted, at: new Date(at).getTime() } : wanted)
    await queries.invalidateQueries({ queryKey: ['power'] })
  })
  return (
    <form className="panel stack" onSubmit={submit}>
      <Calls power={power} />
      <NativeSelect
        label={t('power.what')}
        description={t(`power.${action}-text`)}
        value={action}
        onChange={(event) => setAction(event.currentTarget.value as PowerChange['action'])}
        data={ACTIONS.filter((one) => machine || one === 'restart-all').map((one) => ({
          value: one,
          label: t(`power.${one}`),
        }))}
      />
      {!machine && <p className="small dim">{t('power.no-machine')}</p>}
      <NativeSelect
        label={t('power.when')}
        value={when}
        onChange={(event) => setWhen(event.currentTarget.value as PowerChange['when'])}
        data={TIMES.map((one) => ({ value: one, label: t(`power.${one}`) }))}
      />
      {when === 'at' && (
        <TextInput
          type="datetime-local"
          label={t('power.time')}
          required
          withAsterisk={false}
          value={at}
          onChange={(event) => setAt(event.currentTarget.value)}
        />
      )}
      <Wrong text={wrong} />
      <div className="row">
        <Button
          type="submit"
          color="red.9"
          loading={busy}
          disabled={when === 'at' && Number.isNaN(new Date(at).getTime())}
        >
          {t(`power.${action}`)}
        </Button>
      </div>
    </form>
  )
}

/** RST-2: what ends is said before. */
function Calls({ power: { calls, emergencies = 0 } }: { power: ShownPower }): ReactNode {
  const { t } = useWords()
  return (
    <div role="status">
      <p>
        <strong>
          {calls === undefined ? t('power.calls-unknown') : t('power.calls', { count: calls })}
        </strong>
      </p>
      {emergencies > 0 && <p>{t('power.emergencies', { count: emergencies })}</p>}
    </div>
  )
}
