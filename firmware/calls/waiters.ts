import type { Clock } from '../clock/clock.ts'
import { CallEnded } from './program.ts'

/** Those who wait for something about a call to become so. State is looked at, events are not listened for: none can be missed. */
export class Waiters {
  readonly #clock: Clock
  readonly #waiting = new Set<{ look(): void }>()
  #ended = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Something has changed: everybody looks again. */
  look(): void {
    for (const waiter of this.#waiting.size > 1 ? [...this.#waiting] : this.#waiting) waiter.look()
  }

  /** From now on everybody is thrown `CallEnded`. */
  end(): void {
    this.#ended = true
    this.look()
  }

  /** Resolves with the first thing other than undefined that `look` answers, or with undefined at `deadline` (uptime, ms). */
  until<Found>(look: () => Found | undefined, deadline?: number): Promise<Found | undefined> {
    return new Promise((resolve, reject) => {
      const settle = (how: () => void) => {
        this.#waiting.delete(waiter)
        timer?.cancel()
        how()
      }
      const waiter = {
        look: () => {
          if (this.#ended) return settle(() => reject(new CallEnded()))
          const found = look()
          if (found !== undefined) settle(() => resolve(found))
        },
      }
      const timer =
        deadline === undefined
          ? undefined
          : this.#clock.after(Math.max(0, deadline - this.#clock.uptime()), () =>
              settle(() => resolve(undefined)),
            )
      this.#waiting.add(waiter)
      waiter.look()
    })
  }
}
