import type { ReactNode } from 'react'
import { PageTabs } from '../parts/PageTabs.tsx'
import { useWords } from '../words/use-words.ts'

export function HistoryTabs(): ReactNode {
  const { t } = useWords()
  return (
    <PageTabs
      name={t('nav.history')}
      tabs={[
        { path: '/history', label: t('history.changes') },
        { path: '/history/sets', label: t('sets.title') },
        { path: '/history/deleted', label: t('deleted.title') },
      ]}
    />
  )
}
