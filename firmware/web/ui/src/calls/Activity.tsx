import type { ReactNode } from 'react'
import { Events } from '../events/Events.tsx'
import { Page } from '../parts/Page.tsx'
import { PageTabs } from '../parts/PageTabs.tsx'
import { useWords } from '../words/use-words.ts'
import { CallsNow } from './CallsNow.tsx'
import { Records } from './Records.tsx'

/** Calls that are on, calls that were, and what was done. */
export function Activity({ tab }: { tab: 'now' | 'records' | 'events' }): ReactNode {
  const { t } = useWords()
  const tabs = [
    { path: '/activity', label: t('calls.now') },
    { path: '/activity/records', label: t('calls.before') },
    { path: '/activity/events', label: t('events.title') },
  ]
  return (
    <Page title={t('nav.activity')}>
      <PageTabs name={t('nav.activity')} tabs={tabs} />
      {tab === 'now' && <CallsNow />}
      {tab === 'records' && <Records />}
      {tab === 'events' && <Events />}
    </Page>
  )
}
