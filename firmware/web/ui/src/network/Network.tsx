import type { ReactNode } from 'react'
import { ObjectForm } from '../forms/ObjectForm.tsx'
import { Page } from '../parts/Page.tsx'
import { useWords } from '../words/use-words.ts'
import { NetworkTabs } from './NetworkTabs.tsx'

/** How telephones reach the server. */
export function Network(): ReactNode {
  const { t } = useWords()
  return (
    <Page title={t('nav.network')} lead={t('network.later')}>
      <NetworkTabs />
      <section className="panel">
        <h2>{t('network.sip')}</h2>
        <ObjectForm section="settings" id="settings" />
      </section>
    </Page>
  )
}
