import type { ReactNode } from 'react'
import { PageTabs } from '../parts/PageTabs.tsx'
import { useWords } from '../words/use-words.ts'

export function NetworkTabs(): ReactNode {
  const { t } = useWords()
  return (
    <PageTabs
      name={t('nav.network')}
      tabs={[
        { path: '/network', label: t('network.sip') },
        { path: '/network/bans', label: t('bans.title') },
      ]}
    />
  )
}
