import { Button, PasswordInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { api } from '../api/api.ts'
import { useSession } from '../api/queries.ts'
import { toasts } from '../frame/toasts.ts'
import { USUAL } from '../sign-in/strength.ts'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'

/** One's own PIN, for what is done at a telephone; typed twice, because nobody sees it (USER-8). */
export function MyPin(): ReactNode {
  const { t } = useWords()
  const { pinLength } = useSession().data?.demands ?? USUAL
  const [password, setPassword] = useState('')
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const differs = again !== '' && again !== pin
  const { busy, wrong, submit } = useAsking(async () => {
    if (pin !== again) return
    await api.post('/session/pin', { password, next: pin })
    for (const clear of [setPassword, setPin, setAgain]) clear('')
    toasts.show({ text: t('pin.changed'), tone: 'good' })
  })
  const fields = [
    [t('pin.password'), 'current-password', password, setPassword, undefined],
    [t('pin.new'), 'off', pin, setPin, undefined],
    [t('pin.again'), 'off', again, setAgain, differs ? t('pin.differs') : undefined],
  ] as const
  return (
    <form className="stack" onSubmit={submit}>
      <p className="small dim">{t('pin.why', { min: pinLength })}</p>
      {fields.map(([label, autoComplete, value, set, error], at) => (
        <PasswordInput
          key={label}
          label={label}
          autoComplete={autoComplete}
          inputMode={at === 0 ? 'text' : 'numeric'}
          required
          withAsterisk={false}
          maxLength={at === 0 ? 256 : 16}
          error={error}
          value={value}
          onChange={(event) => set(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
        />
      ))}
      <Wrong text={wrong} />
      <Button type="submit" variant="default" loading={busy} disabled={differs}>
        {t('pin.change')}
      </Button>
    </form>
  )
}
