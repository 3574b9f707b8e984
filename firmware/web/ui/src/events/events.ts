import type { ShownEvent } from '../../../contract.ts'
import { dayStart } from '../clock.ts'
import { folded } from '../frame/matching.ts'
import type { Span } from '../parts/span.ts'

export const PAGE = 100

/** The request for a page; `before` is the moment of the oldest event that is here, UTC ms. */
export function eventsPath({ text, from, to }: Span, before: number | undefined): string {
  const query = new URLSearchParams({ limit: String(PAGE) })
  const [start, end] = [dayStart(from), dayStart(to, 1)]
  if (text.trim()) query.set('q', text.trim())
  if (start !== undefined) query.set('from', String(start))
  if (end !== undefined) query.set('to', String(end - 1))
  if (before !== undefined) query.set('before', String(before))
  return `/events?${query}`
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
export function shownEvents(
  events: readonly ShownEvent[],
  { text, from, to }: Span,
): readonly ShownEvent[] {
  const wanted = folded(text.trim())
  const [start = 0, end = Number.POSITIVE_INFINITY] = [dayStart(from), dayStart(to, 1)]
  const seen = new Set<string>()
  return events.filter((event) => {
    const key = JSON.stringify([event.at, event.by, event.from, event.text])
    if (seen.has(key)) return false
    seen.add(key)
    const fits = [event.text, event.by, event.from].some((part) => folded(part).includes(wanted))
    return fits && event.at >= start && event.at < end
  })
}
