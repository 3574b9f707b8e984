import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Me, Session } from '../../../contract.ts'
import { MyKeys } from '../account/Account.tsx'
import { MySessions } from '../account/MySessions.tsx'
import { api } from '../api/api.ts'
import { RecordTable } from '../calls/Records.tsx'
import { Empty } from '../parts/Empty.tsx'
import { Lamp } from '../parts/Lamp.tsx'
import { Page } from '../parts/Page.tsx'
import { PHONE_TONES, phoneState } from '../phones/phone-state.ts'
import { useWords } from '../words/use-words.ts'

const AGAIN_MS = 5000 // people without a role have no live connection

/** My number, my telephones, what happens when someone calls me, my calls. */
export function PortalPage({ user }: { user: NonNullable<Session['user']> }): ReactNode {
  const { t } = useWords()
  const me = useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => api.get<Me>('/me', signal),
    refetchInterval: AGAIN_MS,
    retry: false,
  })
  const name = user.name || user.login
  return (
    <Page title={t('portal.hello', { name })} lead={t('account.lead', { login: user.login })}>
      <div className="stack">
        {me.data && <Mine me={me.data} />}
        {me.isPending && (
          <p role="status" aria-busy="true">
            {t('loading')}
          </p>
        )}
        {me.isError && !me.data && (
          <p className="wrong" data-tone="warn" role="status">
            {t('portal.later')}
          </p>
        )}
        <h2 className="section-title">{t('portal.sign-in')}</h2>
        <div className="columns">
          <div className="stack">
            <MyKeys totp={user.totp} />
          </div>
          <MySessions />
        </div>
      </div>
    </Page>
  )
}

function Mine({ me }: { me: Me }): ReactNode {
  const { t } = useWords()
  return (
    <>
      <div className="columns">
        <WhenCalled extension={me.extension} />
        <section className="panel">
          <h2>{t('portal.phones')}</h2>
          {me.phonesUnavailable && (
            <p className="wrong" data-tone="warn" role="status">
              {me.phonesUnavailable}
            </p>
          )}
          {me.phones.length === 0 && <p className="dim">{t('people.no-phone')}</p>}
          <ul className="plain-list">
            {me.phones.map((phone) => (
              <li key={phone.handset} className="row">
                <strong className="clamp">
                  <bdi>
                    {phone.contacts[0]?.userAgent || t('phone.named', { name: phone.sipUser })}
                  </bdi>
                </strong>
                <span className="row-end">
                  {!me.phonesUnavailable && (
                    <Lamp tone={PHONE_TONES[phoneState(phone)]}>
                      {t(`phone.${phoneState(phone)}`)}
                    </Lamp>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </section>
      </div>
      <section>
        <h2 className="section-title">{t('portal.calls')}</h2>
        {me.recent.length > 0 ? (
          <RecordTable records={me.recent} linked={false} />
        ) : (
          <div className="panel">
            <Empty icon="phone">{t('portal.no-calls')}</Empty>
          </div>
        )}
      </section>
    </>
  )
}

function WhenCalled({ extension }: { extension: Me['extension'] }): ReactNode {
  const { t } = useWords()
  return (
    <section className="panel">
      <h2>{t('portal.when-called')}</h2>
      {extension ? (
        <>
          <p className="big">{extension.number}</p>
          <ol className="steps">
            {extension.rings.map(({ phones, times }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: steps are known by their place
              <li key={index}>
                <bdi>{t('step.ring', { phones: phones.join(', '), rings: times })}</bdi>
              </li>
            ))}
            {extension.rings.length === 0 && <li>{t('step.nobody')}</li>}
            <li>{t('step.end')}</li>
          </ol>
        </>
      ) : (
        <p className="dim">{t('portal.no-number')}</p>
      )}
    </section>
  )
}
