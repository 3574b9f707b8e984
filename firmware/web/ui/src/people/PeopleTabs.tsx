import type { ReactNode } from 'react'
import { useMay } from '../api/use-may.ts'
import { PageTabs } from '../parts/PageTabs.tsx'
import { useWords } from '../words/use-words.ts'

/** People, and what administrators keep for them. */
export function PeopleTabs(): ReactNode {
  const { t } = useWords()
  const maySeePins = useMay('PERM-6')
  const maySeeReport = useMay('PERM-197')
  const tabs = [
    { path: '/people', label: t('people.everybody') },
    { path: '/people/roles', label: t('roles.title') },
    { path: '/people/templates', label: t('templates.title') },
    { path: '/people/contacts', label: t('contacts.title') },
    ...(maySeePins ? [{ path: '/people/pins', label: t('pins.title') }] : []),
    { path: '/people/rules', label: t('rules.title') },
    ...(maySeeReport ? [{ path: '/people/report', label: t('people-report.title') }] : []),
  ]
  return <PageTabs name={t('nav.people')} tabs={tabs} />
}
