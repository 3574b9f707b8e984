import { Button, Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { NewKey as Given, ShownKey } from '../../../contract.ts'
import { api, queries } from '../api/api.ts'
import { FileButton } from '../certificate/FileButton.tsx'
import { toasts } from '../frame/toasts.ts'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'

const LONGEST = 8192 // characters, with what separates them

/** FKEY-8: a key is pasted, or taken out of a file. */
export function NewKey(): ReactNode {
  const { t } = useWords()
  const [key, setKey] = useState('')
  const { busy, wrong, submit } = useAsking(async () => {
    const given: Given = { key }
    const { gives } = await api.post<ShownKey>('/entitlements/keys', given)
    await queries.invalidateQueries({ queryKey: ['config'] })
    toasts.show({ text: t('entitlements.entered', { gives: gives.join(' · ') }), tone: 'good' })
    setKey('')
  })
  return (
    <form className="stack measure" onSubmit={submit}>
      <Textarea
        label={t('entitlements.new')}
        description={t('entitlements.new-help')}
        value={key}
        maxLength={LONGEST}
        required
        withAsterisk={false}
        autosize
        minRows={3}
        maxRows={8}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setKey(event.currentTarget.value)}
      />
      <Wrong text={wrong} />
      <div className="row">
        <Button type="submit" loading={busy}>
          {t('entitlements.enter')}
        </Button>
        <FileButton name={t('entitlements.new')} accept=".txt,.key,text/plain" onText={setKey} />
      </div>
    </form>
  )
}
