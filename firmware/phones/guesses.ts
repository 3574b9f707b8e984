import type { LockRule } from '../access/lock-out.ts'
import { LockOut } from '../access/lock-out.ts'
import type { Clock } from '../clock/clock.ts'
import { sourceOf } from '../sip/defence/source.ts'

/** One name from one address: a telephone whose password was mistyped, or a guesser. */
const PAIR: LockRule = { free: 5, firstMs: 1000, mostMs: 5 * 60_000 }
/** One address, whichever names it tries: several telephones may be behind it. */
const SOURCE: LockRule = { free: 20, firstMs: 1000, mostMs: 15 * 60_000 }
/** One name, from addresses that it has never been right from: many guessers together. */
const ACCOUNT: LockRule = { free: 50, firstMs: 1000, mostMs: 60_000 }

const MOST_PROVEN = 10_000
const LONGEST_NAME = 64 // more than any of ours
const IN_MEMORY = { get: () => undefined, put: () => {}, remove: () => {} }

/**
 * Slows down who guesses passwords (SECURITY row 9): each wrong answer beyond a few costs twice the wait of the one before, by address, by
 * name, and by both. A name that has been right from an address is not held up there by what strangers do elsewhere, so
 * nobody can lock its owner out.
 */
export class Guesses {
  readonly #pairs: LockOut
  readonly #sources: LockOut
  readonly #accounts: LockOut
  /** Name and address of those who have been right, the latest last. */
  readonly #proven = new Set<string>()

  constructor(clock: Clock) {
    this.#pairs = new LockOut(clock, IN_MEMORY)
    this.#sources = new LockOut(clock, IN_MEMORY)
    this.#accounts = new LockOut(clock, IN_MEMORY)
  }

  /** Whether an answer of this name from this address is not looked at now. */
  isLocked(address: string, name: string): boolean {
    const source = sourceOf(address)
    const pair = pairOf(address, name)
    if (this.#pairs.waitMs(pair, PAIR) > 0) return true
    if (this.#proven.has(pair)) return false
    return (
      this.#sources.waitMs(source, SOURCE) > 0 ||
      this.#accounts.waitMs(name.slice(0, LONGEST_NAME), ACCOUNT) > 0
    )
  }

  wrong(address: string, name: string): void {
    this.#pairs.failed(pairOf(address, name), PAIR, false)
    this.#sources.failed(sourceOf(address), SOURCE, false)
    this.#accounts.failed(name.slice(0, LONGEST_NAME), ACCOUNT, false)
  }

  right(address: string, name: string): void {
    const pair = pairOf(address, name)
    this.#pairs.forget(pair)
    this.#proven.delete(pair)
    this.#proven.add(pair)
    for (const oldest of this.#proven) {
      if (this.#proven.size <= MOST_PROVEN) break
      this.#proven.delete(oldest)
    }
  }
}

function pairOf(address: string, name: string): string {
  return `${sourceOf(address)} ${name.slice(0, LONGEST_NAME)}`
}
