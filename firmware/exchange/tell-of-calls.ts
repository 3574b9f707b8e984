import type { Bus } from '../bus/bus.ts'
import { HERE, topics } from '../bus/topics.ts'
import type { Clock } from '../clock/clock.ts'
import type { CallEvent } from '../records/call-event.ts'

/** What people see of a call as it goes on. The rest of its story, some three events more, stays with the records. */
const TOLD: ReadonlySet<CallEvent['kind']> = new Set([
  'began',
  'ringing',
  'answered',
  'diverted',
  'transferred',
  'replaced',
  'released',
])

/**
 * Messages a second, and how many at once after a quiet time. A message costs 9 µs here, 4 in the broker and 12 in each who hears it while
 * nothing else goes on, five times that under 250 calls/s, of which none is worth a message then (2026-11-23).
 */
const PER_SECOND = 10
const AT_ONCE = 60

/**
 * Tells pages and console that a call has changed; whoever wants to know how it is now asks. In an office every event is told; in a rush
 * some, and always one after the last of them.
 */
export class CallTeller {
  readonly #bus: Pick<Bus, 'publish'>
  readonly #clock: Clock
  #left = AT_ONCE
  #countedAt: number
  #untold: CallEvent | undefined
  #waiting = false

  constructor(bus: Pick<Bus, 'publish'>, clock: Clock) {
    this.#bus = bus
    this.#clock = clock
    this.#countedAt = clock.uptime()
  }

  tell(events: readonly CallEvent[]): void {
    for (const event of events) {
      if (!TOLD.has(event.kind)) continue
      if (this.#mayTell()) this.#publish(event)
      else this.#later(event)
    }
  }

  #mayTell(): boolean {
    const now = this.#clock.uptime()
    this.#left = Math.min(AT_ONCE, this.#left + ((now - this.#countedAt) * PER_SECOND) / 1000)
    this.#countedAt = now
    if (this.#left < 1) return false
    this.#left--
    return true
  }

  #later(event: CallEvent): void {
    this.#untold = event
    if (this.#waiting) return
    this.#waiting = true
    this.#clock.after(1000 / PER_SECOND, () => {
      this.#waiting = false
      const untold = this.#untold
      this.#untold = undefined
      if (untold) this.tell([untold])
    })
  }

  #publish({ call, at, kind, leg }: CallEvent): void {
    const told = { at, event: kind, ...(leg !== undefined && { leg }) }
    this.#bus.publish(topics.callEvent, { site: HERE, call }, told)
  }
}
