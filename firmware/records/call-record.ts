import type { CallEvent, EventParty, EventQuality } from './call-event.ts'

/** One leg of a call, as its events tell. Times are UTC in milliseconds since 1970. */
export interface LegRecord {
  readonly leg: string
  readonly direction?: 'in' | 'out'
  readonly party?: EventParty
  readonly startedAt: number
  readonly ringingAt?: number
  readonly answeredAt?: number
  readonly endedAt?: number
  /** Q.850 */
  readonly cause?: number
  readonly quality?: EventQuality
}

/** A party was transferred, or its telephone taken over by another, or it sent the call on instead of answering; or a number was not called. */
export interface TransferRecord {
  readonly at: number
  readonly kind: 'transferred' | 'replaced' | 'diverted' | 'barred'
  readonly party?: EventParty
  /** Who had it done; nobody for a call that was taken over. */
  readonly by?: EventParty
  /** With whom the party has gone on. */
  readonly to?: EventParty
  /** Number of the call in which the party has gone on, where that is another one. */
  readonly into?: string
  /** Why it was sent on (RFC 5806 §4), or not called (trunks/outgoing-guard.ts), in a word. */
  readonly why?: string
}

const TRANSFERS: readonly string[] = [
  'transferred',
  'replaced',
  'diverted',
  'barred',
] satisfies TransferRecord['kind'][]
const CALL_NUMBER = /^\d+-\d+-\d+$/

/** A whole call, as its events tell. */
export interface CallRecord {
  readonly call: string
  readonly startedAt: number
  readonly answeredAt?: number
  /** Absent while the call is open. */
  readonly endedAt?: number
  readonly caller?: EventParty
  /** What the caller dialled. */
  readonly dialled?: string
  /** Who answered the caller first; nobody when a program did. */
  readonly answeredBy?: EventParty
  /** Q.850 */
  readonly cause?: number
  /** Seconds from the beginning to the answer, or to the end when nobody answered. */
  readonly ringingSeconds?: number
  /** Seconds from the answer to the end. */
  readonly talkingSeconds?: number
  readonly legs: readonly LegRecord[]
  /** Programs that had the call, in order. */
  readonly programs: readonly string[]
  /** Left out where there were none. */
  readonly transfers?: readonly TransferRecord[]
  readonly digits: number
  /** How often another exchange process took the call over. */
  readonly adopted: number
  readonly revision?: number
}

type Draft<T> = { -readonly [K in keyof T]: T[K] }
type Following = Draft<CallRecord> & { programs: string[] }

/** The record of a call from all its events in order; pure. */
export function projectCall(events: readonly CallEvent[]): CallRecord | undefined {
  const [first] = events
  if (!first) return undefined
  const legs = new Map<string, Draft<LegRecord>>()
  const caller = first.leg
  const record: Following = {
    call: first.call,
    startedAt: first.at,
    legs: [],
    programs: [],
    digits: 0,
    adopted: 0,
  }
  for (const event of events) {
    if (TRANSFERS.includes(event.kind)) {
      record.transfers = [...(record.transfers ?? []), transferOf(event, legs)]
    }
    followLeg(legs, event)
    followCall(record, event, caller, legs)
  }
  measure(record)
  return { ...record, legs: [...legs.values()] }
}

function followLeg(legs: Map<string, Draft<LegRecord>>, event: CallEvent): void {
  if (event.leg === undefined) return
  const leg = legs.get(event.leg) ?? { leg: event.leg, startedAt: event.at }
  legs.set(event.leg, leg)
  if (event.direction) leg.direction = event.direction
  if (event.party) leg.party = event.party
  if (event.quality) leg.quality = event.quality
  if (event.kind === 'ringing') leg.ringingAt ??= event.at
  if (event.kind === 'answered') leg.answeredAt ??= event.at
  if (event.kind === 'left') {
    leg.endedAt ??= event.at
    if (event.cause !== undefined) leg.cause ??= event.cause
  }
}

function transferOf(
  { at, kind, leg = '', by = '', other = '', party, name = '', dialled = '' }: CallEvent,
  legs: ReadonlyMap<string, LegRecord>,
): TransferRecord {
  const [known, asked, to] = [leg, by, other].map((id) => legs.get(id)?.party)
  const who = kind === 'diverted' ? party : known
  const barred = kind === 'barred' ? { digits: dialled } : undefined
  const taker = kind === 'replaced' ? party : (barred ?? to)
  return {
    at,
    kind: kind as TransferRecord['kind'],
    ...(who && { party: who }),
    ...(asked && { by: asked }),
    ...(taker && { to: taker }),
    ...(CALL_NUMBER.test(name) && { into: name }),
    ...((kind === 'diverted' || kind === 'barred') && name !== '' && { why: name }),
  }
}

function followCall(
  record: Following,
  event: CallEvent,
  caller: string | undefined,
  legs: ReadonlyMap<string, LegRecord>,
): void {
  if (event.dialled && event.kind !== 'barred') record.dialled ??= event.dialled
  if (event.revision !== undefined) record.revision ??= event.revision
  switch (event.kind) {
    case 'began':
      if (event.party) record.caller ??= event.party
      break
    case 'answered':
      record.answeredAt ??= event.at
      if (event.leg !== caller) answeredBy(record, legs.get(event.leg ?? '')?.party)
      break
    case 'program':
      if (event.name) record.programs.push(event.name)
      break
    case 'digits':
      record.digits += event.count ?? 0
      break
    case 'adopted':
      record.adopted++
      break
    case 'released':
      record.endedAt ??= event.at
      if (event.cause !== undefined) record.cause ??= event.cause
      break
  }
}

function answeredBy(record: Draft<CallRecord>, party: EventParty | undefined): void {
  if (party) record.answeredBy ??= party
}

function measure(record: Draft<CallRecord>): void {
  const { startedAt, answeredAt, endedAt } = record
  const rangUntil = answeredAt ?? endedAt
  if (rangUntil !== undefined) record.ringingSeconds = seconds(rangUntil - startedAt)
  if (answeredAt !== undefined && endedAt !== undefined) {
    record.talkingSeconds = seconds(endedAt - answeredAt)
  }
}

/** Never negative, though the UTC clock may have been set back during the call. */
function seconds(ms: number): number {
  return Math.max(0, ms) / 1000
}
