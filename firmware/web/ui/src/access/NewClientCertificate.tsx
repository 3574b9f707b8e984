import { Button, Modal, PasswordInput, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { ClientCertificate, NewClientCertificate as Wanted } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { Refused } from '../api/client.ts'
import { problemAt } from '../people/new-person.ts'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'
import { isCertificateName, LEAST_PASSWORD } from './client-rules.ts'

interface NewClientCertificateProps {
  readonly onClose: () => void
  readonly onMade: () => void
}

/** Makes a certificate for somebody (WEB-44), then offers its file. */
export function NewClientCertificate({ onClose, onMade }: NewClientCertificateProps): ReactNode {
  const { t } = useWords()
  const [made, setMade] = useState<ClientCertificate>()
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('client.add')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {made ? (
        <div className="stack">
          <p role="status" className="clamp">
            <bdi>{t('client.made', { name: made.commonName })}</bdi>
          </p>
          <p className="small dim">{t('client.practice-text')}</p>
          <div className="row">
            <Button
              component="a"
              href={`/api/v1/client-certificates/${encodeURIComponent(made.id)}/file`}
              download
            >
              {t('client.download')}
            </Button>
            <Button variant="default" onClick={onClose}>
              {t('done')}
            </Button>
          </div>
        </div>
      ) : (
        <Form
          onMade={(one) => {
            setMade(one)
            onMade()
          }}
        />
      )}
    </Modal>
  )
}

function Form({ onMade }: { onMade: (made: ClientCertificate) => void }): ReactNode {
  const { t } = useWords()
  const [wanted, setWanted] = useState<Wanted>({ name: '', reason: '', password: '' })
  const [again, setAgain] = useState('')
  const [refused, setRefused] = useState<Refused>()
  const asking = useAsking(async () => {
    setRefused(undefined)
    try {
      onMade(await api.post<ClientCertificate>('/client-certificates', wanted))
    } catch (error) {
      if (error instanceof Refused) setRefused(error)
      throw error
    }
  })
  const at = (field: string) => problemAt(refused?.problems ?? [], field)
  const set = (field: keyof Wanted) => (event: { currentTarget: { value: string } }) =>
    setWanted({ ...wanted, [field]: event.currentTarget.value })
  const misfit = (field: 'name' | 'reason') =>
    at(field) ?? (isCertificateName(wanted[field]) ? undefined : t('client.letters'))
  const unlike = again !== '' && again !== wanted.password ? t('client.unlike') : undefined
  const toggle = { 'aria-label': t('password.show') }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        if (again === wanted.password) return asking.submit(event)
        event.preventDefault()
        asking.say(t('client.unlike'))
      }}
    >
      <TextInput
        label={t('client.who')}
        description={t('client.letters')}
        required
        withAsterisk={false}
        autoComplete="off"
        maxLength={64}
        error={misfit('name')}
        value={wanted.name}
        onChange={set('name')}
      />
      <TextInput
        label={t('client.reason')}
        description={t('client.reason-help')}
        required
        withAsterisk={false}
        autoComplete="off"
        maxLength={64}
        error={misfit('reason')}
        value={wanted.reason}
        onChange={set('reason')}
      />
      <PasswordInput
        label={t('client.password')}
        description={t('client.password-help')}
        required
        withAsterisk={false}
        autoComplete="new-password"
        minLength={LEAST_PASSWORD}
        maxLength={256}
        error={at('password')}
        value={wanted.password}
        onChange={set('password')}
        visibilityToggleButtonProps={toggle}
      />
      <PasswordInput
        label={t('client.again')}
        required
        withAsterisk={false}
        autoComplete="new-password"
        maxLength={256}
        error={unlike}
        value={again}
        onChange={(event) => setAgain(event.currentTarget.value)}
        visibilityToggleButtonProps={toggle}
      />
      <Wrong text={asking.wrong} />
      <div>
        <Button type="submit" loading={asking.busy}>
          {t('client.make')}
        </Button>
      </div>
    </form>
  )
}
