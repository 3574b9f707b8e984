import type { GatewayEvent } from './contract.ts'

type Distribute<Event> = Event extends unknown ? Omit<Event, 'event'> : never

/** An event before it has its number. */
export type EventBody = Distribute<GatewayEvent>

/** Numbers the events of one boot from 1 and keeps them until they are acknowledged, the newest `most` at the most. */
export class EventLog {
  readonly #most: number
  #kept: GatewayEvent[] = []
  #head = 0 // of #kept: those before it are forgotten
  #last = 0

  constructor(most: number) {
    this.#most = most
  }

  /** Number of the last event, 0 before the first. */
  get last(): number {
    return this.#last
  }

  get kept(): number {
    return this.#kept.length - this.#head
  }

  append(body: EventBody): GatewayEvent {
    this.#last++
    const event = { event: this.#last, ...body } as GatewayEvent
    this.#kept.push(event)
    if (this.kept > this.#most) this.#forget(1)
    return event
  }

  /** Forgets all up to and with `event`. */
  acknowledge(event: number): void {
    this.#forget(Math.min(event, this.#last) - (this.#last - this.kept))
  }

  /** All events after `event`, or undefined when some of them are forgotten or never were. */
  since(event: number): readonly GatewayEvent[] | undefined {
    const first = this.#last - this.kept + 1
    if (event < first - 1 || event > this.#last) return undefined
    return this.#kept.slice(this.#head + event - first + 1)
  }

  #forget(count: number): void {
    if (count <= 0) return
    this.#head += count
    if (this.#head < 1024 && this.#head < this.#kept.length) return
    this.#kept = this.#kept.slice(this.#head) // seldom: a shift of each would copy all
    this.#head = 0
  }
}
