import type { Leg } from '../calls/leg.ts'
import type { Clock } from '../clock/clock.ts'
import type { Charge } from '../numbers/charge.ts'

/** What a call outside is put down to. */
export interface SpentOn {
  /** ID of an extension, or of a telephone that has none. */
  readonly payer: string
  readonly charge: Charge
}

/** Plain data for the journal. */
export interface KeptSpending {
  readonly day: string
  readonly seconds: readonly (readonly [payer: string, seconds: number])[]
  readonly distant: readonly (readonly [payer: string, numbers: readonly string[]])[]
  /** Calls that were under way. */
  readonly running: readonly (readonly [leg: string, on: SpentOn, answeredAt: number | undefined])[]
}

export interface OutsideSpendingOptions {
  readonly clock: Clock
  /** Name of the day that it is in the office. */
  readonly today: () => string
  readonly changed: () => void
  readonly kept: KeptSpending | undefined
}

interface Running {
  readonly leg: Leg
  readonly on: SpentOn
  /** UTC in ms: calls outlive this process, and its uptime. */
  answeredAt: number | undefined
}

const MOST_NUMBERS = 1000 // kept of one payer

/** How much each has called outside today: minutes of those calls that cost something, and different numbers abroad or of premium rate. */
export class OutsideSpending {
  readonly #options: OutsideSpendingOptions
  readonly #running = new Map<string, Running>()
  /** Of an earlier process, until their legs are there again. */
  readonly #before: Map<string, readonly [on: SpentOn, answeredAt: number | undefined]>
  #day: string
  #seconds: Map<string, number>
  #distant: Map<string, Set<string>>

  constructor(options: OutsideSpendingOptions) {
    const { kept, today } = options
    this.#options = options
    this.#day = kept?.day ?? today()
    this.#seconds = new Map(kept?.seconds)
    this.#distant = new Map(kept?.distant.map(([payer, numbers]) => [payer, new Set(numbers)]))
    this.#before = new Map(kept?.running.map(([leg, on, at]) => [leg, [on, at]]))
  }

  snapshot(): KeptSpending {
    return {
      day: this.#day,
      seconds: [...this.#seconds],
      distant: [...this.#distant].map(([payer, numbers]) => [payer, [...numbers]]),
      running: [...this.#running].map(([leg, { on, answeredAt }]) => [leg, on, answeredAt]),
    }
  }

  /** The leg is put down to that from now on. */
  began(leg: Leg, on: SpentOn): void {
    this.#turnDay()
    this.#running.set(leg.id, { leg, on, answeredAt: undefined })
    if (on.charge === 'international' || on.charge === 'premium') this.#noteDistant(on.payer, leg)
    this.#options.changed()
  }

  /** A leg of an earlier process is there again. */
  adopt(leg: Leg): void {
    const before = this.#before.get(leg.id)
    if (!before) return
    this.#before.delete(leg.id)
    const [on, answeredAt] = before
    this.#running.set(leg.id, { leg, on, answeredAt })
  }

  /** Notes what has become of a leg; false: it is none of these, or nothing is new. */
  heard(leg: Leg): boolean {
    const running = this.#running.get(leg.id)
    if (!running) return false
    if (leg.phase === 'answered' && running.answeredAt === undefined) {
      running.answeredAt = this.#options.clock.now()
    } else if (leg.phase === 'released') {
      this.#turnDay()
      this.#settle(running)
      this.#running.delete(leg.id)
    } else return false
    this.#options.changed()
    return true
  }

  /** Calls that it has outside now, but for those legs. */
  callsOf(payer: string, but: readonly Leg[]): number {
    let calls = 0
    for (const { leg, on } of this.#running.values()) {
      if (on.payer === payer && leg.phase !== 'released' && !but.includes(leg)) calls++
    }
    return calls
  }

  /** Minutes of today, with those of calls that go on. */
  minutesOf(payer: string): number {
    this.#turnDay()
    let seconds = this.#seconds.get(payer) ?? 0
    for (const running of this.#running.values()) {
      if (running.on.payer === payer) seconds += this.#secondsOf(running)
    }
    return seconds / 60
  }

  distantOf(payer: string): ReadonlySet<string> {
    this.#turnDay()
    return this.#distant.get(payer) ?? new Set()
  }

  #noteDistant(payer: string, { party }: Leg): void {
    const numbers = this.#distant.get(payer) ?? new Set()
    if (numbers.size < MOST_NUMBERS) numbers.add(party.digits)
    this.#distant.set(payer, numbers)
  }

  #settle(running: Running): void {
    const { payer } = running.on
    this.#seconds.set(payer, (this.#seconds.get(payer) ?? 0) + this.#secondsOf(running))
  }

  #secondsOf({ on, answeredAt }: Running): number {
    if (answeredAt === undefined || on.charge === 'free') return 0
    return Math.max(0, (this.#options.clock.now() - answeredAt) / 1000)
  }

  /** What goes on over midnight counts on the new day whole: nobody escapes by being long. */
  #turnDay(): void {
    const today = this.#options.today()
    if (today === this.#day) return
    this.#day = today
    this.#seconds = new Map()
    this.#distant = new Map()
    this.#options.changed()
  }
}
