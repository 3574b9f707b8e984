import type { Flow } from '../../sip/contract.ts'

/** A message as it is kept: its own octets, which exist anyway, and no copy. */
export interface Traced {
  /** Grows by one with every message of this process. */
  readonly order: number
  /** UTC, ms. */
  readonly at: number
  readonly direction: 'in' | 'out'
  /** Where it came from or went to; of an analog line its name. */
  readonly way: Flow | string
  /** The whole message, one octet a character; of a line what happened there. */
  readonly text: string
}

/** What a message costs beside its text: the object, and its place in a list. */
const OVERHEAD = 96
/** What an empty strand costs. */
const STRAND = 256

/** The messages of one Call-ID, or of one line in a call. */
export class Strand {
  readonly key: string
  /** Number of the call, or ID of the handset, that it belongs to. */
  owner: string | undefined
  readonly messages: Traced[] = []
  octets = STRAND

  constructor(key: string) {
    this.key = key
  }

  /** Octets that it has grown by: less than nothing when it let go of something longer. `most`: messages to keep, `first` of them the first. */
  add(message: Traced, most: number, first: number): number {
    const before = this.octets
    this.messages.push(message)
    this.octets += message.text.length + OVERHEAD
    if (this.messages.length > most) {
      const [gone] = this.messages.splice(first, 1)
      this.octets -= (gone?.text.length ?? 0) + OVERHEAD
    }
    return this.octets - before
  }
}

/** Strands within a number of octets: what is too much goes, the strand that began first before the others. */
export class StrandRing {
  readonly #most: number
  readonly #forgotten: (strand: Strand) => void
  readonly #strands = new Map<string, Strand>()
  #octets = 0

  /** `most`: octets, what JavaScript needs beside the texts included. */
  constructor(most: number, forgotten: (strand: Strand) => void = () => {}) {
    this.#most = most
    this.#forgotten = forgotten
  }

  get octets(): number {
    return this.#octets
  }

  get size(): number {
    return this.#strands.size
  }

  all(): Iterable<Strand> {
    return this.#strands.values()
  }

  get(key: string): Strand | undefined {
    return this.#strands.get(key)
  }

  put(strand: Strand): void {
    this.#strands.set(strand.key, strand)
    this.grown(strand.octets)
  }

  take(key: string): Strand | undefined {
    const strand = this.#strands.get(key)
    if (!strand) return undefined
    this.#strands.delete(key)
    this.#octets -= strand.octets
    return strand
  }

  /** One of its strands has grown by so much. */
  grown(octets: number): void {
    this.#octets += octets
    while (this.#octets > this.#most) {
      const [oldest] = this.#strands.values()
      if (!oldest) return
      this.take(oldest.key)
      this.#forgotten(oldest)
    }
  }
}
