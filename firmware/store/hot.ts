import { join } from 'node:path'
import { LmdbEnvironment } from './lmdb-environment.ts'
import type { Table } from './table.ts'

/** State that outlives every process but not a reboot: the journal of calls. Some microseconds a write (bench). */
export interface Hot {
  get<T>(key: string): T | undefined
  put(key: string, value: unknown): void
  remove(key: string): void
  /** All whose key begins with `prefix`, in the order of their keys. */
  entries<T>(prefix: string): [key: string, value: T][]
  /** Everything that `write` puts and removes at once or, when it throws, not at all. */
  transaction<R>(write: () => R): R
  close(): Promise<void>
}

/** @throws StoreError naming the path when the run directory cannot be written */
export function openHot({ run }: { readonly run: string }): Hot {
  const environment = new LmdbEnvironment({ name: 'hot', path: join(run, 'hot'), durable: false })
  return new HotTable(environment)
}

class HotTable implements Hot {
  readonly #environment: LmdbEnvironment
  readonly #table: Table<unknown>
  #within = false

  constructor(environment: LmdbEnvironment) {
    this.#environment = environment
    this.#table = environment.table('hot')
  }

  get<T>(key: string): T | undefined {
    return this.#table.get(key) as T | undefined
  }

  put(key: string, value: unknown): void {
    this.transaction(() => this.#table.put(key, value))
  }

  remove(key: string): void {
    this.transaction(() => this.#table.remove(key))
  }

  entries<T>(prefix: string): [key: string, value: T][] {
    return [...this.#table.entries({ prefix })] as [string, T][]
  }

  transaction<R>(write: () => R): R {
    if (this.#within) return write()
    this.#within = true
    try {
      return this.#environment.transaction(write)
    } finally {
      this.#within = false
    }
  }

  async close(): Promise<void> {
    await this.#environment.close()
  }
}
