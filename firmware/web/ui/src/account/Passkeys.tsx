import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { ShownPasskey } from '../../../contract.ts'
import { api, queries } from '../api/api.ts'
import { toasts } from '../frame/toasts.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { hasPasskeys, makePasskey } from '../sign-in/passkey.ts'
import { readSession } from '../sign-in/session.ts'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'
import { browserName } from './browser-name.ts'

const KEY = ['passkeys']

/** One's own passkeys: made and removed with the password. */
export function Passkeys(): ReactNode {
  const { t, date } = useWords()
  const [password, setPassword] = useState('')
  const passkeys = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.get<readonly ShownPasskey[]>('/session/passkeys', signal),
  })
  return (
    <div className="stack">
      <p className="small dim">{t('passkey.why')}</p>
      <Loaded query={passkeys}>
        {(all) => (
          <>
            {(hasPasskeys() || all.length > 0) && (
              <PasswordInput
                label={t('passkey.password')}
                autoComplete="current-password"
                value={password}
                onChange={(event) => setPassword(event.currentTarget.value)}
                visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
              />
            )}
            <ul className="plain-list">
              {all.map((one) => (
                <li key={one.id} className="row">
                  <bdi className="clamp">{one.name}</bdi>
                  <span className="small dim">
                    {one.host}, {date(one.madeAt)}
                  </span>
                  <Remove passkey={one} password={password} onDone={() => setPassword('')} />
                </li>
              ))}
            </ul>
            {hasPasskeys() ? (
              <Make password={password} onDone={() => setPassword('')} />
            ) : (
              <p className="small">{t('passkey.name-needed')}</p>
            )}
          </>
        )}
      </Loaded>
    </div>
  )
}

interface StepProps {
  readonly password: string
  readonly onDone: () => void
}

function Make({ password, onDone }: StepProps): ReactNode {
  const { t } = useWords()
  const [name, setName] = useState(() => browserName(navigator.userAgent) || t('passkey.device'))
  const { busy, wrong, submit } = useAsking(async () => {
    const path = '/session/passkeys/begin'
    const options = await api.post<Readonly<Record<string, unknown>>>(path, { password })
    const response = await makePasskey(options).catch(() => undefined)
    if (!response) return // its owner thought better of it
    await api.post('/session/passkeys', { name, response })
    await queries.invalidateQueries({ queryKey: KEY })
    toasts.show({ text: t('passkey.made'), tone: 'good' })
    onDone()
  })
  return (
    <form className="stack" onSubmit={submit}>
      <TextInput
        label={t('passkey.called')}
        required
        withAsterisk={false}
        maxLength={64}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Wrong text={wrong} />
      <Button type="submit" variant="default" loading={busy} disabled={password === ''}>
        {t('passkey.make')}
      </Button>
    </form>
  )
}

function Remove({ passkey, password, onDone }: StepProps & { passkey: ShownPasskey }): ReactNode {
  const { t } = useWords()
  const { busy, wrong, submit } = useAsking(async () => {
    await api.remove(`/session/passkeys/${passkey.id}`, { password })
    await readSession()
    await queries.invalidateQueries({ queryKey: KEY })
    onDone()
  })
  return (
    <form className="row-end" onSubmit={submit}>
      <Wrong text={wrong} />
      <Button
        type="submit"
        size="compact-sm"
        variant="default"
        disabled={password === ''}
        loading={busy}
        aria-label={t('passkey.remove-name', { name: passkey.name })}
      >
        {t('remove')}
      </Button>
    </form>
  )
}
