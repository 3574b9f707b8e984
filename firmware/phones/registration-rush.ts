import type { Clock } from '../clock/clock.ts'
import { randomBetween } from '../sip/random.ts'

const WINDOW_MS = 10_000
/** Registrations in a window above which they are a rush: a power cut has brought all telephones up together. */
const RUSH = 30

/**
 * Telephones that register together come back together for ever. In a rush each is granted up to a fifth less than it asked for
 * (never more: RFC 3261 §10.3), so that they drift apart.
 */
export class RegistrationRush {
  readonly #clock: Clock
  #since = Number.NEGATIVE_INFINITY
  #count = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Seconds to grant to one who asks for `asked`; not below `least`. */
  spread(asked: number, least: number): number {
    const now = this.#clock.uptime()
    if (now - this.#since > WINDOW_MS) {
      this.#since = now
      this.#count = 0
    }
    this.#count++
    if (asked <= least || this.#count <= RUSH) return asked
    return Math.max(least, Math.round(asked * randomBetween(0.8, 1)))
  }
}
