import type { Clock } from '../clock/clock.ts'
import { GroupCommit, type Trouble } from './group-commit.ts'
import type { LmdbEnvironment } from './lmdb-environment.ts'
import type { Table } from './table.ts'

/** A small map that survives a power cut, except for what was put in the last second before it. */
export interface DurableMap<T> {
  get(key: string): T | undefined
  /** Seen by `get` at once, on the disk within a second. */
  put(key: string, value: T): void
  remove(key: string): void
  entries(): [key: string, value: T][]
  /** Resolves when everything put so far is on the disk; rejects with a StoreError when that fails now. */
  flush(): Promise<void>
}

interface Change {
  readonly key: string
  readonly value: unknown // undefined: removed
}

/** One map of the records environment. Only one process may write a map: it keeps all of it in memory. */
export class BatchedMap<T> implements DurableMap<T> {
  readonly #table: Table<unknown>
  readonly #prefix: string
  readonly #values: Map<string, T>
  readonly #commit: GroupCommit<Change>

  constructor(environment: LmdbEnvironment, name: string, clock: Clock, trouble?: Trouble) {
    this.#table = environment.table('durable')
    this.#prefix = `${name}/`
    const stored = this.#table.entries({ prefix: this.#prefix })
    this.#values = new Map(
      [...stored].map(([key, value]) => [key.slice(this.#prefix.length), value as T]),
    )
    const write = (changes: readonly Change[]) => this.#write(changes)
    this.#commit = new GroupCommit({ environment, clock, write, trouble })
  }

  get(key: string): T | undefined {
    return this.#values.get(key)
  }

  put(key: string, value: T): void {
    this.#values.set(key, value)
    void this.#commit.add([{ key, value }]) // never rejects
  }

  remove(key: string): void {
    if (this.#values.delete(key)) void this.#commit.add([{ key, value: undefined }]) // never rejects
  }

  entries(): [key: string, value: T][] {
    return [...this.#values]
  }

  flush(): Promise<void> {
    return this.#commit.flush()
  }

  #write(changes: readonly Change[]): void {
    const last = new Map(changes.map(({ key, value }) => [key, value]))
    for (const [key, value] of last) {
      if (value === undefined) this.#table.remove(this.#prefix + key)
      else this.#table.put(this.#prefix + key, value)
    }
  }
}
