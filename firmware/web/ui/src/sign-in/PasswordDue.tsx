import { Button, PasswordInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { api } from '../api/api.ts'
import { useWords } from '../words/use-words.ts'
import { Gate } from './Gate.tsx'
import { NewPassword } from './NewPassword.tsx'
import { readSession } from './session.ts'
import { useAsking } from './use-asking.ts'
import { Wrong } from './Wrong.tsx'

/** The password was good for one time: another one has to be set before anything else. */
export function PasswordDue(): ReactNode {
  const { t } = useWords()
  return (
    <Gate title={t('password-due.title')}>
      <p className="dim">{t('password-due.text')}</p>
      <PasswordForm onDone={() => {}} />
    </Gate>
  )
}

/** The old password and a new one. */
export function PasswordForm({ onDone }: { onDone: () => void }): ReactNode {
  const { t } = useWords()
  const [old, setOld] = useState('')
  const [password, setPassword] = useState('')
  const { busy, wrong, submit } = useAsking(async () => {
    await api.post('/session/password', { current: old, next: password })
    await readSession()
    setOld('')
    setPassword('')
    onDone()
  })
  return (
    <form className="stack" onSubmit={submit}>
      <PasswordInput
        label={t('password.old')}
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={old}
        onChange={(event) => setOld(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
      />
      <NewPassword value={password} onChange={setPassword} />
      <Wrong text={wrong} />
      <Button type="submit" loading={busy}>
        {t('password.change')}
      </Button>
    </form>
  )
}
