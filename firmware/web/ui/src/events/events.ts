import type { ShownEvent } from '../../../contract.ts'
import { dayStart } from '../clock.ts'
import { folded } from '../frame/matching.ts'
import type { Span } from '../parts/span.ts'
import { type EventFilter, KINDS, SEVERITIES } from './event-filter.ts'

export const PAGE = 100

type Wanted = Span & Partial<Pick<EventFilter, 'severities' | 'kinds'>>

/** The request for a page; `before` is the moment of the oldest event that is here, UTC ms. */
export function eventsPath(wanted: Wanted, before: number | undefined): string {
  const query = queryOf(wanted)
  query.set('limit', String(PAGE))
  if (before !== undefined) query.set('before', String(before))
  return `/events?${query}`
}

/** Where all that fit are a file. */
export function eventsFile(wanted: Wanted, format: 'csv' | 'txt'): string {
  const query = queryOf(wanted)
  query.set('format', format)
  return `/api/v1/events/file?${query}`
}

function queryOf({ text, from, to, severities = [], kinds = [] }: Wanted): URLSearchParams {
  const query = new URLSearchParams()
  const [start, end] = [dayStart(from), dayStart(to, 1)]
  if (text.trim()) query.set('q', text.trim())
  if (start !== undefined) query.set('from', String(start))
  if (end !== undefined) query.set('to', String(end - 1))
  if (isSome(severities, SEVERITIES)) query.set('severity', severities.join(','))
  if (isSome(kinds, KINDS)) query.set('class', kinds.join(','))
  return query
}

/** None is as good as all: a list that nothing can be in helps nobody. */
function isSome(chosen: readonly string[], all: readonly string[]): boolean {
  return chosen.length > 0 && chosen.length < all.length
}

/** undefined at the end; also with a server that does not go back and gives the newest again. */
export function nextEvents(
  last: readonly ShownEvent[],
  _all: unknown,
  before: number | undefined,
): number | undefined {
  const oldest = last.at(-1)?.at
  if (last.length < PAGE || oldest === undefined) return undefined
  return before === undefined || oldest < before ? oldest : undefined
}

/** Each once, of what fits: pages may overlap by a millisecond. */
export function shownEvents(events: readonly ShownEvent[], wanted: Wanted): readonly ShownEvent[] {
  const { text, from, to, severities = [], kinds = [] } = wanted
  const q = folded(text.trim())
  const [start = 0, end = Number.POSITIVE_INFINITY] = [dayStart(from), dayStart(to, 1)]
  const seen = new Set<string>()
  return events.filter((event) => {
    const key = JSON.stringify([event.at, event.by, event.from, event.text])
    if (seen.has(key)) return false
    seen.add(key)
    if (severities.length > 0 && !severities.includes(event.severity)) return false
    if (kinds.length > 0 && !kinds.includes(event.class)) return false
    const fits = [event.text, event.by, event.from].some((part) => folded(part).includes(q))
    return fits && event.at >= start && event.at < end
  })
}
