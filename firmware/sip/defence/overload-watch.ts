import type { Clock, Timer } from '../../clock/clock.ts'
import type { Overload } from './overload.ts'

const EVERY_MS = 100
/** Messages between two looks below which the kernel's queues are not asked for: they cannot be long. */
const BUSY = 20
/** What the kernel counts for a waiting datagram of usual size: the memory that it takes, not its octets. */
const OCTETS_A_DATAGRAM = 1280

export interface OverloadWatchOptions {
  readonly clock: Clock
  readonly overload: Overload
  /** Messages received so far. */
  readonly received: () => number
  /** Octets of the kernel's memory that wait for us. */
  readonly queued: () => number
}

/**
 * Measures what messages wait: how late the event loop is, and how long the queues in the kernel are, which grow before the loop is late,
 * since it takes a few datagrams each turn.
 */
export class OverloadWatch {
  readonly #options: OverloadWatchOptions
  #timer: Timer | undefined
  #due = 0
  #received = 0

  constructor(options: OverloadWatchOptions) {
    this.#options = options
  }

  start(): void {
    this.#received = this.#options.received()
    this.#later()
  }

  stop(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }

  #later(): void {
    const { clock } = this.#options
    this.#due = clock.uptime() + EVERY_MS
    this.#timer = clock.after(EVERY_MS, () => this.#look())
  }

  #look(): void {
    const { clock, overload, received, queued } = this.#options
    const late = Math.max(0, clock.uptime() - this.#due)
    const messages = received() - this.#received
    this.#received += messages
    const waiting = messages >= BUSY ? queued() / OCTETS_A_DATAGRAM : 0
    const perMs = messages / (EVERY_MS + late)
    overload.note(Math.max(late, perMs > 0 ? waiting / perMs : 0))
    this.#later()
  }
}
