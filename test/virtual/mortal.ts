import type { Clock, Timer } from '../../firmware/clock/clock.ts'
import { sleepOn } from '../../firmware/clock/clock.ts'
import type { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import type { Amendment } from '../../firmware/store/amend.ts'
import type { MemoryStore } from '../calls/fakes.ts'

/** Timers of all processes that live on one clock: when the next one is due, and how many have fired. */
export class Timers {
  readonly #due = new Set<{ readonly at: number }>()
  fired = 0

  /** Uptime, ms. */
  get next(): number {
    let next = Number.POSITIVE_INFINITY
    for (const { at } of this.#due) next = Math.min(next, at)
    return next
  }

  get waiting(): number {
    return this.#due.size
  }

  after(clock: VirtualClock, ms: number, fire: () => void): Timer {
    const due = { at: clock.uptime() + Math.max(0, ms) }
    this.#due.add(due)
    const timer = clock.after(ms, () => {
      this.#due.delete(due)
      this.fired++
      fire()
    })
    return {
      cancel: () => {
        this.#due.delete(due)
        timer.cancel()
      },
    }
  }
}

/** The clock of one process: with its death no timer of it fires any more. */
export class MortalClock implements Clock {
  readonly #clock: VirtualClock
  readonly #timers: Timers
  readonly #mine = new Set<Timer>()
  #dead = false

  constructor(clock: VirtualClock, timers: Timers) {
    this.#clock = clock
    this.#timers = timers
  }

  now(): number {
    return this.#clock.now()
  }

  uptime(): number {
    return this.#clock.uptime()
  }

  after(ms: number, fire: () => void): Timer {
    if (this.#dead) return { cancel() {} }
    const timer = this.#timers.after(this.#clock, ms, () => {
      this.#mine.delete(own)
      fire()
    })
    const own = {
      cancel: () => {
        this.#mine.delete(own)
        timer.cancel()
      },
    }
    this.#mine.add(own)
    return own
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return sleepOn(this, ms, signal)
  }

  die(): void {
    this.#dead = true
    for (const timer of [...this.#mine]) timer.cancel()
  }
}

/** The hot store in the hands of one process: what it writes after its death is lost. */
export class MortalStore {
  readonly #store: MemoryStore
  #dead = false

  constructor(store: MemoryStore) {
    this.#store = store
  }

  put(key: string, value: unknown): void {
    if (!this.#dead) this.#store.put(key, value)
  }

  amend(key: string, amendment: Amendment, whole: unknown): void {
    if (!this.#dead) this.#store.amend(key, amendment, whole)
  }

  remove(key: string): void {
    if (!this.#dead) this.#store.remove(key)
  }

  get(key: string): unknown {
    return this.#store.get(key)
  }

  entries(prefix: string): Iterable<readonly [string, unknown]> {
    return this.#store.entries(prefix).map(([key, value]) => [key, structuredClone(value)] as const)
  }

  transaction(write: () => void): void {
    this.#store.transaction(write)
  }

  die(): void {
    this.#dead = true
  }
}
