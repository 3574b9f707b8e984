import { Button } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import type { ProviderAnswer, ProviderBegun } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { useWords } from '../words/use-words.ts'
import { providerAnswer } from './provider-answer.ts'
import { readSession } from './session.ts'
import { useAsking } from './use-asking.ts'
import { Wrong } from './Wrong.tsx'

/** The way in by way of a provider, and back: to who comes from there its answer is shown to the server at once. */
export function ProviderButton({ name }: { readonly name: string }): ReactNode {
  const { t } = useWords()
  const [answer] = useState(providerAnswer)
  const going = useAsking(async () => {
    const { url } = await api.post<ProviderBegun>('/session/provider/begin')
    location.assign(url)
  })
  const back = useAsking(async () => {
    await api.post('/session/provider', { answer } as ProviderAnswer)
    await readSession()
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answer is good once
  useEffect(() => {
    if (answer) back.send()
  }, [])
  return (
    <form className="stack" onSubmit={going.submit}>
      <Wrong text={going.wrong ?? back.wrong} />
      <Button type="submit" variant="default" loading={going.busy || back.busy} fullWidth>
        {t('provider.sign-in', { name })}
      </Button>
    </form>
  )
}
