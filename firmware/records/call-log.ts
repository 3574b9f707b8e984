import Compile from 'typebox/compile'
import type { Clock } from '../clock/clock.ts'
import { assert } from '../result.ts'
import { GroupCommit, type Trouble } from '../store/group-commit.ts'
import type { LmdbEnvironment } from '../store/lmdb-environment.ts'
import type { Table } from '../store/table.ts'
import { CallEvent, trimmed } from './call-event.ts'
import { callKey } from './call-number.ts'
import { type CallRecord, projectCall } from './call-record.ts'
import { seekCall } from './seek-call.ts'

export interface CallPage {
  /** At most this many, 50 unless told. */
  readonly limit?: number
  /** Only calls numbered before this one. */
  readonly before?: string
}

/** The call events of this unit, and the records made of them. One process appends; any may read. */
export interface CallLog {
  /**
   * Takes events and resolves when they are on the disk, about a second later (those of a call that only rings with what becomes of
   * it, or 15 s later), or when the disk takes them: until then the journal keeps them. What is there already may be appended again and changes nothing.
   */
  append(events: readonly CallEvent[]): Promise<void>
  /** Commits at once all that waits. Rejects with a StoreError when that fails; the events go on waiting. */
  flush(): Promise<void>
  events(call: string): CallEvent[]
  /** The record of one call, also while it goes on; committed events only. */
  call(call: string): CallRecord | undefined
  /** The latest calls first, in the order of their numbers. */
  calls(page?: CallPage): CallRecord[]
  /** For `before`: all calls that began until then (UTC, ms) are numbered before it, and few others. Undefined: that may be any call. */
  seek(at: number): string | undefined
  /** Calls begun and not released, among those of the last two days. */
  open(): CallRecord[]
}

/** A commit of its own for them is a third of what a call writes to the flash. With a power cut they are lost, and so is the call. */
const BEFORE_ANSWER: ReadonlySet<CallEvent['kind']> = new Set([
  'began',
  'leg',
  'ringing',
  'early-media',
  'dialled',
])
const RINGING_FOR = 15_000 // ms: most calls are answered or given up by then

function canWait(events: readonly CallEvent[]): boolean {
  return events.every(({ kind, party }) => BEFORE_ANSWER.has(kind) && party?.plan !== 'emergency')
}

const LONGEST_CALL = 48 * 3_600_000 // ms

const isCallEvent = Compile(CallEvent)

/** @param environment `store.records`; @param trouble hears of events that cannot be written */
export function openCallLog(
  environment: LmdbEnvironment,
  clock: Clock,
  trouble?: Trouble,
): CallLog {
  return new GroupedCallLog(environment, clock, trouble)
}

class GroupedCallLog implements CallLog {
  readonly #environment: LmdbEnvironment
  readonly #commit: GroupCommit<CallEvent>
  /** One table and nothing beside it: each page that a commit touches is 4 kB of flash (DESIGN §4). */
  readonly #events: Table<CallEvent>

  constructor(environment: LmdbEnvironment, clock: Clock, trouble: Trouble | undefined) {
    this.#environment = environment
    this.#events = environment.table('call-events')
    const write = (events: readonly CallEvent[]) => {
      const keys = new Map<string, string>()
      for (const event of events) {
        const call = keys.get(event.call) ?? callKey(event.call)
        keys.set(event.call, call)
        this.#events.put(`${call}/${String(event.sequence).padStart(6, '0')}`, event)
      }
    }
    this.#commit = new GroupCommit({ environment, clock, write, trouble })
  }

  append(events: readonly CallEvent[]): Promise<void> {
    if (events.length === 0) return Promise.resolve()
    const fitting = events.map(trimmed)
    for (const event of fitting) {
      assert(isCallEvent.Check(event), `a call event ${event.kind} is not as call-event.ts says`)
    }
    return canWait(fitting) ? this.#commit.add(fitting, RINGING_FOR) : this.#commit.add(fitting)
  }

  flush(): Promise<void> {
    return this.#commit.flush()
  }

  events(call: string): CallEvent[] {
    this.#environment.refresh()
    return this.#eventsUnder(callKey(call))
  }

  call(call: string): CallRecord | undefined {
    return projectCall(this.events(call))
  }

  calls({ limit = 50, before }: CallPage = {}): CallRecord[] {
    this.#environment.refresh()
    const records: CallRecord[] = []
    for (const last of this.#backwards(before === undefined ? undefined : callKey(before))) {
      if (records.length >= limit) break
      const record = projectCall(this.#eventsUnder(callOf(last)))
      if (record) records.push(record)
    }
    return records
  }

  open(): CallRecord[] {
    this.#environment.refresh()
    const open: CallRecord[] = []
    let newest: number | undefined
    for (const last of this.#backwards()) {
      const event = this.#events.get(last)
      if (!event) continue
      newest ??= event.at
      if (event.at < newest - LONGEST_CALL) break
      const record =
        event.kind === 'released' ? undefined : projectCall(this.#eventsUnder(callOf(last)))
      if (record && record.endedAt === undefined) open.push(record)
    }
    return open
  }

  seek(at: number): string | undefined {
    this.#environment.refresh()
    const [first] = this.#events.keys({ limit: 1 })
    const [last] = this.#events.keys({ reverse: true, limit: 1 })
    if (first === undefined || last === undefined) return undefined
    const from = (call: string) => {
      const [event] = this.#events.entries({ after: `${callKey(call)}/`, limit: 1 })
      return event?.[1]
    }
    return seekCall({ first: callOf(first), last: callOf(last), from }, at)
  }

  #eventsUnder(call: string): CallEvent[] {
    return [...this.#events.entries({ prefix: `${call}/` })].map(([, event]) => event)
  }

  /** The key of the last event of each call, the latest call first. */
  *#backwards(before?: string): Generator<string> {
    for (let bound = before; ; ) {
      const range = bound === undefined ? {} : { after: `${bound}/` }
      const [last] = this.#events.keys({ reverse: true, limit: 1, ...range })
      if (last === undefined) return
      yield last
      bound = callOf(last)
    }
  }
}

function callOf(eventKey: string): string {
  return eventKey.slice(0, eventKey.lastIndexOf('/'))
}
