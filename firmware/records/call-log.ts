import Compile from 'typebox/compile'
import type { Clock } from '../clock/clock.ts'
import { assert } from '../result.ts'
import { GroupCommit, type Trouble } from '../store/group-commit.ts'
import type { LmdbEnvironment } from '../store/lmdb-environment.ts'
import type { Table } from '../store/table.ts'
import { CallEvent, trimmed } from './call-event.ts'
import { type CallRecord, projectCall } from './call-record.ts'

export interface CallPage {
  /** At most this many, 50 unless told. */
  readonly limit?: number
  /** Only calls that began before this one. */
  readonly before?: string
}

/** The call events of this unit, and the records made of them. One process appends; any may read. */
export interface CallLog {
  /**
   * Takes events and resolves when they are on the disk, about a second later or when the disk takes them: until then the
   * journal keeps them. What is there already may be appended again and changes nothing.
   */
  append(events: readonly CallEvent[]): Promise<void>
  /** Commits at once all that waits. Rejects with a StoreError when that fails; the events go on waiting. */
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
  readonly #events: Table<CallEvent>
  /** time/call → call: the order of the list. */
  readonly #begun: Table<string>
  /** call → time: calls that may be open; the events decide. */
  readonly #open: Table<number>

  constructor(environment: LmdbEnvironment, clock: Clock, trouble: Trouble | undefined) {
    this.#environment = environment
    this.#events = environment.table('call-events')
    this.#begun = environment.table('calls-begun')
    this.#open = environment.table('calls-open')
    const write = (events: readonly CallEvent[]) => this.#write(events)
    this.#commit = new GroupCommit({ environment, clock, write, trouble })
  }

  append(events: readonly CallEvent[]): Promise<void> {
    if (events.length === 0) return Promise.resolve()
    const fitting = events.map(trimmed)
    for (const event of fitting) {
      assert(isCallEvent.Check(event), `a call event ${event.kind} is not as call-event.ts says`)
    }
    return this.#commit.add(fitting)
  }

  flush(): Promise<void> {
    return this.#commit.flush()
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

  #write(events: readonly CallEvent[]): void {
    for (const event of events) {
      this.#events.put(eventKey(event), event)
      if (event.kind === 'began') {
        this.#begun.put(begunKey(event), event.call)
        this.#open.put(event.call, event.at)
      }
      if (event.kind === 'released') this.#open.remove(event.call)
    }
  }
}

export function eventKey({ call, sequence }: CallEvent): string {
  return `${call}/${String(sequence).padStart(6, '0')}`
}

function begunKey({ at, call }: CallEvent): string {
  return `${String(at).padStart(15, '0')}/${call}`
}
