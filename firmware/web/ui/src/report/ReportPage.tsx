import { Button, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { ConfigReport, HistoryEntry } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { Lines } from '../history/Lines.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { SystemTabs } from '../system/SystemTabs.tsx'
import { useWords } from '../words/use-words.ts'
import { ReportTables } from './ReportTables.tsx'

const MOMENTS = 200 // changes to choose from

/** The whole configuration to read, print and keep: of now or a moment (CFGREP rows). */
export function ReportPage(): ReactNode {
  const { t, moment } = useWords()
  const [at, setAt] = useState('')
  const [from, setFrom] = useState('')
  const moments = useQuery({
    queryKey: ['history', 'moments'],
    queryFn: ({ signal }) => api.get<readonly HistoryEntry[]>(`/history?limit=${MOMENTS}`, signal),
  })
  const asked = at === '' ? '' : `?at=${at}`
  const report = useQuery({
    queryKey: ['history', 'report', at],
    queryFn: ({ signal }) => api.get<ConfigReport>(`/report${asked}`, signal),
  })
  const choices = (moments.data ?? []).map(({ revision, at: time, by }) => ({
    value: String(revision),
    label: t('report.moment', { revision, time: moment(time), by }),
  }))
  return (
    <Page title={t('report.title')} lead={t('report.lead')}>
      <SystemTabs />
      <div className="stack">
        <section className="panel no-print">
          <div className="row row-bottom">
            <NativeSelect
              label={t('report.at')}
              value={at}
              onChange={(event) => setAt(event.currentTarget.value)}
              data={[{ value: '', label: t('report.now') }, ...choices]}
            />
            <NativeSelect
              label={t('report.from')}
              value={from}
              onChange={(event) => setFrom(event.currentTarget.value)}
              data={[{ value: '', label: t('report.nothing') }, ...choices]}
            />
            <Button variant="default" onClick={() => window.print()}>
              {t('report.print')}
            </Button>
            <Button
              component="a"
              variant="default"
              href={`/api/v1/report/pdf${asked}`}
              download="configuration.pdf"
            >
              PDF
            </Button>
            <Button
              component="a"
              variant="default"
              href={`/api/v1/report/xlsx${asked}`}
              download="configuration.xlsx"
            >
              {t('report.workbook')}
            </Button>
          </div>
        </section>
        {from !== '' && <Differences from={from} to={at} />}
        <Loaded query={report}>{(shown) => <ReportTables report={shown} />}</Loaded>
      </div>
    </Page>
  )
}

function Differences({ from, to }: { from: string; to: string }): ReactNode {
  const { t } = useWords()
  const changes = useQuery({
    queryKey: ['history', 'changes', from, to],
    queryFn: ({ signal }) =>
      api.get<readonly string[]>(
        `/report/changes?from=${from}${to === '' ? '' : `&to=${to}`}`,
        signal,
      ),
  })
  return (
    <section className="panel">
      <h2>{t('report.differs')}</h2>
      <Loaded query={changes}>
        {(lines) => (lines.length > 0 ? <Lines lines={lines} /> : <p>{t('report.same')}</p>)}
      </Loaded>
    </section>
  )
}
