import { Button, PasswordInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { api } from '../api/api.ts'
import { saveText } from '../parts/save-text.ts'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'

const SHORTEST = 12 // characters, as the server has it

interface SealedExportProps {
  readonly format: string
  /** All unless told. */
  readonly sections: readonly string[] | undefined
}

/** The file with its passwords: asked for by a passphrase, which is typed twice because nobody can look it up later. */
export function SealedExport({ format, sections }: SealedExportProps): ReactNode {
  const { t } = useWords()
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const asking = useAsking(async () => {
    const named = sections && { sections: sections.join(',') }
    const text = await api.fetchFile('/export', { passphrase, format, ...named })
    saveText(`office.${format}`, text, `application/${format}`)
    setPassphrase('')
    setAgain('')
  })
  const isShort = [...passphrase].length < SHORTEST
  const differs = again !== '' && again !== passphrase
  const show = { 'aria-label': t('password.show') }
  return (
    <form className="stack" onSubmit={asking.submit}>
      <p className="small dim">{t('files.secrets-text')}</p>
      <PasswordInput
        label={t('files.passphrase')}
        description={t('files.passphrase-rule', { length: SHORTEST })}
        autoComplete="new-password"
        maxLength={200}
        value={passphrase}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
        visibilityToggleButtonProps={show}
      />
      <PasswordInput
        label={t('files.passphrase-again')}
        autoComplete="new-password"
        maxLength={200}
        value={again}
        onChange={(event) => setAgain(event.currentTarget.value)}
        error={differs && t('files.passphrase-differs')}
        visibilityToggleButtonProps={show}
      />
      <Wrong text={asking.wrong} />
      <div className="row">
        <Button
          type="submit"
          loading={asking.busy}
          disabled={isShort || again !== passphrase || sections?.length === 0}
        >
          {t('files.download-sealed')}
        </Button>
      </div>
    </form>
  )
}
