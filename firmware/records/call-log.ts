import Compile from 'typebox/compile'
import type { Clock, Timer } from '../clock/clock.ts'
import { assert } from '../result.ts'
import type { LmdbEnvironment } from '../store/lmdb-environment.ts'
import type { Table } from '../store/table.ts'
import { CallEvent, trimmed } from './call-event.ts'
import { type CallRecord, projectCall } from './call-record.ts'

const COMMIT_AFTER = 1000 // ms: DESIGN §4
const AT_ONCE = 500 // events waiting that are committed without delay

export interface CallPage {
  /** At most this many, 50 unless told. */
  readonly limit?: number
  /** Only calls that began before this one. */
  readonly before?: string
}

/** The call events of this unit, and the records made of them. One process appends; any may read. */
export interface CallLog {
  /**
   * Takes events and resolves when they are on the disk, about a second later: until then the journal keeps them. What is
   * there already may be appended again and changes nothing. Rejects with a StoreError when they cannot be written; the
   * events are then not taken.
   */
  append(events: readonly CallEvent[]): Promise<void>
  /** Commits at once all that waits. */
  flush(): Promise<void>
  events(call: string): CallEvent[]
  /** The record of one call, also while it goes on; committed events only. */
  call(call: string): CallRecord | undefined
  /** The latest calls first. */
  calls(page?: CallPage): CallRecord[]
  /** Calls begun and not released. */
  open(): CallRecord[]
}

const isCallEvent = Compile(CallEvent)

/** @param environment `store.records` */
export function openCallLog(environment: LmdbEnvironment, clock: Clock): CallLog {
  return new GroupedCallLog(environment, clock)
}

class GroupedCallLog implements CallLog {
  readonly #environment: LmdbEnvironment
  readonly #clock: Clock
  readonly #events: Table<CallEvent>
  /** time/call → call: the order of the list. */
  readonly #begun: Table<string>
  /** call → time: calls that may be open; the events decide. */
  readonly #open: Table<number>
  #waiting: CallEvent[] = []
  #written: Promise<void> | undefined
  #timer: Timer | undefined

  constructor(environment: LmdbEnvironment, clock: Clock) {
    this.#environment = environment
    this.#clock = clock
    this.#events = environment.table('call-events')
    this.#begun = environment.table('calls-begun')
    this.#open = environment.table('calls-open')
  }

  append(events: readonly CallEvent[]): Promise<void> {
    if (events.length === 0) return Promise.resolve()
    for (const event of events) {
      const fit = trimmed(event)
      assert(isCallEvent.Check(fit), `a call event ${event.kind} is not as call-event.ts says`)
      this.#waiting.push(fit)
    }
    this.#written ??= this.#next()
    const written = this.#written
    if (this.#waiting.length >= AT_ONCE) this.#fire()
    return written
  }

  async flush(): Promise<void> {
    const written = this.#written
    this.#fire()
    await written
  }

  events(call: string): CallEvent[] {
    this.#environment.refresh()
    return [...this.#events.entries({ prefix: `${call}/` })].map(([, event]) => event)
  }

  call(call: string): CallRecord | undefined {
    return projectCall(this.events(call))
  }

  calls({ limit = 50, before }: CallPage = {}): CallRecord[] {
    this.#environment.refresh()
    const [first] = before === undefined ? [] : this.events(before)
    if (before !== undefined && !first) return []
    const range = { reverse: true, limit, ...(first && { after: begunKey(first) }) }
    const calls = [...this.#begun.entries(range)].map(([, call]) => this.call(call))
    return calls.filter((record) => record !== undefined)
  }

  open(): CallRecord[] {
    this.#environment.refresh()
    const calls = [...this.#open.keys()].map((call) => this.call(call))
    return calls.filter(
      (record) => record !== undefined && record.endedAt === undefined,
    ) as CallRecord[]
  }

  #fire = (): void => {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#commitNow?.()
  }

  #commitNow: (() => void) | undefined

  /** The promise of the next commit, which takes all that waits by then. */
  #next(): Promise<void> {
    this.#timer = this.#clock.after(COMMIT_AFTER, this.#fire)
    return new Promise((resolve, reject) => {
      this.#commitNow = () => {
        const events = this.#waiting
        this.#waiting = []
        this.#written = undefined
        this.#commitNow = undefined
        this.#write(events).then(resolve, reject)
      }
    })
  }

  #write(events: readonly CallEvent[]): Promise<void> {
    return this.#environment.batch(() => {
      for (const event of events) {
        this.#events.put(eventKey(event), event)
        if (event.kind === 'began') {
          this.#begun.put(begunKey(event), event.call)
          this.#open.put(event.call, event.at)
        }
        if (event.kind === 'released') this.#open.remove(event.call)
      }
    })
  }
}

export function eventKey({ call, sequence }: CallEvent): string {
  return `${call}/${String(sequence).padStart(6, '0')}`
}

function begunKey({ at, call }: CallEvent): string {
  return `${String(at).padStart(15, '0')}/${call}`
}
