import type { ReactNode } from 'react'
import { useMay } from '../api/use-may.ts'
import { PageTabs } from '../parts/PageTabs.tsx'
import { useWords } from '../words/use-words.ts'

/** Where calls go, and what is heard on the way. */
export function CallFlowTabs(): ReactNode {
  const { t } = useWords()
  const maySeeMusic = useMay('PERM-95')
  const tabs = [
    { path: '/call-flow', label: t('nav.call-flow') },
    ...(maySeeMusic ? [{ path: '/call-flow/music', label: t('music.title') }] : []),
  ]
  return <PageTabs name={t('nav.call-flow')} tabs={tabs} />
}
