import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Changed, ConfigObject } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { useModel, useObject, useSection } from '../api/queries.ts'
import { useMay } from '../api/use-may.ts'
import { ObjectForm } from '../forms/ObjectForm.tsx'
import { RemoveButton } from '../forms/RemoveButton.tsx'
import { Nowhere } from '../frame/Nowhere.tsx'
import type { Person } from '../model.ts'
import { Lamp } from '../parts/Lamp.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { PhotoInput } from '../parts/PhotoInput.tsx'
import { Uses } from '../parts/Uses.tsx'
import { PHONE_TONES, phoneState } from '../phones/phone-state.ts'
import { useWords } from '../words/use-words.ts'
import { ApplyTemplate } from './ApplyTemplate.tsx'
import { removalOf } from './bulk.ts'
import { callSteps } from './call-steps.ts'
import { GiveNumber } from './GiveNumber.tsx'
import type { Office } from './people.ts'
import { differing, type Known, nextNumber } from './people.ts'
import { SignInBlock } from './SignInBlock.tsx'
import { useOffice } from './use-known.ts'

export function PersonPage({ id }: { id: string }): ReactNode {
  const { t } = useWords()
  const mayRemove = useMay('PERM-138')
  const { office, query } = useOffice()
  const person = office?.people.find((one) => one.id === id)
  if (office && !person) return <Nowhere />
  return (
    <Page
      title={person?.name || person?.login || t('nav.people')}
      actions={person && mayRemove && <RemovePerson person={person} office={office as Office} />}
    >
      <Loaded query={query}>
        {() =>
          person &&
          office && (
            <div className="columns">
              <div className="stack">
                <Numbers person={person} office={office} />
                <Devices person={person} office={office} />
                <SignInBlock id={id} name={person.name || person.login} />
              </div>
              <div className="stack">
                <section className="panel">
                  <h2>{t('photo.title')}</h2>
                  <PersonPhoto id={id} person={person} />
                </section>
                <section className="panel">
                  <h2>{t('person.identity')}</h2>
                  <ObjectForm section="users" id={id} hidden={OWN_INPUTS} />
                </section>
                <section className="panel">
                  <h2>{t('templates.apply')}</h2>
                  <PersonTemplate id={id} />
                </section>
              </div>
            </div>
          )
        }
      </Loaded>
    </Page>
  )
}

/** They have an input of their own. */
const OWN_INPUTS = ['photo', 'template']

/** What was applied last, what differs from it, and another one. */
function PersonTemplate({ id }: { id: string }): ReactNode {
  const { t } = useWords()
  const person = useObject<Person>('users', id).data
  const templates = useSection<ConfigObject>('userTemplates').data
  const fields = useModel().data?.find(({ section }) => section === 'users')?.fields
  if (!person || !templates || !fields) return null
  const template = templates.find((one) => one.id === person.template)
  const differs = template ? differing(person, template) : []
  const labels = fields.filter(({ name }) => differs.includes(name)).map(({ label }) => label)
  return (
    <div className="stack">
      <p className="small">
        {t('templates.last')}:{' '}
        <bdi>{template ? String(template.name) : t('templates.default')}</bdi>
        {labels.length > 0 && ` (${t('templates.differs')}: ${labels.join(', ')})`}
      </p>
      <ApplyTemplate people={[id]} {...(template && { current: template.id })} />
    </div>
  )
}

function PersonPhoto({ id, person }: { id: string; person: Known }): ReactNode {
  const path = `/config/users/${encodeURIComponent(id)}`
  const save = (photo: string) => api.patch<Changed>(path, { photo })
  return <PhotoInput name={person.name || person.login} photo={person.photo} save={save} />
}

interface PersonProps {
  readonly person: Known
  readonly office: Office
}

/** Their telephones, their numbers, then themselves: what others still use is refused, and the page says so. */
function RemovePerson({ person, office }: PersonProps): ReactNode {
  const { t } = useWords()
  const removed = removalOf([person], office)
  return (
    <RemoveButton
      changes={removed}
      name={person.name || person.login}
      also={
        <>
          {t('person.removed-too')} <Uses of={removed} but={removed.map(({ id }) => id)} />
        </>
      }
      then="/people"
    />
  )
}

function Numbers({ person, office }: PersonProps): ReactNode {
  const { t } = useWords()
  const mayAdd = useMay('PERM-51')
  const own = office.extensions.filter(({ owner }) => owner === person.id)
  const nameOf = (id: string): string => {
    const handset = office.handsets.find((one) => one.id === id)
    const analog = office.analog.find((one) => one.id === id)
    if (handset) return handset.description || t('phone.named', { name: handset.sipUser })
    return analog?.description || analog?.port || t('phone')
  }
  return (
    <section className="panel">
      <h2>{t('person.when-called')}</h2>
      {own.length === 0 && <p className="dim">{t('person.no-number')}</p>}
      {own.length === 0 && mayAdd && (
        <GiveNumber person={person.id} suggested={nextNumber(office.extensions) ?? ''} />
      )}
      {own.map((extension) => (
        <div key={extension.id} className="stack">
          <div className="row">
            <span className="big">{extension.number}</span>
            <Button
              className="row-end"
              variant="default"
              size="xs"
              component={Link}
              href={`/extensions/${extension.id}`}
              aria-label={t('person.edit-route', { number: extension.number })}
            >
              {t('edit')}
            </Button>
          </div>
          <ol className="steps">
            {callSteps(extension, nameOf).map((step, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: steps are known by their place
              <li key={index}>
                {step.step === 'ring' &&
                  t('step.ring', { phones: step.phones.join(', '), rings: step.rings })}
                {step.step === 'nobody' && t('step.nobody')}
                {step.step === 'end' && t('step.end')}
              </li>
            ))}
          </ol>
        </div>
      ))}
    </section>
  )
}

function Devices({ person, office }: PersonProps): ReactNode {
  const { t } = useWords()
  return (
    <section className="panel">
      <h2>{t('person.devices')}</h2>
      {person.handsets.length === 0 && <p className="dim">{t('people.no-phone')}</p>}
      <ul className="plain-list">
        {person.handsets.map((id) => {
          const phone = person.phones.find((one) => one.handset === id)
          const handset = office.handsets.find((one) => one.id === id)
          const analog = office.analog.find((one) => one.id === id)
          return (
            <li key={id} className="row">
              <Link href={`/phones/${id}`} className="link-row">
                {handset
                  ? handset.description || t('phone.named', { name: handset.sipUser })
                  : analog?.description || analog?.port}
              </Link>
              {phone && (
                <span className="row-end">
                  <Lamp tone={PHONE_TONES[phoneState(phone)]}>
                    {t(`phone.${phoneState(phone)}`)}
                  </Lamp>
                </span>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
