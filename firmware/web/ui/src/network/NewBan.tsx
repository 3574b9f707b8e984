import { Button, NumberInput, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { api, queries } from '../api/api.ts'
import { toasts } from '../frame/toasts.ts'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'

const USUAL_MINUTES = 60
const MOST_MINUTES = 365 * 24 * 60

/** A ban by hand. */
export function NewBan(): ReactNode {
  const { t } = useWords()
  const [address, setAddress] = useState('')
  const [minutes, setMinutes] = useState<number | string>(USUAL_MINUTES)
  const { busy, wrong, submit } = useAsking(async () => {
    await api.post('/bans', { address: address.trim(), minutes: Number(minutes) })
    await queries.invalidateQueries({ queryKey: ['live', 'bans'] })
    toasts.show({ text: t('bans.added', { address: address.trim() }), tone: 'good' })
    setAddress('')
  })
  return (
    <section className="panel">
      <h2>{t('bans.add')}</h2>
      <form className="stack measure" onSubmit={submit}>
        <TextInput
          label={t('bans.address')}
          description={t('bans.address-help')}
          value={address}
          maxLength={64}
          required
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        <NumberInput
          label={t('bans.minutes')}
          value={minutes}
          min={1}
          max={MOST_MINUTES}
          allowDecimal={false}
          required
          onChange={setMinutes}
        />
        <Wrong text={wrong} />
        <div>
          <Button type="submit" loading={busy}>
            {t('bans.add')}
          </Button>
        </div>
      </form>
    </section>
  )
}
