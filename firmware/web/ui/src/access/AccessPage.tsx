import type { ReactNode } from 'react'
import { useModel } from '../api/queries.ts'
import { ObjectForm } from '../forms/ObjectForm.tsx'
import { Page } from '../parts/Page.tsx'
import { SystemTabs } from '../system/SystemTabs.tsx'
import { useWords } from '../words/use-words.ts'
import { ClientCertificates } from './ClientCertificates.tsx'

/** From where these pages are reached: the web server's own settings, and who may come from outside. */
export function AccessPage(): ReactNode {
  const { t } = useWords()
  const hasSettings = useModel().data?.some(({ section }) => section === 'web') ?? false
  return (
    <Page title={t('access.title')} lead={t('access.lead')}>
      <SystemTabs />
      <div className="stack">
        <ClientCertificates />
        {hasSettings && (
          <section className="panel">
            <h2>{t('access.web')}</h2>
            <ObjectForm section="web" id="web" />
          </section>
        )}
      </div>
    </Page>
  )
}
