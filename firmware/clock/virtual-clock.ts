import type { Clock, Timer } from './clock.ts'
import { sleepOn } from './clock.ts'

interface Pending {
  readonly at: number
  readonly order: number
  readonly fire: () => void
}

/** A clock that stands still until a test moves it; timers due on the way fire in their order. */
export class VirtualClock implements Clock {
  #uptime = 0
  #utcAtBoot: number
  #order = 0
  readonly #pending = new Set<Pending>()

  /** @param startsAt UTC in milliseconds since 1970 at uptime 0 */
  constructor(startsAt = Date.UTC(2026, 0, 5, 9, 0, 0)) {
    this.#utcAtBoot = startsAt
  }

  now(): number {
    return this.#utcAtBoot + this.#uptime
  }

  uptime(): number {
    return this.#uptime
  }

  after(ms: number, fire: () => void): Timer {
    const pending = { at: this.#uptime + Math.max(0, ms), order: this.#order++, fire }
    this.#pending.add(pending)
    return { cancel: () => void this.#pending.delete(pending) }
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return sleepOn(this, ms, signal)
  }

  /** Timers not yet fired: a test of tidiness asserts that none is left. */
  get waiting(): number {
    return this.#pending.size
  }

  /** What NTP does: UTC jumps, uptime and every deadline stay. */
  setUtc(utc: number): void {
    this.#utcAtBoot = utc - this.#uptime
  }

  /** Moves on by `ms`, firing what falls due; promises that hang on a timer run before the next one fires. */
  async advance(ms: number): Promise<void> {
    const until = this.#uptime + ms
    await settle()
    for (let next = this.#next(until); next; next = this.#next(until)) {
      this.#pending.delete(next)
      this.#uptime = Math.max(this.#uptime, next.at)
      next.fire()
      await settle()
    }
    this.#uptime = until
  }

  #next(until: number): Pending | undefined {
    let first: Pending | undefined
    for (const pending of this.#pending) {
      if (pending.at > until) continue
      if (
        !first ||
        pending.at < first.at ||
        (pending.at === first.at && pending.order < first.order)
      ) {
        first = pending
      }
    }
    return first
  }
}

/** Lets every promise that can go on now go on; `setImmediate` runs after the whole microtask queue. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
