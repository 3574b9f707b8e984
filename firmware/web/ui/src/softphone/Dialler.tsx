import { Button, TextInput } from '@mantine/core'
import { type FormEvent, type KeyboardEvent, type ReactNode, useState } from 'react'
import { useWatched } from '../api/watched.ts'
import { Icon } from '../parts/Icon.tsx'
import { useWords } from '../words/use-words.ts'
import { phone } from './phone.ts'

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#']

interface DiallerProps {
  /** Call that rings here. */
  readonly ringing: string | undefined
  /** Call that keys are for. */
  readonly current: string | undefined
}

/** Number and keys. In a call the keys are sent; else they make the number. Enter calls or answers, Escape hangs up. */
export function Dialler({ ringing, current }: DiallerProps): ReactNode {
  const { t } = useWords()
  const { line, problem } = useWatched(phone)
  const [number, setNumber] = useState('')
  const [sent, setSent] = useState('')
  const press = (key: string) => {
    if (!current) {
      setNumber(number + key)
      return
    }
    phone.find(current)?.digits(key)
    setSent((sent + key).slice(-16))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ringing) void phone.answer(ringing)
    else if (number) {
      void phone.call(number).then((call) => {
        if (!call) return
        setNumber('')
        setSent('')
      })
    }
  }
  const key = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const isTyping = event.target instanceof HTMLInputElement
    if (event.key === 'Escape') {
      const call = ringing ?? current
      if (call) phone.find(call)?.hangUp()
      else setNumber('')
    } else if (!isTyping && KEYS.includes(event.key)) press(event.key)
  }
  return (
    <form className="dialler" aria-label={t('dial.pad')} onSubmit={submit} onKeyDown={key}>
      <TextInput
        type="tel"
        inputMode="tel"
        autoComplete="off"
        label={t('dial.number')}
        value={number}
        error={problem && t(`dial.problem.${problem}`)}
        onChange={({ currentTarget }) => setNumber(currentTarget.value)}
      />
      <fieldset className="keypad" aria-label={t(current ? 'dial.keys.call' : 'dial.keys')}>
        {KEYS.map((one) => (
          <button key={one} type="button" onClick={() => press(one)}>
            {one}
          </button>
        ))}
      </fieldset>
      <p className="num dim small" role="status">
        {current && sent ? t('dial.sent', { keys: sent }) : ''}
      </p>
      <Button
        type="submit"
        fullWidth
        leftSection={<Icon name="phone" />}
        disabled={line !== 'ready' || (!ringing && number === '')}
      >
        {t(ringing ? 'dial.answer' : 'dial.call')}
      </Button>
    </form>
  )
}
