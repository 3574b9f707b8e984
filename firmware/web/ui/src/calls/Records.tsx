import { Button, NativeSelect, Table } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import type { ShownRecord } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { useSettled } from '../clock.ts'
import { csvOf } from '../parts/csv.ts'
import { Empty } from '../parts/Empty.tsx'
import { Filters } from '../parts/Filters.tsx'
import { Lamp } from '../parts/Lamp.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Older } from '../parts/Older.tsx'
import { saveText } from '../parts/save-text.ts'
import { NO_SPAN } from '../parts/span.ts'
import { useWords, type Words } from '../words/use-words.ts'
import { party } from './call-words.ts'
import { endOf } from './record-end.ts'
import {
  type Continued,
  nextPage,
  OUTCOMES,
  type RecordFilter,
  type RecordPage,
  recordsPath,
} from './records.ts'

const EVERYTHING: RecordFilter = { ...NO_SPAN, outcome: 'all' }

/** Calls that were, newest first, as far back as there are any. */
export function Records(): ReactNode {
  const words = useWords()
  const { t } = words
  const [filter, setFilter] = useState(EVERYTHING)
  const asked = useSettled(filter, 250)
  const pages = useInfiniteQuery({
    queryKey: ['records', asked],
    queryFn: async ({ pageParam, signal }): Promise<RecordPage> => {
      const path = recordsPath(asked, pageParam)
      const { value, headers } = await api.getWhole<readonly ShownRecord[]>(path, signal)
      return { records: value, searchedTo: Number(headers.get('x-searched-to')) || undefined }
    },
    initialPageParam: undefined as Continued,
    getNextPageParam: (last, _all, param) => nextPage(last, asked, param),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  const records = pages.data?.pages.flatMap((page) => page.records) ?? []
  const searchedTo = pages.data?.pages.at(-1)?.searchedTo
  return (
    <div className="stack">
      <Filters label={t('records.search')} value={filter} onChange={setFilter}>
        <NativeSelect
          label={t('records.outcome')}
          value={filter.outcome}
          onChange={(event) =>
            setFilter({ ...filter, outcome: event.currentTarget.value as RecordFilter['outcome'] })
          }
          data={(['all', ...OUTCOMES] as const).map((one) => ({
            value: one,
            label: t(`record.${one}`),
          }))}
        />
        <Button
          variant="default"
          disabled={records.length === 0}
          onClick={() => saveText('calls.csv', csvOf(rowsOf(records, words)), 'text/csv')}
        >
          {t('csv')}
        </Button>
      </Filters>
      <Loaded query={pages}>
        {() =>
          records.length > 0 ? (
            <RecordTable records={records} />
          ) : (
            <Empty icon="activity">
              {t(asked === EVERYTHING ? 'records.never' : 'records.none')}
            </Empty>
          )
        }
      </Loaded>
      <Older pages={pages} count={records.length} searchedTo={searchedTo} />
    </div>
  )
}

/** What is shown, for a spreadsheet. */
function rowsOf(records: readonly ShownRecord[], { t }: Words): (string | number)[][] {
  const head = [
    t('records.when'),
    t('calls.from'),
    t('calls.to'),
    t('records.seconds'),
    t('records.end'),
  ]
  const rows = records.map((record) => [
    new Date(record.startedAt).toISOString(),
    from(record),
    to(record),
    record.talkingSeconds ?? 0,
    t(`record.${endOf(record).outcome}`),
  ])
  return [head, ...rows]
}

function from({ caller }: ShownRecord): string {
  return caller ? party(caller) : '–'
}

function to({ answeredBy, dialled }: ShownRecord): string {
  return answeredBy ? party(answeredBy) : (dialled ?? '–')
}

/** That it did not stay with whom it reached first. */
function SentOn({ record }: { record: ShownRecord }): ReactNode {
  const { t } = useWords()
  const transfers = (record.transfers ?? []).filter(({ kind }) => kind !== 'barred')
  if (transfers.length === 0) return null
  const isDiverted = transfers.every(({ kind }) => kind === 'diverted')
  return <span className="tag">{t(isDiverted ? 'records.diverted' : 'records.transferred')}</span>
}

/** A table of finished calls; on a phone a card each. */
export function RecordTable({
  records,
  linked = true,
}: {
  records: readonly ShownRecord[]
  linked?: boolean
}): ReactNode {
  const { t, dateTime, duration } = useWords()
  return (
    <div className="panel panel-flush table-wrap">
      <Table className="cards">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('records.when')}</Table.Th>
            <Table.Th>{t('calls.from')}</Table.Th>
            <Table.Th>{t('calls.to')}</Table.Th>
            <Table.Th>{t('records.talked')}</Table.Th>
            <Table.Th>{t('records.end')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {records.map((record) => {
            const { tone, outcome } = endOf(record)
            const when = dateTime(record.startedAt)
            return (
              <Table.Tr key={record.call}>
                <Table.Td className="no-wrap">
                  {linked ? (
                    <Link href={`/calls/${record.call}`} className="link-row">
                      {when}
                    </Link>
                  ) : (
                    <strong>{when}</strong>
                  )}
                </Table.Td>
                <Table.Td data-label={t('calls.from')}>
                  <bdi className="clamp">{from(record)}</bdi>
                </Table.Td>
                <Table.Td data-label={t('calls.to')}>
                  <bdi className="clamp">{to(record)}</bdi>
                  <SentOn record={record} />
                </Table.Td>
                <Table.Td data-label={t('records.talked')} className="num no-wrap">
                  {record.talkingSeconds === undefined ? '–' : duration(record.talkingSeconds)}
                </Table.Td>
                <Table.Td data-label={t('records.end')} className="no-wrap">
                  <Lamp tone={tone}>{t(`record.${outcome}`)}</Lamp>
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </div>
  )
}
