import { Button, Table } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import type { ShownEvent } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { useSettled } from '../clock.ts'
import { csvOf } from '../parts/csv.ts'
import { Empty } from '../parts/Empty.tsx'
import { Filters } from '../parts/Filters.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Older } from '../parts/Older.tsx'
import { saveText } from '../parts/save-text.ts'
import { NO_SPAN, type Span } from '../parts/span.ts'
import { useWords, type Words } from '../words/use-words.ts'
import { eventsPath, nextEvents, shownEvents } from './events.ts'

/** What was done that changed no setting, and by whom: a password shown, a process restarted, somebody signed in. */
export function Events(): ReactNode {
  const words = useWords()
  const { t } = words
  const [span, setSpan] = useState<Span>(NO_SPAN)
  const asked = useSettled(span, 250)
  const pages = useInfiniteQuery({
    queryKey: ['events', asked],
    queryFn: ({ pageParam, signal }) =>
      api.get<readonly ShownEvent[]>(eventsPath(asked, pageParam), signal),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: nextEvents,
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  const events = useMemo(
    () => shownEvents(pages.data?.pages.flat() ?? [], asked),
    [pages.data, asked],
  )
  return (
    <div className="stack">
      <p className="dim measure">{t('events.lead')}</p>
      <Filters label={t('events.search')} value={span} onChange={setSpan}>
        <Button
          variant="default"
          disabled={events.length === 0}
          onClick={() => saveText('events.csv', csvOf(rowsOf(events, words)), 'text/csv')}
        >
          {t('csv')}
        </Button>
      </Filters>
      <Loaded query={pages}>
        {() =>
          events.length > 0 ? (
            <EventTable events={events} />
          ) : (
            <Empty icon="history">{t('events.none')}</Empty>
          )
        }
      </Loaded>
      <Older pages={pages} count={events.length} />
    </div>
  )
}

function rowsOf(events: readonly ShownEvent[], { t }: Words): string[][] {
  const head = [t('records.when'), t('events.what'), t('events.by'), t('events.from')]
  const rows = events.map(({ at, text, by, from }) => [new Date(at).toISOString(), text, by, from])
  return [head, ...rows]
}

function EventTable({ events }: { events: readonly ShownEvent[] }): ReactNode {
  const { t, dateTime } = useWords()
  return (
    <div className="panel panel-flush table-wrap">
      <Table className="cards">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('records.when')}</Table.Th>
            <Table.Th>{t('events.what')}</Table.Th>
            <Table.Th>{t('events.by')}</Table.Th>
            <Table.Th>{t('events.from')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {events.map(({ at, by, from, text }) => (
            <Table.Tr key={`${at} ${by} ${from} ${text}`}>
              <Table.Td className="no-wrap">{dateTime(at)}</Table.Td>
              <Table.Td className="wide">
                <bdi className="clamp">{text}</bdi>
              </Table.Td>
              <Table.Td data-label={t('events.by')}>
                <bdi className="clamp">{by}</bdi>
              </Table.Td>
              <Table.Td data-label={t('events.from')} className="small">
                <bdi className="clamp">{from}</bdi>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
