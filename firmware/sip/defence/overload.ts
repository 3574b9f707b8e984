import { randomBetween } from '../random.ts'

/** Milliseconds that a message may wait before it is looked at. */
const TARGET_MS = 250
const MORE = 0.1
const LESS = 0.05
const SMOOTHED = 0.3
const RETRY_SECONDS = [5, 15] as const

/**
 * How much of the new work is refused while there is too much of all of it (RFC 6357 §5): more as long as messages wait longer than the target,
 * less once they do not. Who is refused is spread evenly. Only newcomers are: what goes on, emergencies and our own devices never ask.
 */
export class Overload {
  #delay = 0
  #shed = 0
  #owed = 0

  /** What messages wait, measured a few times a second. */
  note(delayMs: number): void {
    this.#delay += SMOOTHED * (delayMs - this.#delay)
    if (this.#delay > TARGET_MS) this.#shed = Math.min(1, this.#shed + MORE)
    else if (this.#delay < TARGET_MS / 2) this.#shed = Math.max(0, this.#shed - LESS)
    if (this.#shed < LESS / 2) this.#shed = 0
  }

  /** What part of newcomers is refused, 0 to 1. */
  get shed(): number {
    return this.#shed
  }

  /** Milliseconds, smoothed. */
  get delayMs(): number {
    return this.#delay
  }

  /** Seconds after which this newcomer may come again, each another number; undefined: he is taken. */
  refusal(): number | undefined {
    this.#owed += this.#shed
    if (this.#owed < 1) return undefined
    this.#owed--
    const [least, most] = RETRY_SECONDS
    return Math.round(randomBetween(least, most))
  }
}
