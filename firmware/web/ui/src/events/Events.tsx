import { Table } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { ShownEvent } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { useSettled } from '../clock.ts'
import { Empty } from '../parts/Empty.tsx'
import { Lamp } from '../parts/Lamp.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Older } from '../parts/Older.tsx'
import type { Tone } from '../parts/tone.ts'
import { useWords } from '../words/use-words.ts'
import { EventFilters } from './EventFilters.tsx'
import { type EventFilter, SEVERITIES, type Severity, USUAL_FILTER } from './event-filter.ts'
import { eventsPath, nextEvents, shownEvents } from './events.ts'

/** What was done that changed no setting, and what was wrong with the unit (EVT rows). */
export function Events(): ReactNode {
  const { t } = useWords()
  const [filter, setFilter] = useState<EventFilter>(USUAL_FILTER)
  const asked = useSettled(filter, 250)
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
      <p className="dim measure">
        {t('events.lead')} <Link href="/system/forwarding">{t('forwarding.title')}</Link>
      </p>
      <EventFilters value={filter} onChange={setFilter} />
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

function EventTable({ events }: { events: readonly ShownEvent[] }): ReactNode {
  const { t, dateTime } = useWords()
  return (
    <div className="panel panel-flush table-wrap">
      <Table className="cards">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('records.when')}</Table.Th>
            <Table.Th>{t('events.severity')}</Table.Th>
            <Table.Th>{t('events.what')}</Table.Th>
            <Table.Th>{t('events.by')}</Table.Th>
            <Table.Th>{t('events.from')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {events.map((event) => {
            const { at, by, from, text, severity } = event
            return (
              <Table.Tr key={`${at} ${by} ${from} ${text}`}>
                <Table.Td className="no-wrap">{dateTime(at)}</Table.Td>
                <Table.Td data-label={t('events.severity')} className="no-wrap">
                  <Lamp tone={toneOf(severity)}>{t(`severity.${severity}`)}</Lamp>
                  <div className="small dim">{t(`event-kind.${event.class}`)}</div>
                </Table.Td>
                <Table.Td>
                  <bdi className="clamp">{text}</bdi>
                </Table.Td>
                <Table.Td data-label={t('events.by')} className="short-words">
                  <bdi className="clamp">{by}</bdi>
                </Table.Td>
                <Table.Td data-label={t('events.from')} className="small short-words">
                  <bdi className="clamp">{from}</bdi>
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </div>
  )
}

function toneOf(severity: Severity): Tone {
  const number = SEVERITIES.indexOf(severity)
  if (number <= SEVERITIES.indexOf('error')) return 'bad'
  return severity === 'warning' ? 'warn' : 'idle'
}
