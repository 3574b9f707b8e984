import type { Clock, Timer } from '../clock/clock.ts'
import type { LmdbEnvironment } from './lmdb-environment.ts'

const COMMIT_AFTER = 1000 // ms: one flush to disk for all that came in the meantime (DESIGN §4)
const AT_ONCE = 1000 // entries waiting that are committed without delay

/** Hears of background writes that fail, and with `undefined` that they work again. */
export type Trouble = (error: Error | undefined) => void

export interface GroupCommitOptions<Entry> {
  readonly environment: LmdbEnvironment
  readonly clock: Clock
  /** Puts and removes for these entries; called within a batch. */
  readonly write: (entries: readonly Entry[]) => void
  readonly trouble?: Trouble | undefined
}

/** Gathers writes for up to a second and commits them together, in order. What the disk refuses is tried again every second. */
export class GroupCommit<Entry> {
  readonly #options: GroupCommitOptions<Entry>
  #waiting: Entry[] = []
  /** Of the entries that wait: one promise for all that are added until they are written. */
  #waiters: PromiseWithResolvers<void>[] = []
  #next: PromiseWithResolvers<void> | undefined
  #timer: Timer | undefined
  #writing: Promise<void> | undefined
  #failing = false

  constructor(options: GroupCommitOptions<Entry>) {
    this.#options = options
  }

  /**
   * Resolves when the entries are on the disk, however long the disk refuses. The same promise for all that are written together: under
   * load that is hundreds.
   */
  add(entries: readonly Entry[]): Promise<void> {
    this.#waiting.push(...entries)
    this.#next ??= this.#another()
    const { promise } = this.#next
    if (this.#waiting.length >= AT_ONCE && !this.#failing) this.#begin()
    else this.#timer ??= this.#options.clock.after(COMMIT_AFTER, this.#begin)
    return promise
  }

  #another(): PromiseWithResolvers<void> {
    const waiter = Promise.withResolvers<void>()
    this.#waiters.push(waiter)
    return waiter
  }

  /** Writes now all that waits. Rejects with a StoreError when that fails; the entries go on waiting. */
  async flush(): Promise<void> {
    this.#timer?.cancel()
    this.#timer = undefined
    while (this.#writing) await this.#writing.catch(() => {}) // its caller is told; what failed waits again
    if (this.#waiting.length === 0) return
    this.#writing = this.#write().finally(() => {
      this.#writing = undefined
    })
    await this.#writing
  }

  #begin = (): void => {
    this.flush().catch(() => {}) // `trouble` has been told, and it is tried again
  }

  async #write(): Promise<void> {
    const [entries, waiters] = [this.#waiting, this.#waiters]
    this.#waiting = []
    this.#waiters = []
    this.#next = undefined
    try {
      await this.#options.environment.batch(() => this.#options.write(entries))
    } catch (error) {
      this.#failing = true
      this.#options.trouble?.(error as Error)
      this.#timer ??= this.#options.clock.after(COMMIT_AFTER, this.#begin)
      this.#waiting = [...entries, ...this.#waiting]
      this.#waiters = [...waiters, ...this.#waiters]
      throw error
    }
    if (this.#failing) this.#options.trouble?.(undefined)
    this.#failing = false
    for (const { resolve } of waiters) resolve()
  }
}
