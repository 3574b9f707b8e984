import { Button, PasswordInput, Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { CertificateInstall, ShownServerCertificate } from '../../../contract.ts'
import { api, queries } from '../api/api.ts'
import { Refused } from '../api/client.ts'
import { wordsFor } from '../api/reasons.ts'
import { toasts } from '../frame/toasts.ts'
import { problemAt } from '../people/new-person.ts'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'
import { FileButton } from './FileButton.tsx'

const NOTHING = { certificate: '', key: '', keyPassword: '' }

/** Puts another certificate in its place (WEB-29); no connection ends. */
export function Install({
  requested,
  source,
}: {
  requested: ShownServerCertificate['requested']
  source: ShownServerCertificate['source']
}): ReactNode {
  const words = useWords()
  const { t } = words
  const [given, setGiven] = useState(NOTHING)
  const [refused, setRefused] = useState<Refused>()
  const set = (field: keyof typeof NOTHING) => (text: string) =>
    setGiven((old) => ({ ...old, [field]: text }))
  const read = () => queries.invalidateQueries({ queryKey: ['certificate'] })
  const { busy, wrong, submit } = useAsking(async () => {
    setRefused(undefined)
    try {
      await api.put('/certificate', installOf(given))
    } catch (error) {
      if (error instanceof Refused) setRefused(error)
      throw error
    }
    setGiven(NOTHING)
    await read()
    toasts.show({
      text: t('certificate.is-installed'),
      tone: 'good',
      // Back to one that was installed before is not possible: its key is gone with it.
      ...(source === 'unit' ? { action: { label: t('undo'), run: () => void undo() } } : {}),
    })
  })
  const undo = async () => {
    try {
      await api.remove('/certificate')
      await read()
      toasts.show({ text: t('certificate.is-back'), tone: 'good' })
    } catch (error) {
      toasts.show({ text: wordsFor(error, words), tone: 'bad' })
    }
  }
  const at = (field: string) => problemAt(refused?.problems ?? [], field)
  return (
    <section className="panel">
      <h2>{t('certificate.install')}</h2>
      <form className="stack" onSubmit={submit}>
        <p className="small dim">
          {requested
            ? t('certificate.install-requested', { name: requested.commonName })
            : t('certificate.install-text')}
        </p>
        <Pem
          label={t('certificate.pem')}
          help={t('certificate.pem-help')}
          value={given.certificate}
          error={at('certificate')}
          required
          onChange={set('certificate')}
        />
        <Pem
          label={t('certificate.key')}
          help={t(requested ? 'certificate.key-kept' : 'certificate.key-help')}
          value={given.key}
          error={at('key')}
          required={!requested}
          onChange={set('key')}
        />
        {given.key.includes('ENCRYPTED') && (
          <PasswordInput
            label={t('certificate.key-password')}
            autoComplete="off"
            error={at('keyPassword')}
            value={given.keyPassword}
            onChange={(event) => set('keyPassword')(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
          />
        )}
        <Wrong text={wrong} />
        <div>
          <Button type="submit" loading={busy}>
            {t('certificate.install-do')}
          </Button>
        </div>
      </form>
    </section>
  )
}

function installOf({ certificate, key, keyPassword }: typeof NOTHING): CertificateInstall {
  return {
    certificate,
    ...(key.trim() ? { key } : {}),
    ...(key.trim() && keyPassword ? { keyPassword } : {}),
  }
}

interface PemProps {
  readonly label: string
  readonly help: string
  readonly value: string
  readonly error: string | undefined
  readonly required: boolean
  readonly onChange: (text: string) => void
}

/** Pasted, or taken out of a file. */
function Pem({ label, help, value, error, required, onChange }: PemProps): ReactNode {
  return (
    <div className="pem">
      <Textarea
        label={label}
        description={help}
        error={error}
        required={required}
        withAsterisk={false}
        rows={4}
        spellCheck={false}
        autoComplete="off"
        maxLength={100_000}
        placeholder="-----BEGIN …"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <FileButton name={label} accept=".pem,.crt,.cer,.key,.txt" onText={onChange} />
    </div>
  )
}
