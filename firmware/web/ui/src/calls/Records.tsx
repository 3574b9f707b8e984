import { NativeSelect, Table, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { ShownRecord } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { Empty } from '../parts/Empty.tsx'
import { Icon } from '../parts/Icon.tsx'
import { Lamp } from '../parts/Lamp.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { useWords } from '../words/use-words.ts'
import { party } from './call-words.ts'
import { endOf, matching, OUTCOMES, type Outcome } from './record-end.ts'

const LIMIT = 200

/** Calls that were, newest first, each with how it ended. */
export function Records(): ReactNode {
  const { t } = useWords()
  const records = useQuery({
    queryKey: ['records'],
    queryFn: ({ signal }) => api.get<readonly ShownRecord[]>(`/records?limit=${LIMIT}`, signal),
    staleTime: 0,
  })
  const [text, setText] = useState('')
  const [outcome, setOutcome] = useState<Outcome | 'all'>('all')
  const list = useMemo(
    () => matching(records.data ?? [], text, outcome),
    [records.data, text, outcome],
  )
  return (
    <div className="stack">
      <div className="row">
        <TextInput
          className="grow"
          aria-label={t('records.search')}
          placeholder={t('records.search')}
          leftSection={<Icon name="search" size={18} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <NativeSelect
          aria-label={t('records.outcome')}
          value={outcome}
          onChange={(event) => setOutcome(event.currentTarget.value as Outcome | 'all')}
          data={(['all', ...OUTCOMES] as const).map((one) => ({
            value: one,
            label: t(`record.${one}`),
          }))}
        />
      </div>
      <Loaded query={records}>
        {() =>
          list.length > 0 ? (
            <RecordTable records={list} />
          ) : (
            <Empty icon="activity">{t('records.none')}</Empty>
          )
        }
      </Loaded>
    </div>
  )
}

function RecordTable({ records }: { records: readonly ShownRecord[] }): ReactNode {
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
            const to = record.answeredBy ? party(record.answeredBy) : (record.dialled ?? '')
            return (
              <Table.Tr key={record.call}>
                <Table.Td>
                  <Link href={`/calls/${record.call}`} className="link-row">
                    {dateTime(record.startedAt)}
                  </Link>
                </Table.Td>
                <Table.Td data-label={t('calls.from')}>
                  <bdi>{record.caller ? party(record.caller) : '–'}</bdi>
                </Table.Td>
                <Table.Td data-label={t('calls.to')}>
                  <bdi>{to}</bdi>
                </Table.Td>
                <Table.Td data-label={t('records.talked')} className="num">
                  {record.talkingSeconds === undefined ? '–' : duration(record.talkingSeconds)}
                </Table.Td>
                <Table.Td data-label={t('records.end')}>
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
