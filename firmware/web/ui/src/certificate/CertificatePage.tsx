import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ShownServerCertificate } from '../../../contract.ts'
import { api, queries } from '../api/api.ts'
import { useNow } from '../clock.ts'
import { toasts } from '../frame/toasts.ts'
import { Lamp } from '../parts/Lamp.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { Sure } from '../parts/Sure.tsx'
import { SystemTabs } from '../system/SystemTabs.tsx'
import { useWords } from '../words/use-words.ts'
import { Install } from './Install.tsx'
import { Request } from './Request.tsx'
import { validity } from './validity.ts'

/** What browsers see of this unit (WEB-20 to 29): the certificate in use, another one, a request for one. */
export function CertificatePage(): ReactNode {
  const { t } = useWords()
  const certificate = useQuery({
    queryKey: ['certificate'],
    queryFn: ({ signal }) => api.get<ShownServerCertificate>('/certificate', signal),
    staleTime: 0,
  })
  return (
    <Page title={t('system.certificate')} lead={t('certificate.lead')}>
      <SystemTabs />
      <Loaded query={certificate}>
        {(shown) => (
          <div className="columns">
            <InUse shown={shown} />
            <div className="stack">
              <Install requested={shown.requested} source={shown.source} />
              <Request requested={shown.requested} names={shown.names} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function InUse({ shown }: { shown: ShownServerCertificate }): ReactNode {
  const { t, date } = useWords()
  const now = useNow(60_000)
  const { source, subject, issuer, names, notBefore, notAfter, fingerprint, caFingerprint } = shown
  const { tone, days } = validity(notAfter, now)
  const reset = async () => {
    await api.remove('/certificate')
    await queries.invalidateQueries({ queryKey: ['certificate'] })
    toasts.show({ text: t('certificate.is-back'), tone: 'good' })
  }
  return (
    <section className="panel stack">
      <h2 className="panel-title">{t('certificate.in-use')}</h2>
      <Lamp tone={tone}>
        {tone === 'bad'
          ? t('certificate.over', { date: date(notAfter) })
          : t('certificate.good-for', { count: days, date: date(notAfter) })}
      </Lamp>
      <p>{t(source === 'unit' ? 'certificate.of-unit' : 'certificate.installed')}</p>
      <dl className="facts">
        <dt>{t('system.names')}</dt>
        <dd>
          <bdi>{names.join(', ')}</bdi>
        </dd>
        <dt>{t('certificate.subject')}</dt>
        <dd>
          <bdi>{subject}</bdi>
        </dd>
        <dt>{t('certificate.issuer')}</dt>
        <dd>
          <bdi>{issuer}</bdi>
        </dd>
        <dt>{t('certificate.since')}</dt>
        <dd>{date(notBefore)}</dd>
        <dt>{t('certificate.fingerprint')}</dt>
        <dd className="mono">{fingerprint}</dd>
        {source === 'unit' && (
          <>
            <dt>{t('certificate.ca-fingerprint')}</dt>
            <dd className="mono">{caFingerprint}</dd>
          </>
        )}
      </dl>
      {source === 'unit' ? (
        <>
          <p className="small dim">{t('system.trust-why')}</p>
          <Anchor href="/trust">{t('system.trust')}</Anchor>
        </>
      ) : (
        <div>
          <Sure
            label={t('certificate.back')}
            title={t('certificate.back-ask')}
            text={t('certificate.back-text')}
            act={reset}
          />
        </div>
      )}
    </section>
  )
}
