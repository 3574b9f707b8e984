import type { ShownRecord } from '../../../contract.ts'
import { dayStart } from '../clock.ts'
import type { Span } from '../parts/span.ts'

/** As the server sorts them. */
export const OUTCOMES = ['answered', 'missed', 'failed'] as const
export type Outcome = (typeof OUTCOMES)[number]

export interface RecordFilter extends Span {
  readonly outcome: Outcome | 'all'
}

/** Where the next page begins: before a call, or before a moment where a page had to end without one. */
export type Continued = { readonly before: string } | { readonly to: number } | undefined

/** One page, and the start of the oldest record that the server looked at for it, UTC ms. */
export interface RecordPage {
  readonly records: readonly ShownRecord[]
  readonly searchedTo: number | undefined
}

export const PAGE = 100

/** The request for a page. */
export function recordsPath({ text, from, to, outcome }: RecordFilter, at: Continued): string {
  const query = new URLSearchParams({ limit: String(PAGE) })
  const [start, end] = [dayStart(from), dayStart(to, 1)]
  if (text.trim()) query.set('q', text.trim())
  if (start !== undefined) query.set('from', String(start))
  if (end !== undefined) query.set('to', String(end - 1))
  if (outcome !== 'all') query.set('outcome', outcome)
  for (const [name, value] of Object.entries(at ?? {})) query.set(name, String(value))
  return `/records?${query}`
}

/** undefined at the end of the history. */
export function nextPage(
  { records, searchedTo }: RecordPage,
  { from }: RecordFilter,
  last: Continued,
): Continued {
  const oldest = records.at(-1)
  if (records.length >= PAGE && oldest) return { before: oldest.call }
  // A page ends early where few records fit: the server says how far it has looked, and may look further.
  if (searchedTo === undefined || searchedTo <= (dayStart(from) ?? 0)) return undefined
  const further = { to: searchedTo - 1 }
  const same = last !== undefined && 'to' in last && last.to <= further.to
  return same ? undefined : further
}
