import { Button, Modal, NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Changed, FoundPhone } from '../../../contract.ts'
import { api, queries } from '../api/api.ts'
import { accepted } from '../api/changes.ts'
import { Refused } from '../api/client.ts'
import { useModel } from '../api/queries.ts'
import { wordsFor } from '../api/reasons.ts'
import { toasts } from '../frame/toasts.ts'
import type { Extension } from '../model.ts'
import { loginFrom, madeOf, type NewPerson, problemAt } from '../people/new-person.ts'
import { Entered, type PhoneSecret } from '../people/PhonePassword.tsx'
import type { Office } from '../people/people.ts'
import { nextNumber } from '../people/people.ts'
import { useOffice } from '../people/use-known.ts'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'
import { adoptionOf, type Whose } from './found-phone.ts'
import { secretOf } from './phone-secret.ts'

interface AdoptProps {
  readonly phone: FoundPhone
  readonly name: string
  readonly onClose: () => void
}

/** Asks whose a found telephone is, sets it up, and shows what to enter in it. */
export function Adopt({ phone, name, onClose }: AdoptProps): ReactNode {
  const { t } = useWords()
  const { office } = useOffice()
  const [secret, setSecret] = useState<PhoneSecret>()
  return (
    <Modal
      opened
      onClose={onClose}
      title={secret ? t('found.adopted') : t('found.adopt-whose')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {secret ? (
        <div className="stack">
          <p role="status" className="clamp">
            <bdi>{t('found.now-enter', { name })}</bdi>
          </p>
          <Entered secret={secret} />
          <div>
            <Button onClick={onClose}>{t('done')}</Button>
          </div>
        </div>
      ) : (
        office && (
          <Form phone={phone} name={name} office={office} onAdopted={setSecret} onClose={onClose} />
        )
      )}
    </Modal>
  )
}

interface FormProps {
  readonly phone: FoundPhone
  readonly name: string
  readonly office: Office
  readonly onAdopted: (secret: PhoneSecret) => void
  readonly onClose: () => void
}

function Form({ phone, name, office, onAdopted, onClose }: FormProps): ReactNode {
  const words = useWords()
  const { t } = words
  const model = useModel().data ?? []
  const [kind, setKind] = useState<Whose['kind']>('extension')
  const [chosen, setChosen] = useState('')
  const [person, setPerson] = useState<NewPerson>({
    firstName: '',
    lastName: '',
    login: '',
    number: nextNumber(office.extensions) ?? '',
    phone: true,
  })
  const [refused, setRefused] = useState<Refused>()
  const asking = useAsking(async () => {
    setRefused(undefined)
    const extension = office.extensions.find(({ id }) => id === chosen)
    const login = loginFrom(person.firstName, person.lastName)
    const whose: Whose | undefined =
      kind === 'new' ? { kind, person: { ...person, login } } : extension && { kind, extension }
    if (!whose) return
    try {
      const changed = await api.post<Changed>(
        '/config',
        adoptionOf(phone, whose, { handsets: office.handsets, model }),
      )
      accepted(changed, t('found.is-adopted', { name }), words)
      const { handset = '' } = madeOf(changed.ids)
      await show(handset)
      void queries.invalidateQueries({ queryKey: ['live', 'found'] })
    } catch (error) {
      if (error instanceof Refused) setRefused(error)
      throw error
    }
  })
  /** It is adopted, even if its password cannot be shown: the same is not done twice. */
  const show = async (handset: string) => {
    try {
      onAdopted(await secretOf(handset))
    } catch (error) {
      toasts.show({ text: wordsFor(error, words), tone: 'bad' })
      onClose()
    }
  }
  const at = (field: string) => problemAt(refused?.problems ?? [], field)
  return (
    <form className="stack" onSubmit={asking.submit}>
      <SegmentedControl
        aria-label={t('found.adopt-whose')}
        transitionDuration={0}
        fullWidth
        value={kind}
        onChange={(value) => setKind(value === 'new' ? 'new' : 'extension')}
        data={[
          { value: 'extension', label: t('found.somebody') },
          { value: 'new', label: t('found.new-person') },
        ]}
      />
      {kind === 'extension' ? (
        <Somebody office={office} chosen={chosen} onChoose={setChosen} />
      ) : (
        <Newcomer person={person} onChange={setPerson} problemAt={at} />
      )}
      <Wrong text={asking.wrong} />
      <div>
        <Button type="submit" loading={asking.busy}>
          {t('found.adopt')}
        </Button>
      </div>
    </form>
  )
}

/** Everybody with a number, by number and name. */
function Somebody({
  office,
  chosen,
  onChoose,
}: {
  office: Office
  chosen: string
  onChoose: (id: string) => void
}): ReactNode {
  const { t, language } = useWords()
  const { compare } = new Intl.Collator(language, { numeric: true })
  const names = new Map(office.people.map(({ id, name, login }) => [id, name || login]))
  const label = ({ number, owner, description }: Extension) =>
    [number, (owner && names.get(owner)) || description].filter(Boolean).join(' – ')
  const options = office.extensions
    .filter(({ kind }) => kind !== 'test')
    .map((extension) => ({ value: extension.id, label: label(extension) }))
    .sort((a, b) => compare(a.label, b.label))
  return (
    <NativeSelect
      label={t('found.whose')}
      description={t('found.whose-help')}
      required
      withAsterisk={false}
      value={chosen}
      data={[{ value: '', label: t('found.choose') }, ...options]}
      onChange={(event) => onChoose(event.currentTarget.value)}
    />
  )
}

function Newcomer({
  person,
  onChange,
  problemAt,
}: {
  person: NewPerson
  onChange: (person: NewPerson) => void
  problemAt: (field: string) => string | undefined
}): ReactNode {
  const { t } = useWords()
  const input = (field: 'firstName' | 'lastName' | 'number', label: string, required: boolean) => (
    <TextInput
      label={label}
      autoComplete="off"
      required={required}
      withAsterisk={false}
      maxLength={field === 'number' ? 6 : 64}
      inputMode={field === 'number' ? 'numeric' : 'text'}
      error={problemAt(field)}
      value={person[field]}
      onChange={(event) => onChange({ ...person, [field]: event.currentTarget.value })}
    />
  )
  return (
    <>
      <div className="form-two">
        {input('firstName', t('people.first-name'), false)}
        {input('lastName', t('people.last-name'), true)}
      </div>
      {input('number', t('people.extension'), true)}
      {problemAt('login') && <p className="wrong">{problemAt('login')}</p>}
    </>
  )
}
