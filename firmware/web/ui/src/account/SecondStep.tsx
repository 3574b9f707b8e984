import { Button, PasswordInput, TextInput } from '@mantine/core'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import type { TotpBegun } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { Copied } from '../parts/Copied.tsx'
import { readSession } from '../sign-in/session.ts'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { ofCode } from '../sign-in/wrong-code.ts'
import { useWords } from '../words/use-words.ts'

const QrCode = lazy(async () => ({ default: (await import('./QrCode.tsx')).QrCode }))

/** Codes of an authenticator app at sign-in: switched on with one code of it, off with the password. */
export function SecondStep({ on }: { on: boolean }): ReactNode {
  return on ? <SwitchOff /> : <SwitchOn />
}

function SwitchOn(): ReactNode {
  const { t } = useWords()
  const [begun, setBegun] = useState<TotpBegun>()
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const { busy, wrong, submit } = useAsking(async () => {
    if (!begun) return setBegun(await api.post<TotpBegun>('/session/totp', { password }))
    try {
      await api.post('/session/totp/confirm', { code })
    } catch (error) {
      throw ofCode(error)
    }
    return readSession()
  })
  return (
    <form className="stack" onSubmit={submit}>
      <p className="small dim">{t('totp.why')}</p>
      {!begun && <Password value={password} onChange={setPassword} />}
      {begun && (
        <>
          <p className="small">{t('totp.scan')}</p>
          <Suspense fallback={<div className="qr" aria-busy="true" />}>
            <QrCode text={begun.uri} name={t('totp.qr')} />
          </Suspense>
          <p className="small">{t('totp.enter')}</p>
          <Copied name={t('totp.key')} text={begun.secret} />
          <TextInput
            label={t('totp.code')}
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            withAsterisk={false}
            autoFocus
            maxLength={10}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        </>
      )}
      <Wrong text={wrong} />
      <Button type="submit" variant={begun ? 'filled' : 'default'} loading={busy}>
        {t(begun ? 'totp.confirm' : 'totp.begin')}
      </Button>
    </form>
  )
}

function SwitchOff(): ReactNode {
  const { t } = useWords()
  const [password, setPassword] = useState('')
  const { busy, wrong, submit } = useAsking(async () => {
    await api.remove('/session/totp', { password })
    return readSession()
  })
  return (
    <form className="stack" onSubmit={submit}>
      <p className="small">{t('totp.is-on')}</p>
      <Password value={password} onChange={setPassword} />
      <Wrong text={wrong} />
      <Button type="submit" variant="default" loading={busy}>
        {t('totp.end')}
      </Button>
    </form>
  )
}

function Password({
  value,
  onChange,
}: {
  value: string
  onChange: (value: string) => void
}): ReactNode {
  const { t } = useWords()
  return (
    <PasswordInput
      label={t('password')}
      autoComplete="current-password"
      required
      withAsterisk={false}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
    />
  )
}
