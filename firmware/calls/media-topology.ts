import type { Operation, TerminationId } from '../gateway/contract.ts'

/** `from>to` */
export type Pair = string

/** Who hears whom in one media context. By default all hear each other and nobody himself; what differs is held here. */
export class Topology {
  /** Pairs that differ from the default: cut, or an echo. */
  readonly #changed: Set<Pair>

  constructor(changed: readonly Pair[] = []) {
    this.#changed = new Set(changed)
  }

  get changed(): readonly Pair[] {
    return [...this.#changed]
  }

  hears(from: TerminationId, to: TerminationId): boolean {
    return this.#changed.has(pair(from, to)) === (from === to)
  }

  /** False: it was so already. */
  set(from: TerminationId, to: TerminationId, hears: boolean): boolean {
    if (this.hears(from, to) === hears) return false
    const key = pair(from, to)
    if (!this.#changed.delete(key)) this.#changed.add(key)
    return true
  }

  /** It hears none of them, and none of them it. */
  cutOff(id: TerminationId, others: Iterable<TerminationId>): void {
    for (const other of others) {
      if (other !== id) this.#changed.add(pair(id, other)).add(pair(other, id))
    }
  }

  forget(id: TerminationId): void {
    for (const key of this.#changed) {
      const [from, to] = key.split('>')
      if (from === id || to === id) this.#changed.delete(key)
    }
  }

  /** What a gateway that knows the defaults has still to be told of one of them and `others`, itself among them for an echo. */
  operations(id: TerminationId, others: readonly TerminationId[]): Operation[] {
    const both = (other: TerminationId) => [
      { from: id, to: other },
      { from: other, to: id },
    ]
    return others
      .flatMap((other) => (other === id ? [{ from: id, to: id }] : both(other)))
      .filter(({ from, to }) => this.#changed.has(pair(from, to)))
      .map(({ from, to }) => ({ op: 'topology', from, to, hears: from === to }))
  }

  /** Every pair of them, for a gateway that may know anything. */
  allOperations(ids: readonly TerminationId[]): Operation[] {
    return ids.flatMap((from) =>
      ids.map((to): Operation => ({ op: 'topology', from, to, hears: this.hears(from, to) })),
    )
  }
}

function pair(from: TerminationId, to: TerminationId): Pair {
  return `${from}>${to}`
}
