import type { Clock } from '../../clock/clock.ts'
import type { Hop } from '../../sip/contract.ts'

/** What one OPTIONS came to: the peer has said anything, or nothing came (silence, a dead transport, 503). */
export type Ping = (hop: Hop, signal: AbortSignal) => Promise<boolean>

const MISSES = 2 // one may be lost
const SOONER = 5 // a peer that has missed one is asked again in a fifth of the time

/** Asks the hops of a trunk whether they are there: down after two misses in a row, up after one answer. */
export class HopWatch {
  readonly #clock: Clock
  readonly #ping: Ping
  readonly #changed: () => void
  readonly #misses = new Map<string, number>()

  constructor(clock: Clock, ping: Ping, changed: () => void) {
    this.#clock = clock
    this.#ping = ping
    this.#changed = changed
  }

  isUp(hop: Hop): boolean {
    return (this.#misses.get(keyOf(hop)) ?? 0) < MISSES
  }

  /** The same hops, those that answer first. */
  order(hops: readonly Hop[]): readonly Hop[] {
    return [...hops.filter((hop) => this.isUp(hop)), ...hops.filter((hop) => !this.isUp(hop))]
  }

  /** Asks again and again until `signal` fires: before each round `hops` says whom. */
  async run(
    hops: () => Promise<readonly Hop[]>,
    everyMs: number,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      const asked = await hops()
      const answers = await Promise.all(asked.map((hop) => this.#ask(hop, signal)))
      if (signal.aborted) return
      this.#forgetOthers(asked)
      const soon = answers.includes('first miss')
      await this.#clock.sleep(soon ? everyMs / SOONER : everyMs, signal).catch(() => {})
    }
  }

  async #ask(hop: Hop, signal: AbortSignal): Promise<'up' | 'first miss' | 'down'> {
    const answered = await this.#ping(hop, signal).catch(() => false)
    if (signal.aborted) return 'up'
    const key = keyOf(hop)
    const before = this.#misses.get(key) ?? 0
    const misses = answered ? 0 : Math.min(before + 1, MISSES)
    this.#misses.set(key, misses)
    if (misses < MISSES !== before < MISSES) this.#changed()
    if (misses === 0) return 'up'
    return misses < MISSES ? 'first miss' : 'down'
  }

  #forgetOthers(hops: readonly Hop[]): void {
    const keys = new Set(hops.map(keyOf))
    for (const key of this.#misses.keys()) if (!keys.has(key)) this.#misses.delete(key)
  }
}

function keyOf({ transport, address, port }: Hop): string {
  return `${transport} ${address} ${port}`
}
