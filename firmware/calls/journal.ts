import type { Outbox } from '../outbox.ts'

/** What the journal needs of the hot store (tmpfs, survives the process but not a reboot). */
export interface JournalStore {
  put(key: string, value: unknown): void
  remove(key: string): void
  entries(prefix: string): Iterable<readonly [key: string, value: unknown]>
  transaction(write: () => void): void
}

/** Something that has a place in the journal. */
export interface Journalled {
  readonly journalKey: string
  /** Plain data for msgpack; `undefined` removes the entry. */
  snapshot(): unknown
}

/**
 * The journal of calls and the outbox behind it. All that one turn of the event loop changed is written in one transaction, then
 * all that it wanted to send leaves, in order: nothing is ever on the wire that a restarted exchange would not know of
 * (DESIGN §5 Hand-over). One transaction a turn, not a message: under load many calls share it.
 */
export class Journal {
  readonly #store: JournalStore
  readonly #failed: (error: unknown) => void
  readonly #changed = new Set<Journalled>()
  #waiting: (() => void)[] = []
  #scheduled = false

  /** @param failed is told when the store cannot be written; messages leave all the same: calls come before their journal. */
  constructor(store: JournalStore, failed: (error: unknown) => void) {
    this.#store = store
    this.#failed = failed
  }

  /** Sends after the journal has been written. */
  readonly outbox: Outbox = (send) => {
    this.#waiting.push(send)
    this.#schedule()
  }

  /** Says that `entry` differs from what is written. */
  touch(entry: Journalled): void {
    this.#changed.add(entry)
    this.#schedule()
  }

  /** What an earlier process left under a prefix. */
  entries(prefix: string): Iterable<readonly [key: string, value: unknown]> {
    return this.#store.entries(prefix)
  }

  /** Writes and sends now; the end of every turn does it by itself. */
  flush(): void {
    this.#scheduled = false
    if (this.#changed.size > 0) this.#write()
    const sends = this.#waiting
    this.#waiting = []
    for (const send of sends) send()
  }

  #write(): void {
    const entries = [...this.#changed]
    this.#changed.clear()
    try {
      this.#store.transaction(() => {
        for (const entry of entries) {
          const value = entry.snapshot()
          if (value === undefined) this.#store.remove(entry.journalKey)
          else this.#store.put(entry.journalKey, value)
        }
      })
    } catch (error) {
      this.#failed(error)
    }
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => this.flush())
  }
}
