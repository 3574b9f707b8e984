import type { Clock, Timer } from '../clock/clock.ts'
import { ORPHAN_GRACE_SECONDS } from './contract.ts'
import type { HeldContext, Holding } from './holding.ts'

/** Ends the contexts of a controller that has gone, each when its policy says so. */
export class Orphans {
  readonly #clock: Clock
  readonly #held: Pick<Holding, 'contexts' | 'endOrphan'>
  #leftAt = 0
  #timer: Timer | undefined

  constructor(clock: Clock, held: Pick<Holding, 'contexts' | 'endOrphan'>) {
    this.#clock = clock
    this.#held = held
  }

  controllerLeft(): void {
    this.#leftAt = this.#clock.uptime()
    this.#arm()
  }

  /** Also ends the watch when the gateway stops. */
  controllerBack(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }

  #arm(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    let next = Number.POSITIVE_INFINITY
    for (const context of this.#held.contexts) next = Math.min(next, endOf(context, this.#leftAt))
    if (next === Number.POSITIVE_INFINITY) return
    this.#timer = this.#clock.after(Math.max(0, next - this.#clock.uptime()), () => this.#sweep())
  }

  #sweep(): void {
    const now = this.#clock.uptime()
    for (const context of [...this.#held.contexts]) {
      if (endOf(context, this.#leftAt) <= now) this.#held.endOrphan(context.asked.context)
    }
    this.#arm()
  }
}

/** Milliseconds of uptime at which an orphan ends whose controller left at `leftAt`. */
export function endOf({ asked, bornAt }: HeldContext, leftAt: number): number {
  const { orphan } = asked
  if (!orphan.keep) return leftAt + orphan.afterSeconds * 1000
  return Math.max(bornAt + orphan.maxAgeSeconds * 1000, leftAt + ORPHAN_GRACE_SECONDS * 1000)
}
