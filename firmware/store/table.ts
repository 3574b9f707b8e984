import type { Database } from 'lmdb'
import { seal, unseal } from './checked.ts'

export interface Range {
  /** Only keys that begin so. */
  readonly prefix?: string
  /** Only what comes after this key in the direction of travel. */
  readonly after?: string
  readonly reverse?: boolean
  readonly limit?: number
}

/** Checked values under string keys, in the order of the keys' UTF-8 bytes. Reads inside a transaction see its writes. */
export class Table<T> {
  readonly #database: Database<Buffer, string>
  readonly #environment: string
  readonly #name: string

  constructor(database: Database<Buffer, string>, environment: string, name: string) {
    this.#database = database
    this.#environment = environment
    this.#name = name
  }

  /** @throws StoreError `corrupt` when the value is damaged */
  get(key: string): T | undefined {
    const sealed = this.#database.get(key)
    return sealed === undefined ? undefined : this.#open(key, sealed)
  }

  /** Within `transaction` or `batch` of the environment. */
  put(key: string, value: T): void {
    failWithBatch(this.#database.put(key, seal(this.#checked(key), value)))
  }

  /** Within `transaction` or `batch` of the environment. */
  remove(key: string): void {
    failWithBatch(this.#database.remove(key))
  }

  /** @throws StoreError `corrupt` at the first damaged value */
  *entries(range: Range = {}): Generator<[key: string, value: T]> {
    for (const { key, value } of this.#database.getRange(bounds(range))) {
      yield [key, this.#open(key, value)]
    }
  }

  /**
   * All of it as it is at this moment, also while others go on writing. Only the bytes are copied at once; each value is opened when it is
   * its turn, so that whoever reads a large table can pause between them.
   * @throws StoreError `corrupt` at the first damaged value
   */
  snapshot(): Iterable<[key: string, value: T]> {
    const all = [...this.#database.getRange({ snapshot: true })]
    const open = (key: string, value: Buffer) => this.#open(key, value)
    return (function* () {
      for (const { key, value } of all) yield [key, open(key, value)] as [string, T]
    })()
  }

  *keys(range: Range = {}): Generator<string> {
    yield* this.#database.getKeys(bounds(range))
  }

  /** What is damaged, and how many values were looked at. */
  verify(): { values: number; damaged: string[] } {
    const damaged: string[] = []
    let values = 0
    for (const { key, value } of this.#database.getRange({ snapshot: true })) {
      values++
      try {
        this.#open(key, value)
      } catch (error) {
        damaged.push((error as Error).message)
      }
    }
    return { values, damaged }
  }

  #open(key: string, sealed: Buffer): T {
    return unseal(this.#environment, this.#checked(key), sealed) as T
  }

  #checked(key: string): string {
    return `${this.#name}/${key}`
  }
}

/** A write in a batch that fails is told by the batch; LMDB's own promise of it would end the process, and so would its cause. */
function failWithBatch(written: unknown): void {
  if (!(written instanceof Promise)) return // in a synchronous transaction
  written.catch((error: { commitError?: Promise<unknown> }) => error.commitError?.catch(() => {}))
}

function bounds({ prefix = '', after, reverse = false, limit }: Range) {
  const start = after ?? (reverse ? behind(prefix) : prefix)
  const end = reverse ? prefix : behind(prefix)
  return {
    reverse,
    ...(start && { start }),
    ...(after !== undefined || reverse ? { exclusiveStart: true } : {}),
    ...(end && { end, inclusiveEnd: reverse }),
    ...(limit !== undefined && { limit }),
  }
}

/** The first key behind all that begin with `prefix`. Prefixes end in an ASCII character. */
function behind(prefix: string): string {
  return (
    prefix && prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)
  )
}
