import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ConfigReport } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { ReportTables } from '../report/ReportTables.tsx'
import { useWords } from '../words/use-words.ts'
import { PeopleTabs } from './PeopleTabs.tsx'

const FILES = '/api/v1/report/users'

/** Everybody in the directory and how much is configured, to read, print and keep (UREP rows). */
export function PeopleReport(): ReactNode {
  const { t } = useWords()
  const report = useQuery({
    queryKey: ['config', 'users-report'],
    queryFn: ({ signal }) => api.get<ConfigReport>('/report/users', signal),
  })
  const file = (type: string, label: string) => (
    <Button component="a" variant="default" href={`${FILES}/${type}`} download={`people.${type}`}>
      {label}
    </Button>
  )
  return (
    <Page title={t('people-report.title')} lead={t('people-report.lead')}>
      <PeopleTabs />
      <div className="stack">
        <div className="row no-print">
          <Button variant="default" onClick={() => window.print()}>
            {t('report.print')}
          </Button>
          {file('csv', 'CSV')}
          {file('pdf', 'PDF')}
          {file('xlsx', t('report.workbook'))}
        </div>
        <Loaded query={report}>{(shown) => <ReportTables report={shown} />}</Loaded>
      </div>
    </Page>
  )
}
