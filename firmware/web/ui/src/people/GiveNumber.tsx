import { Button, Switch } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useLocation } from 'wouter'
import type { Changed } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { accepted } from '../api/changes.ts'
import { Refused } from '../api/client.ts'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'
import { ExtensionInput } from './ExtensionInput.tsx'
import { madeOf, numberFor, problemAt } from './new-person.ts'

interface GiveNumberProps {
  /** Identity of the person. */
  readonly person: string
  readonly suggested: string
}

/** A number for somebody who has none, as whoever set the unit up; with a telephone its page follows, where its password is. */
export function GiveNumber({ person, suggested }: GiveNumberProps): ReactNode {
  const words = useWords()
  const { t } = words
  const [, go] = useLocation()
  const [number, setNumber] = useState(suggested)
  const [phone, setPhone] = useState(true)
  const [refused, setRefused] = useState<Refused>()
  const { busy, wrong, submit } = useAsking(async () => {
    setRefused(undefined)
    try {
      const changes = numberFor(person, number, phone ? {} : undefined)
      const changed = await api.post<Changed>('/config', { changes })
      accepted(changed, t('saved'), words)
      const { handset } = madeOf(changed.ids)
      if (handset) go(`/phones/${handset}`)
    } catch (error) {
      if (error instanceof Refused) setRefused(error)
      throw error
    }
  })
  return (
    <form className="form" onSubmit={submit}>
      <ExtensionInput
        value={number}
        error={problemAt(refused?.problems ?? [], 'number')}
        onChange={setNumber}
      />
      <Switch
        label={t('people.with-phone')}
        description={t('people.with-phone-help')}
        checked={phone}
        onChange={(event) => setPhone(event.currentTarget.checked)}
      />
      <Wrong text={wrong} />
      <div>
        <Button type="submit" variant="default" loading={busy}>
          {t('person.give-number')}
        </Button>
      </div>
    </form>
  )
}
