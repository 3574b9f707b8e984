import type { Clock, Timer } from '../clock/clock.ts'
import type { LmdbEnvironment } from './lmdb-environment.ts'
import type { Table } from './table.ts'

const COMMIT_AFTER = 1000 // ms: one flush to disk for all that changed in the meantime (DESIGN §4)

/** A small map that survives a power cut, except for what was put in the last second before it. */
export interface DurableMap<T> {
  get(key: string): T | undefined
  /** Seen by `get` at once, on the disk within a second. Putting what is there already writes nothing. */
  put(key: string, value: T): void
  remove(key: string): void
  entries(): [key: string, value: T][]
  /** Resolves when everything put so far is on the disk; rejects with a StoreError when it cannot be written. */
  flush(): Promise<void>
}

interface Change {
  readonly value: unknown // undefined: removed
}

/** One map of the records environment. Only one process may write a map: it keeps all of it in memory. */
export class BatchedMap<T> implements DurableMap<T> {
  readonly #environment: LmdbEnvironment
  readonly #table: Table<T>
  readonly #prefix: string
  readonly #clock: Clock
  readonly #values: Map<string, T>
  #changes = new Map<string, Change>()
  #timer: Timer | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor(environment: LmdbEnvironment, name: string, clock: Clock) {
    this.#environment = environment
    this.#table = environment.table('durable')
    this.#prefix = `${name}/`
    this.#clock = clock
    const stored = this.#table.entries({ prefix: this.#prefix })
    this.#values = new Map(
      [...stored].map(([key, value]) => [key.slice(this.#prefix.length), value]),
    )
  }

  get(key: string): T | undefined {
    return this.#values.get(key)
  }

  put(key: string, value: T): void {
    this.#values.set(key, value)
    this.#change(key, { value })
  }

  remove(key: string): void {
    if (this.#values.delete(key)) this.#change(key, { value: undefined })
  }

  entries(): [key: string, value: T][] {
    return [...this.#values]
  }

  flush(): Promise<void> {
    this.#timer?.cancel()
    this.#timer = undefined
    const changes = this.#changes
    this.#changes = new Map()
    this.#writing = this.#writing.then(() => this.#write(changes))
    return this.#writing
  }

  #change(key: string, change: Change): void {
    this.#changes.set(key, change)
    this.#timer ??= this.#clock.after(COMMIT_AFTER, () => {
      this.flush().catch(() => this.#change(key, change))
    })
  }

  async #write(changes: ReadonlyMap<string, Change>): Promise<void> {
    if (changes.size === 0) return
    await this.#environment.batch(() => {
      for (const [key, { value }] of changes) {
        if (value === undefined) this.#table.remove(this.#prefix + key)
        else this.#table.put(this.#prefix + key, value as T)
      }
    })
  }
}
