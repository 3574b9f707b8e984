import type { Chance } from '../../virtual/chance.ts'
import type { Entry } from './recording.ts'

const SECTOR = 512 // what a disk writes whole; 4096 on those that say so

/** What a volatile cache may do to the writes that no flush has followed yet. */
export const LOSSES = [
  'all',
  'none',
  'some',
  'last torn',
  'torn',
  'torn 4096',
  'out of order',
] as const
export type Loss = (typeof LOSSES)[number]

interface Write {
  readonly offset: number
  readonly bytes: Buffer
}

/** A recorded disk at any moment of the recording, forwards: what is certainly on it, and what its cache held. */
export class CutDisk {
  readonly #entries: readonly Entry[]
  readonly #certain: Buffer
  #cached: Write[] = []
  #at = 0

  constructor(entries: readonly Entry[], size: number) {
    this.#entries = entries
    this.#certain = Buffer.alloc(size)
  }

  /** Goes on until `count` entries have happened. */
  advance(count: number): void {
    for (; this.#at < count; this.#at++) {
      const entry = this.#entries[this.#at]
      if (entry?.kind === 'write') this.#cached.push(entry)
      if (entry?.kind !== 'flush') continue
      for (const { offset, bytes } of this.#cached) bytes.copy(this.#certain, offset)
      this.#cached = []
    }
  }

  /** Writes that a power cut now may lose. */
  get cached(): number {
    return this.#cached.length
  }

  /** What is on the disk for certain; not to be changed. */
  get certain(): Buffer {
    return this.#certain
  }

  /** The pieces of cached writes that reach the disk as well, in the order in which they do. */
  survivors(loss: Loss, chance: Chance): Write[] {
    const cached = this.#cached
    switch (loss) {
      case 'all':
        return []
      case 'none':
        return cached
      case 'some':
        return cached.filter(() => chance.is(0.5))
      case 'last torn':
        return [...cached.slice(0, -1), ...cached.slice(-1).map((write) => begun(write, chance))]
      case 'torn':
        return cached.flatMap((write) => pieces(write, SECTOR)).filter(() => chance.is(0.5))
      case 'torn 4096':
        return cached.flatMap((write) => pieces(write, 8 * SECTOR)).filter(() => chance.is(0.7))
      case 'out of order':
        return shuffled(
          cached.flatMap((write) => pieces(write, SECTOR)),
          chance,
        ).filter(() => chance.is(0.8))
    }
  }
}

function begun({ offset, bytes }: Write, chance: Chance): Write {
  const sectors = chance.between(0, Math.ceil(bytes.length / SECTOR) - 1)
  return { offset, bytes: bytes.subarray(0, sectors * SECTOR) }
}

function pieces({ offset, bytes }: Write, size: number): Write[] {
  const count = Math.ceil(bytes.length / size)
  return Array.from({ length: count }, (_, n) => {
    return { offset: offset + n * size, bytes: bytes.subarray(n * size, (n + 1) * size) }
  })
}

function shuffled<Item>(items: readonly Item[], chance: Chance): Item[] {
  return items
    .map((item) => ({ item, place: chance.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)
}
