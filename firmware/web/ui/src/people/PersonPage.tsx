import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { ObjectForm } from '../forms/ObjectForm.tsx'
import { RemoveButton } from '../forms/RemoveButton.tsx'
import { Nowhere } from '../frame/Nowhere.tsx'
import { Lamp } from '../parts/Lamp.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { PHONE_TONES, phoneState } from '../phones/phone-state.ts'
import { useWords } from '../words/use-words.ts'
import { callSteps } from './call-steps.ts'
import type { Known } from './people.ts'
import { SignInBlock } from './SignInBlock.tsx'
import { type Office, useOffice } from './use-known.ts'

export function PersonPage({ id }: { id: string }): ReactNode {
  const { t } = useWords()
  const { office, query } = useOffice()
  const person = office?.people.find((one) => one.id === id)
  if (office && !person) return <Nowhere />
  return (
    <Page
      title={person?.name || person?.login || t('nav.people')}
      actions={person && <RemovePerson person={person} office={office as Office} />}
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
              <section className="panel">
                <h2>{t('person.identity')}</h2>
                <ObjectForm section="users" id={id} />
              </section>
            </div>
          )
        }
      </Loaded>
    </Page>
  )
}

interface PersonProps {
  readonly person: Known
  readonly office: Office
}

/** Their telephones, their numbers, then themselves: what others still use is refused, and the page says so. */
function RemovePerson({ person, office }: PersonProps): ReactNode {
  const { t } = useWords()
  const owned = office.extensions.filter(({ owner }) => owner === person.id)
  const section = (id: string) =>
    office.analog.some((one) => one.id === id) ? 'analogHandsets' : 'handsets'
  const removed = [
    ...person.handsets.flatMap((id) =>
      section(id) === 'handsets' ? [{ do: 'remove' as const, section: 'handsets', id }] : [],
    ),
    ...owned.map(({ id }) => ({ do: 'remove' as const, section: 'extensions', id })),
    { do: 'remove' as const, section: 'users', id: person.id },
  ]
  return (
    <RemoveButton
      changes={removed}
      name={person.name || person.login}
      also={t('person.removed-too')}
      then="/people"
    />
  )
}

function Numbers({ person, office }: PersonProps): ReactNode {
  const { t } = useWords()
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
