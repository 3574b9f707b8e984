import type { Clock } from '../../clock/clock.ts'
import type { Hop } from '../contract.ts'

const FORGIVE_MS = 30_000
const MOST = 1024

/** Remembers for half a minute which hops have failed: others are tried first. */
export class HopHealth {
  readonly #clock: Clock
  readonly #badUntil = new Map<string, number>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @param ms for how long, where the peer has said so (Retry-After) */
  failed(hop: Hop, ms = FORGIVE_MS): void {
    const key = keyOf(hop)
    this.#badUntil.delete(key)
    if (this.#badUntil.size >= MOST) this.#badUntil.delete(this.#badUntil.keys().next().value ?? '')
    this.#badUntil.set(key, this.#clock.uptime() + ms)
  }

  worked(hop: Hop): void {
    this.#badUntil.delete(keyOf(hop))
  }

  isGood(hop: Hop): boolean {
    return this.#clock.uptime() >= (this.#badUntil.get(keyOf(hop)) ?? 0)
  }

  /** The same hops, those that failed last. */
  order(hops: readonly Hop[]): Hop[] {
    const good = hops.filter((hop) => this.isGood(hop))
    return good.length === hops.length
      ? [...hops]
      : [...good, ...hops.filter((hop) => !good.includes(hop))]
  }
}

function keyOf({ transport, address, port }: Hop): string {
  return `${transport} ${address} ${port}`
}
