import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { api } from '../api/api.ts'
import { useWords } from '../words/use-words.ts'
import { answerWithPasskey, hasPasskeys } from './passkey.ts'
import { readSession } from './session.ts'
import { useAsking } from './use-asking.ts'
import { Wrong } from './Wrong.tsx'

/** The way in without a password, where browsers have it. */
export function PasskeyButton(): ReactNode {
  const { t } = useWords()
  const { busy, wrong, submit } = useAsking(async () => {
    const options = await api.post<Readonly<Record<string, unknown>>>('/session/passkey/begin')
    const response = await answerWithPasskey(options).catch(() => undefined)
    if (!response) return // its owner thought better of it
    await api.post('/session/passkey', { response })
    await readSession()
  })
  if (!hasPasskeys()) return null
  return (
    <form className="stack" onSubmit={submit}>
      <Wrong text={wrong} />
      <Button type="submit" variant="default" loading={busy} fullWidth>
        {t('passkey.sign-in')}
      </Button>
    </form>
  )
}
