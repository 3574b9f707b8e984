import type { CallLog } from '../../records/call-log.ts'
import type { CallRecord } from '../../records/call-record.ts'
import { folded } from '../../store/listing.ts'

export const OUTCOMES = ['answered', 'missed', 'failed'] as const
export type Outcome = (typeof OUTCOMES)[number]

export interface RecordQuery {
  readonly limit: number
  /** Only calls numbered before this one. */
  readonly before?: string
  /** Each of its words must be in a number or a name. */
  readonly q: string
  /** UTC, ms; both ends included. */
  readonly from: number
  readonly to: number
  readonly outcome?: Outcome | undefined
}

export interface FoundRecords {
  readonly records: readonly CallRecord[]
  /** The oldest that was looked at; undefined: there was none. */
  readonly last: CallRecord | undefined
}

export const LATEST = 8.64e15 // UTC ms: the last moment that a Date has
export const MOST_LOOKED_AT = 20_000
const AT_ONCE = 100 // records: some 5 ms, then others have their turn

/** Reads the records backwards, from `to` where it is given, until there are enough, or no more, or too many to look at. @param gone nobody waits for it any more */
export async function searchRecords(
  log: Pick<CallLog, 'calls' | 'seek'>,
  query: RecordQuery,
  gone: () => boolean,
): Promise<FoundRecords> {
  const words = folded(query.q).split(/\s+/).filter(Boolean)
  const found: CallRecord[] = []
  const start = query.before ?? (query.to < LATEST ? log.seek(query.to) : undefined)
  let last: CallRecord | undefined
  for (let looked = 0; looked < MOST_LOOKED_AT && !gone(); looked += AT_ONCE) {
    const before = last?.call ?? start
    const page = log.calls({ limit: AT_ONCE, ...(before !== undefined && { before }) })
    for (const record of page) {
      last = record
      if (agrees(record, query, words)) found.push(record)
      if (found.length === query.limit) return { records: found, last }
    }
    if (page.length < AT_ONCE) break
    // Calls are numbered in the order of their beginning; a few may be out of it where the clock was set.
    if (page.every(({ startedAt }) => startedAt < query.from)) break
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { records: found, last }
}

function agrees(record: CallRecord, query: RecordQuery, words: readonly string[]): boolean {
  const { startedAt, dialled, caller, answeredBy } = record
  if (startedAt < query.from || startedAt > query.to) return false
  if (query.outcome && outcomeOf(record) !== query.outcome) return false
  if (words.length === 0) return true
  const texts = [dialled, caller?.digits, caller?.name, answeredBy?.digits, answeredBy?.name]
  const all = folded(texts.filter(Boolean).join('\n'))
  return words.every((word) => all.includes(word))
}

/** Q.850: normal clearing, busy, no user responding, no answer, rejected, normal unspecified. */
const MISSED: readonly number[] = [16, 17, 18, 19, 21, 31]

/** Undefined while it goes on. */
export function outcomeOf({ answeredAt, endedAt, cause }: CallRecord): Outcome | undefined {
  if (answeredAt !== undefined) return 'answered'
  if (endedAt === undefined) return undefined
  return cause === undefined || MISSED.includes(cause) ? 'missed' : 'failed'
}
