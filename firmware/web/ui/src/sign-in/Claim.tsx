import { Anchor, Button, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { ClaimRequest } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { useWords } from '../words/use-words.ts'
import { Gate } from './Gate.tsx'
import { NewPassword } from './NewPassword.tsx'
import { SignInForm } from './SignInForm.tsx'
import { readSession } from './session.ts'
import { useAsking } from './use-asking.ts'
import { Wrong } from './Wrong.tsx'

/** Nobody has claimed the unit: whoever knows its code or its first password does. */
export function Claim(): ReactNode {
  const { t } = useWords()
  const [byPassword, setByPassword] = useState(false)
  return (
    <Gate title={t('claim.title')}>
      <div className="stack">
        {byPassword ? <SignInForm login="admin" /> : <ClaimForm />}
        <Anchor
          component="button"
          type="button"
          size="sm"
          onClick={() => setByPassword(!byPassword)}
        >
          {t(byPassword ? 'claim.by-code' : 'claim.by-password')}
        </Anchor>
      </div>
    </Gate>
  )
}

function ClaimForm(): ReactNode {
  const { t } = useWords()
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const { busy, wrong, submit } = useAsking(async () => {
    const request: ClaimRequest = { code: code.replace(/\D/g, ''), password }
    await api.post('/session/claim', request)
    return readSession()
  })
  return (
    <form className="stack" onSubmit={submit}>
      <p className="dim">{t('claim.text')}</p>
      <TextInput
        label={t('claim.code')}
        description={t('claim.code-help')}
        inputMode="numeric"
        autoComplete="off"
        required
        withAsterisk={false}
        autoFocus
        maxLength={12}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <NewPassword value={password} onChange={setPassword} />
      <Wrong text={wrong} />
      <Button type="submit" loading={busy} fullWidth>
        {t('claim.do')}
      </Button>
    </form>
  )
}
