import type { ReactNode } from 'react'
import { PageTabs } from '../parts/PageTabs.tsx'
import { useWords } from '../words/use-words.ts'

export function SystemTabs(): ReactNode {
  const { t } = useWords()
  return (
    <PageTabs
      name={t('nav.system')}
      tabs={[
        { path: '/system', label: t('system.unit') },
        { path: '/system/certificate', label: t('system.certificate') },
        { path: '/system/reference', label: t('reference.title') },
        { path: '/system/report', label: t('report.title') },
        { path: '/system/files', label: t('files.title') },
        { path: '/system/forwarding', label: t('forwarding.title') },
        { path: '/system/power', label: t('power.title') },
        { path: '/system/reset', label: t('reset.title') },
        { path: '/system/access', label: t('access.title') },
        { path: '/system/entitlements', label: t('entitlements.title') },
      ]}
    />
  )
}
