import type { Clock } from '../clock/clock.ts'
import type { CallEvent } from '../records/call-event.ts'

/** What an event says beyond which call, when and what kind. */
export type EventFacts = Omit<CallEvent, 'call' | 'sequence' | 'at' | 'kind'>

/** Takes events to the records; resolves when they are durable there. The same event may come twice. */
export type Recorder = (events: readonly CallEvent[]) => Promise<void>

export interface HistorySnapshot {
  readonly sequence: number
  readonly unrecorded: readonly CallEvent[]
}

/**
 * What happened to a call, in order. Events are durable within a second (records are written in groups); until then the call's
 * journal entry holds them, so that a killed exchange loses none.
 */
export class CallHistory {
  readonly #call: string
  readonly #clock: Clock
  readonly #record: Recorder
  #changed: () => void
  #sequence: number
  /** In the order of their numbers; written as it is when the journal asks for it. */
  #unrecorded: readonly CallEvent[]
  /** Those that were handed in last, under one promise of the records. */
  #group: Group | undefined
  #last: Promise<void> = Promise.resolve()

  /** @param changed is called when the snapshot differs in what must not be lost */
  constructor(
    call: string,
    clock: Clock,
    record: Recorder,
    changed: () => void,
    snapshot?: HistorySnapshot,
  ) {
    this.#call = call
    this.#clock = clock
    this.#record = record
    this.#changed = changed
    this.#sequence = snapshot?.sequence ?? 1 // of the next event
    this.#unrecorded = [...(snapshot?.unrecorded ?? [])]
    if (this.#unrecorded.length > 0) this.#handIn(this.#unrecorded)
  }

  snapshot(): HistorySnapshot {
    return { sequence: this.#sequence, unrecorded: this.#unrecorded }
  }

  /** @param at UTC in ms; now, if left out */
  add(kind: CallEvent['kind'], facts: EventFacts = {}, at = this.#clock.now()): void {
    const event: CallEvent = {
      call: this.#call,
      sequence: this.#sequence++,
      at: Math.round(at),
      kind,
      ...facts,
    }
    this.#unrecorded = [...this.#unrecorded, event] // what the journal has seen stays as it was
    this.#changed()
    this.#handIn([event])
  }

  /** Nothing more is added. Resolves when all events are durable; rejects when the records cannot be written. */
  end(): Promise<void> {
    this.#changed = () => {} // whoever waits for the records does not keep the call
    return this.#last
  }

  #handIn(events: readonly CallEvent[]): void {
    const recorded = this.#record(events)
    const first = events[0]?.sequence ?? 0
    const last = events.at(-1)?.sequence ?? 0
    if (this.#group?.recorded === recorded) {
      this.#group.last = last
      return
    }
    const group = { recorded, first, last }
    const before = this.#last
    this.#group = group
    this.#last = recorded.then(() => {
      this.#unrecorded = this.#unrecorded.filter(
        ({ sequence }) => sequence < group.first || sequence > group.last,
      )
      return before
    })
    this.#last.catch(() => {}) // whoever waits for the end is told; the journal keeps the events
  }
}

/** Events that are written together: the numbers from `first` to `last`. */
interface Group {
  readonly recorded: Promise<void>
  readonly first: number
  last: number
}
