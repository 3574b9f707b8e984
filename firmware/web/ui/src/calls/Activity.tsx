import type { ReactNode } from 'react'
import { useMay } from '../api/use-may.ts'
import { Events } from '../events/Events.tsx'
import { Page } from '../parts/Page.tsx'
import { PageTabs } from '../parts/PageTabs.tsx'
import { useWords } from '../words/use-words.ts'
import { CallsNow } from './CallsNow.tsx'
import { Records } from './Records.tsx'

/** Calls that are on, calls that were, and what was done. */
export function Activity({ tab }: { tab: 'now' | 'records' | 'events' }): ReactNode {
  const { t } = useWords()
  const may = { now: useMay('PERM-192'), records: useMay('PERM-185'), events: useMay('PERM-195') }
  const tabs = [
    { path: '/activity', label: t('calls.now'), tab: 'now' },
    { path: '/activity/records', label: t('calls.before'), tab: 'records' },
    { path: '/activity/events', label: t('events.title'), tab: 'events' },
  ] as const
  return (
    <Page title={t('nav.activity')}>
      <PageTabs name={t('nav.activity')} tabs={tabs.filter((one) => may[one.tab])} />
      {!may[tab] && <p className="dim">{t('may.not-see')}</p>}
      {may[tab] && <Shown tab={tab} />}
    </Page>
  )
}

function Shown({ tab }: { tab: 'now' | 'records' | 'events' }): ReactNode {
  return (
    <>
      {tab === 'now' && <CallsNow />}
      {tab === 'records' && <Records />}
      {tab === 'events' && <Events />}
    </>
  )
}
