import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { ShownPhone } from '../../../contract.ts'
import { useLive, useSection } from '../api/queries.ts'
import { ObjectForm } from '../forms/ObjectForm.tsx'
import { RemoveButton } from '../forms/RemoveButton.tsx'
import { Nowhere } from '../frame/Nowhere.tsx'
import type { AnalogHandset, Handset } from '../model.ts'
import { Lamp } from '../parts/Lamp.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { Sure } from '../parts/Sure.tsx'
import { Entered, type PhoneSecret } from '../people/PhonePassword.tsx'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'
import { renewSecret, secretOf } from './phone-secret.ts'
import { PHONE_TONES, phoneState } from './phone-state.ts'

/** One telephone: what it is doing, what is entered in it, its settings. */
export function PhonePage({ id }: { id: string }): ReactNode {
  const { t } = useWords()
  const handsets = useSection<Handset>('handsets')
  const analog = useSection<AnalogHandset>('analogHandsets')
  const { data: phones = [] } = useLive('phones')
  const handset = handsets.data?.find((one) => one.id === id)
  const port = analog.data?.find((one) => one.id === id)
  if (handsets.data && analog.data && !handset && !port) return <Nowhere />
  const live = phones.find((one) => one.handset === id)
  const section = port ? 'analogHandsets' : 'handsets'
  const name = live?.name || handset?.description || port?.description || handset?.sipUser || ''
  return (
    <Page
      title={name || port?.port || t('phone')}
      actions={
        (handset || port) && (
          <RemoveButton changes={[{ do: 'remove', section, id }]} name={name} then="/phones" />
        )
      }
    >
      {/* Which of the two it is in is known when both are here. */}
      <Loaded query={analog}>
        {() =>
          (handset || port) && (
            <div className="columns">
              <div className="stack">
                {live && <Now phone={live} />}
                {handset && <Secret handset={handset} />}
              </div>
              <section className="panel">
                <h2>{t('settings')}</h2>
                <ObjectForm section={section} id={id} />
              </section>
            </div>
          )
        }
      </Loaded>
    </Page>
  )
}

function Now({ phone }: { phone: ShownPhone }): ReactNode {
  const { t, dateTime } = useWords()
  const state = phoneState(phone)
  return (
    <section className="panel">
      <h2>{t('phones.now')}</h2>
      <Lamp tone={PHONE_TONES[state]}>{t(`phone.${state}`)}</Lamp>
      {phone.contacts.map((contact) => (
        <dl className="facts" key={contact.contact}>
          <dt>{t('phones.address')}</dt>
          <dd>
            {contact.address} ({contact.transport.toUpperCase()})
          </dd>
          <dt>{t('phones.model')}</dt>
          <dd>
            <bdi>{contact.userAgent || '–'}</bdi>
          </dd>
          <dt>{t('phones.since')}</dt>
          <dd>{dateTime(contact.registeredAt)}</dd>
        </dl>
      ))}
      {(state === 'missing' || state === 'stale') && (
        <p className="wrong" data-tone="warn">
          {t('phones.missing-help')}
        </p>
      )}
      {state === 'absent' && <p className="wrong">{t('phones.absent-help')}</p>}
    </section>
  )
}

/** Shown on demand, because it is noted who has seen it. */
function Secret({ handset }: { handset: Handset }): ReactNode {
  const { t } = useWords()
  const [secret, setSecret] = useState<PhoneSecret>()
  const { busy, wrong, submit } = useAsking(async () => setSecret(await secretOf(handset.id)))
  const renew = async () => setSecret(await renewSecret(handset.id))
  return (
    <section className="panel">
      <h2>{t('phone.connect')}</h2>
      {secret ? (
        <Entered secret={secret} />
      ) : (
        <div className="stack">
          <p className="small dim">{t('phone.secret-noted')}</p>
          <Wrong text={wrong} />
          <div className="row">
            <form onSubmit={submit}>
              <Button type="submit" variant="default" loading={busy}>
                {t('phone.show-secret')}
              </Button>
            </form>
            <Sure
              label={t('found.new-password')}
              title={t('phone.renew-ask')}
              text={t('phone.renew-text')}
              act={renew}
            />
          </div>
        </div>
      )}
    </section>
  )
}
