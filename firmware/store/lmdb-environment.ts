import { accessSync, chmodSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { open, type RootDatabase } from 'lmdb'
import { message } from '../words/say.ts'
import { isWorldError, StoreError, worldError } from './store-error.ts'
import { Table } from './table.ts'

export interface EnvironmentOptions {
  /** As messages call it: `config`. */
  readonly name: string
  /** Directory of its two files. */
  readonly path: string
  /** False for what need not survive a reboot: commits are then not flushed to disk. */
  readonly durable: boolean
  readonly readOnly?: boolean
}

const SHARED = 0o660 // several processes, each its own user, one group

/** One LMDB environment: a directory with a data file and a lock file, holding tables. */
export class LmdbEnvironment {
  readonly name: string
  readonly path: string
  /** It was not there before. */
  readonly isNew: boolean
  readonly #root: RootDatabase<Buffer, string>
  readonly #tables = new Map<string, Table<unknown>>()

  /** @throws StoreError naming the path when it cannot be written, is full, or lacks a lock that we can write */
  constructor({ name, path, durable, readOnly = false }: EnvironmentOptions) {
    this.name = name
    this.path = path
    this.isNew = !existsSync(join(path, 'data.mdb'))
    prepare(path, readOnly)
    try {
      const options = { path, noSubdir: false, encoding: 'binary', maxDbs: 32, readOnly } as const
      this.#root = open<Buffer, string>({
        ...options,
        // A commit returns when it is on the disk; with overlappingSync it would return before.
        ...(durable ? { overlappingSync: false } : { noSync: true }),
        eventTurnBatching: false, // it makes a promise nobody holds: a full disk would end the process
      })
      if (!readOnly) shareWithGroup(path)
    } catch (error) {
      throw worldError(error, path)
    }
  }

  /** The table of this name, made when it is not there (unless read-only). */
  table<T>(name: string): Table<T> {
    let table = this.#tables.get(name)
    if (!table) {
      try {
        const database = this.#root.openDB<Buffer, string>(name, { encoding: 'binary' })
        if (!database) throw missing(this.path) // read-only, and nobody has made it yet
        table = new Table(database, this.name, name)
      } catch (error) {
        throw worldError(error, this.path)
      }
      this.#tables.set(name, table)
    }
    return table as Table<T>
  }

  /** Runs `write` in one synchronous transaction, on disk when this returns; whatever it throws undoes all of it. */
  transaction<T>(write: () => T): T {
    try {
      return this.#root.transactionSync(write)
    } catch (error) {
      throw isWorldError(error) ? worldError(error, this.path) : error
    }
  }

  /**
   * Commits the puts and removes that `write` makes as one transaction, in another thread; resolves when it is on the disk.
   * @throws StoreError when it could not be written; none of it is then
   */
  async batch(write: () => void): Promise<void> {
    try {
      await this.#root.batch(write)
    } catch (error) {
      throw worldError(await causeOf(error), this.path)
    }
  }

  /** Reads after this see what other processes have committed by now; without it, by the last turn of the event loop. */
  refresh(): void {
    this.#root.resetReadTxn()
  }

  async close(): Promise<void> {
    await this.#root.close()
  }
}

/** Why an asynchronous commit failed: LMDB rejects first, and tells the reason in another promise in the same turn. */
async function causeOf(error: unknown): Promise<unknown> {
  let cause = error
  const { commitError } = error as { commitError?: Promise<unknown> }
  commitError?.catch((reason: unknown) => {
    cause = reason
  })
  await new Promise((resolve) => setImmediate(resolve))
  return cause
}

function prepare(path: string, readOnly: boolean): void {
  if (readOnly && !existsSync(join(path, 'data.mdb'))) {
    throw missing(path)
  }
  try {
    mkdirSync(path, { recursive: true, mode: 0o770 })
    if (!readOnly) accessSync(path, constants.W_OK)
  } catch (error) {
    throw worldError(error, path)
  }
  for (const file of ['lock.mdb', 'data.mdb']) mustBeWritable(join(path, file), readOnly)
}

function missing(path: string): StoreError {
  return new StoreError('missing', message('store.none', { path }), 'Start the server once.')
}

/** LMDB would read without the lock that it cannot write, and then may see pages that a writer has recycled. */
function mustBeWritable(file: string, readOnly: boolean): void {
  if (!existsSync(file) || (readOnly && file.endsWith('data.mdb'))) return
  try {
    accessSync(file, constants.R_OK | constants.W_OK)
  } catch (error) {
    const text = message('store.lock', { file })
    throw new StoreError('lock', text, message('store.give-lock', { file }), error)
  }
}

function shareWithGroup(path: string): void {
  for (const file of ['lock.mdb', 'data.mdb']) {
    const { mode, uid } = statSync(join(path, file))
    if (uid === process.geteuid?.() && (mode & 0o777) !== SHARED)
      chmodSync(join(path, file), SHARED)
  }
}
