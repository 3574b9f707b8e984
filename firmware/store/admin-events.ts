import type { Clock } from '../clock/clock.ts'
import type { LmdbEnvironment } from './lmdb-environment.ts'

/** What somebody did that changed no setting and that others must be able to see later: a password shown, a process restarted. */
export interface AdminEvent {
  /** UTC, ms. */
  readonly at: number
  readonly by: string
  readonly from: string
  /** A sentence in the past: `The password of handset 101 was shown.` */
  readonly text: string
}

const MOST = 5000 // the oldest go first

/** The events of this unit, kept over restarts. Any process may add and read. */
export class AdminEvents {
  readonly #environment: LmdbEnvironment
  readonly #clock: Clock

  /** @param environment `store.records` */
  constructor(environment: LmdbEnvironment, clock: Clock) {
    this.#environment = environment
    this.#clock = clock
  }

  /** On the disk when this returns. */
  add(event: Omit<AdminEvent, 'at'>): void {
    const table = this.#table
    this.#environment.transaction(() => {
      const [last] = table.keys({ reverse: true, limit: 1 })
      const next = Number(last ?? 0) + 1
      table.put(key(next), { at: this.#clock.now(), ...event })
      table.remove(key(next - MOST))
    })
  }

  /** The latest first. */
  latest(limit: number): AdminEvent[] {
    this.#environment.refresh()
    return [...this.#table.entries({ reverse: true, limit })].map(([, event]) => event)
  }

  get #table() {
    return this.#environment.table<AdminEvent>('admin-events')
  }
}

const key = (number: number) => String(number).padStart(12, '0')
