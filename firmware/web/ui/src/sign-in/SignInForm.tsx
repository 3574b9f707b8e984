import { Button, PasswordInput, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { SignInRequest } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { Refused } from '../api/client.ts'
import { useWords } from '../words/use-words.ts'
import { readSession } from './session.ts'
import { useAsking } from './use-asking.ts'
import { Wrong } from './Wrong.tsx'
import { ofCode } from './wrong-code.ts'

/** Login and password, and the code of the second step where the account has one. */
export function SignInForm({ login: known = '' }: { login?: string }): ReactNode {
  const { t } = useWords()
  const [login, setLogin] = useState(known)
  const [password, setPassword] = useState('')
  const [totp, setTotp] = useState<string>()
  const { busy, wrong, submit } = useAsking(async () => {
    const request: SignInRequest = { login, password, ...(totp ? { totp } : {}) }
    try {
      await api.post('/session/sign-in', request)
    } catch (error) {
      if (error instanceof Refused && error.code === 'totp' && totp === undefined)
        return setTotp('')
      throw totp === undefined ? error : ofCode(error)
    }
    return readSession()
  })
  return (
    <form className="stack" onSubmit={submit}>
      <TextInput
        label={t('login')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        withAsterisk={false}
        maxLength={64}
        autoFocus={known === ''}
        value={login}
        onChange={(event) => setLogin(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('password')}
        autoComplete="current-password"
        required
        withAsterisk={false}
        autoFocus={known !== ''}
        value={password}
        onChange={(event) => {
          setPassword(event.currentTarget.value)
          setTotp(undefined) // asked for again with the right one
        }}
        visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
      />
      {totp !== undefined && (
        <TextInput
          label={t('totp.code')}
          description={t('totp.code-help')}
          autoComplete="one-time-code"
          inputMode="numeric"
          required
          withAsterisk={false}
          autoFocus
          maxLength={10}
          value={totp}
          onChange={(event) => setTotp(event.currentTarget.value)}
        />
      )}
      <Wrong text={wrong} />
      <Button type="submit" loading={busy} fullWidth>
        {t('sign-in')}
      </Button>
    </form>
  )
}
