import { Button, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useWords } from '../words/use-words.ts'
import type { ShownCall } from './call.ts'
import { phone } from './phone.ts'

interface TransferProps {
  readonly call: ShownCall
  readonly others: readonly ShownCall[]
}

/** Hands the party of a call to a number at once, after speaking with it, or to the party of another call. */
export function Transfer({ call, others }: TransferProps): ReactNode {
  const { t } = useWords()
  const [number, setNumber] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (number) phone.find(call.id)?.sendTo(number)
  }
  return (
    <form className="softphone-transfer" aria-label={t('dial.transfer')} onSubmit={submit}>
      <TextInput
        type="tel"
        label={t('dial.transfer.to')}
        value={number}
        onChange={({ currentTarget }) => setNumber(currentTarget.value)}
      />
      <div className="row">
        <Button type="submit" disabled={!number}>
          {t('dial.transfer.now')}
        </Button>
        <Button variant="default" disabled={!number} onClick={() => void phone.call(number)}>
          {t('dial.transfer.ask')}
        </Button>
      </div>
      {others.map(({ id, who, number: other }) => (
        <Button key={id} variant="default" onClick={() => phone.connect(call.id, id)}>
          {t('dial.transfer.connect', { name: who || other })}
        </Button>
      ))}
    </form>
  )
}
