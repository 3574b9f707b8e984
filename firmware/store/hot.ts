import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Amendment } from './amend.ts'
import { HotLog } from './hot-log.ts'
import { worldError } from './store-error.ts'

/** State that outlives the process but not a reboot: the journal of calls. Some microseconds a transaction (bench). One process has it open. */
export interface Hot {
  /** Keys of values that were asked for and could not be read: as good as absent. */
  readonly unreadable: ReadonlySet<string>
  get<T>(key: string): T | undefined
  /** `json` takes half the time of msgpack, and holds nothing but what JSON knows; undefined is the same as not there. */
  put(key: string, value: unknown, as?: 'json'): void
  /** Writes what makes `whole` of the value that is there, of which there must be one. In JSON. */
  amend(key: string, amendment: Amendment, whole: unknown): void
  remove(key: string): void
  /** All whose key begins with `prefix`, in the order of their keys. */
  entries<T>(prefix: string): [key: string, value: T][]
  /** Everything that `write` puts and removes at once or, when it throws, not at all. */
  transaction<R>(write: () => R): R
  close(): Promise<void>
}

/** @throws StoreError naming the path when the run directory cannot be written */
export function openHot({ run }: { readonly run: string }): Hot {
  const path = join(run, 'hot')
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    return new HotLog(join(path, 'log'))
  } catch (error) {
    throw worldError(error, path)
  }
}
