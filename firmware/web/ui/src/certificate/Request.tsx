import { Button, Checkbox, Textarea, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { CertificateRequest, ShownServerCertificate } from '../../../contract.ts'
import { api, queries } from '../api/api.ts'
import { Refused } from '../api/client.ts'
import { Sure } from '../parts/Sure.tsx'
import { saveText } from '../parts/save-text.ts'
import { problemAt } from '../people/new-person.ts'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'

const FIELDS = ['organization', 'unit', 'city', 'state', 'country', 'email'] as const
const MOST: Partial<Record<(typeof FIELDS)[number], number>> = { country: 2, email: 128 }

type Filled = Record<(typeof FIELDS)[number] | 'commonName', string>

const read = () => queries.invalidateQueries({ queryKey: ['certificate'] })

/** A signing request for a certificate authority (WEB-27): the key stays here. */
export function Request({
  requested,
  names,
}: {
  requested: ShownServerCertificate['requested']
  names: readonly string[]
}): ReactNode {
  const { t, moment } = useWords()
  const [pem, setPem] = useState<string>()
  const forget = async () => {
    await api.remove('/certificate/request')
    setPem(undefined)
    await read()
  }
  return (
    <section className="panel stack">
      <h2 className="panel-title">{t('request.title')}</h2>
      {requested && (
        <>
          <p className="wrong" data-tone="warn">
            {t('request.waits', { name: requested.commonName, time: moment(requested.at) })}
          </p>
          {pem && <Made pem={pem} />}
          <div>
            <Sure
              label={t('request.forget')}
              title={t('request.forget-ask')}
              text={t('request.forget-text')}
              act={forget}
            />
          </div>
        </>
      )}
      {!requested && (
        <>
          <p className="small dim">{t('request.lead')}</p>
          <Form
            suggested={names.find((name) => /[a-z]/i.test(name) && name.includes('.')) ?? ''}
            onMade={setPem}
          />
        </>
      )}
    </section>
  )
}

function Made({ pem }: { pem: string }): ReactNode {
  const { t } = useWords()
  return (
    <div className="stack">
      <Textarea
        label={t('request.pem')}
        description={t('request.pem-help')}
        readOnly
        rows={8}
        value={pem}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div>
        <Button
          variant="default"
          onClick={() => saveText('request.pem', pem, 'application/x-pem-file')}
        >
          {t('request.save')}
        </Button>
      </div>
    </div>
  )
}

function Form({
  suggested,
  onMade,
}: {
  suggested: string
  onMade: (pem: string) => void
}): ReactNode {
  const { t } = useWords()
  const [filled, setFilled] = useState<Filled>({
    commonName: suggested,
    organization: '',
    unit: '',
    city: '',
    state: '',
    country: '',
    email: '',
  })
  const [includeAddresses, setIncludeAddresses] = useState(false)
  const [refused, setRefused] = useState<Refused>()
  const { busy, wrong, submit } = useAsking(async () => {
    setRefused(undefined)
    try {
      const { pem } = await api.post<{ pem: string }>(
        '/certificate/request',
        requestOf(filled, includeAddresses),
      )
      onMade(pem)
      await read()
    } catch (error) {
      if (error instanceof Refused) setRefused(error)
      throw error
    }
  })
  const input = (field: keyof Filled) => (
    <TextInput
      key={field}
      label={t(`request.${field}`)}
      description={field === 'commonName' ? t('request.commonName-help') : undefined}
      required={field === 'commonName'}
      withAsterisk={false}
      autoComplete="off"
      maxLength={(field !== 'commonName' && MOST[field]) || 64}
      error={problemAt(refused?.problems ?? [], field)}
      value={filled[field]}
      onChange={(event) => setFilled({ ...filled, [field]: event.currentTarget.value })}
    />
  )
  return (
    <form className="stack" onSubmit={submit}>
      {input('commonName')}
      <div className="form-two">{FIELDS.map(input)}</div>
      <Checkbox
        label={t('request.addresses')}
        description={t('request.addresses-help')}
        checked={includeAddresses}
        onChange={(event) => setIncludeAddresses(event.currentTarget.checked)}
      />
      <Wrong text={wrong} />
      <div>
        <Button type="submit" variant="default" loading={busy}>
          {t('request.make')}
        </Button>
      </div>
    </form>
  )
}

/** What was left empty is left out. */
function requestOf(
  { commonName, ...others }: Filled,
  includeAddresses: boolean,
): CertificateRequest {
  const given = Object.entries(others).filter(([, text]) => text.trim() !== '')
  return { commonName, ...Object.fromEntries(given), includeAddresses }
}
