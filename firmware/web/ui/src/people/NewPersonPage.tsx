import { Button, NativeSelect, Switch, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Changed, ConfigObject } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { accepted } from '../api/changes.ts'
import { Refused } from '../api/client.ts'
import { useSection } from '../api/queries.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { secretOf } from '../phones/phone-secret.ts'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'
import { ExtensionInput } from './ExtensionInput.tsx'
import { additionOf, loginFrom, madeOf, type NewPerson, problemAt } from './new-person.ts'
import { PhonePassword, type PhoneSecret } from './PhonePassword.tsx'
import { nextNumber } from './people.ts'
import { useOffice } from './use-known.ts'

/** A person with a number and a telephone in one form. */
export function NewPersonPage(): ReactNode {
  const { t } = useWords()
  const { office, query } = useOffice()
  const [made, setMade] = useState<Made>()
  return (
    <Page title={t('people.add')} lead={made ? undefined : t('people.add-lead')}>
      {made ? (
        <PhonePassword {...made} onAnother={() => setMade(undefined)} />
      ) : (
        <Loaded query={query}>
          {() =>
            office && <Form suggested={nextNumber(office.extensions) ?? ''} onMade={setMade} />
          }
        </Loaded>
      )}
    </Page>
  )
}

interface Made {
  readonly name: string
  readonly number: string
  readonly person: string
  readonly secret: PhoneSecret | undefined
}

interface FormProps {
  readonly suggested: string
  readonly onMade: (made: Made) => void
}

function Form({ suggested, onMade }: FormProps): ReactNode {
  const words = useWords()
  const { t } = words
  const [firstName, setFirstName] = useState('')
  const [lastName, setLastName] = useState('')
  const [login, setLogin] = useState<string>()
  const [number, setNumber] = useState(suggested)
  const [phone, setPhone] = useState(true)
  const templates = useSection<ConfigObject>('userTemplates').data ?? []
  const [template, setTemplate] = useState('')
  const [refused, setRefused] = useState<Refused>()
  const person: NewPerson = {
    firstName: firstName.trim(),
    lastName: lastName.trim(),
    login: login ?? loginFrom(firstName, lastName),
    number,
    phone,
    template: templates.find(({ id }) => id === template),
  }
  const { busy, wrong, submit } = useAsking(async () => {
    setRefused(undefined)
    try {
      onMade(await make(person, words))
    } catch (error) {
      if (error instanceof Refused) setRefused(error)
      throw error
    }
  })
  const at = (field: string) => problemAt(refused?.problems ?? [], field)
  return (
    <form className="panel form" onSubmit={submit}>
      <div className="form-two">
        <TextInput
          label={t('people.first-name')}
          autoComplete="off"
          autoFocus
          maxLength={64}
          error={at('firstName')}
          value={firstName}
          onChange={(event) => setFirstName(event.currentTarget.value)}
        />
        <TextInput
          label={t('people.last-name')}
          autoComplete="off"
          required
          maxLength={64}
          error={at('lastName')}
          value={lastName}
          onChange={(event) => setLastName(event.currentTarget.value)}
        />
      </div>
      <div className="form-two">
        <ExtensionInput value={number} error={at('number')} onChange={setNumber} />
        <TextInput
          label={t('login')}
          description={t('people.login-help')}
          autoCapitalize="none"
          required
          maxLength={64}
          error={at('login')}
          value={person.login}
          onChange={(event) => setLogin(event.currentTarget.value)}
        />
      </div>
      <Switch
        label={t('people.with-phone')}
        description={t('people.with-phone-help')}
        checked={phone}
        onChange={(event) => setPhone(event.currentTarget.checked)}
      />
      {templates.length > 0 && (
        <NativeSelect
          label={t('templates.which')}
          value={template}
          onChange={(event) => setTemplate(event.currentTarget.value)}
          data={[
            { value: '', label: t('templates.default') },
            ...templates.map(({ id, name }) => ({ value: id, label: String(name) })),
          ]}
        />
      )}
      <Wrong text={wrong} />
      <div>
        <Button type="submit" loading={busy}>
          {t('people.add')}
        </Button>
      </div>
    </form>
  )
}

/** Stores it, then asks for the password that the unit has made for the telephone. */
async function make(person: NewPerson, words: ReturnType<typeof useWords>): Promise<Made> {
  const changed = await api.post<Changed>('/config', additionOf(person))
  const name = [person.firstName, person.lastName].filter(Boolean).join(' ')
  accepted(changed, words.t('people.added', { name }), words)
  const { person: id = '', handset } = madeOf(changed.ids)
  return {
    name,
    number: person.number,
    person: id,
    secret: handset === undefined ? undefined : await secretOf(handset),
  }
}
