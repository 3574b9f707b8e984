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

/**
 * Gathers writes for up to a second, or for as long as all of them can wait, and commits them together, in order. What the disk refuses is
 * tried again every second.
 */
export class GroupCommit<Entry> {
  readonly #options: GroupCommitOptions<Entry>
  #waiting: Entry[] = []
  /** Of the entries that wait: one promise for all that are added until they are written. */
  #waiters: PromiseWithResolvers<void>[] = []
  #next: PromiseWithResolvers<void> | undefined
  #timer: Timer | undefined
  /** When the timer fires: uptime, ms. */
  #due = 0
  #writing: Promise<void> | undefined
  #failing = false

  constructor(options: GroupCommitOptions<Entry>) {
    this.#options = options
  }

  /**
   * Resolves when the entries are on the disk, however long the disk refuses. The same promise for all that are written together: under
   * load that is hundreds.
   * @param within ms; longer than usual for what is worth no write of its own
   */
  add(entries: readonly Entry[], within = COMMIT_AFTER): Promise<void> {
    this.#waiting.push(...entries)
    this.#next ??= this.#another()
    const { promise } = this.#next
    if (this.#waiting.length >= AT_ONCE && !this.#failing) this.#begin()
    else this.#beginWithin(within)
    return promise
  }

  /** What waits already is not put off, and goes with what cannot wait as long. */
  #beginWithin(within: number): void {
    const { clock } = this.#options
    const due = clock.uptime() + within
    if (this.#timer && this.#due <= due) return
    this.#timer?.cancel()
    this.#due = due
    this.#timer = clock.after(within, this.#begin)
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
      this.#beginWithin(COMMIT_AFTER)
      this.#waiting = [...entries, ...this.#waiting]
      this.#waiters = [...waiters, ...this.#waiters]
      throw error
    }
    if (this.#failing) this.#options.trouble?.(undefined)
    this.#failing = false
    for (const { resolve } of waiters) resolve()
  }
}
