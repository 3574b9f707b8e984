import type { Clock, Timer } from '../clock/clock.ts'
import type { Outbox } from '../outbox.ts'
import { type Amendment, amendment } from '../store/amend.ts'

/** What the journal needs of the hot store (tmpfs, survives the process but not a reboot). */
export interface JournalStore {
  /** In msgpack, or in JSON, which is faster and holds less. */
  put(key: string, value: unknown, as?: 'json'): void
  /** Writes what makes `whole` of the value that is there, of which there must be one. */
  amend(key: string, amendment: Amendment, whole: unknown): void
  remove(key: string): void
  get(key: string): unknown
  entries(prefix: string): Iterable<readonly [key: string, value: unknown]>
  transaction(write: () => void): void
}

/** Something that has a place in the journal. What changes on its own has its own place: less is written. */
export interface Journalled {
  readonly journalKey: string
  /**
   * Its snapshots share nothing that changes, and are plain data for JSON: only what differs from the last one is written, and the whole from
   * time to time. Left out: always the whole, plain data for msgpack.
   */
  readonly isAmended?: true
  /** `undefined` removes the entry. */
  snapshot(): unknown
}

/** What stands in the journal of an entry that is amended. */
interface Written {
  snapshot: unknown
  /** Since the whole was written. */
  amendments: number
}

const MOST_AMENDMENTS = 8 // then the whole again: what was overtaken must not be read, nor kept, for hours

/** How long a change may wait that nobody outside has been told of. */
const QUIET_MS = 20

/**
 * The journal of calls and the outbox behind it. All that one turn of the event loop changed is written in one transaction, then
 * all that it wanted to send leaves, in order: nothing is ever on the wire that a restarted exchange would not know of
 * (DESIGN §5 Hand-over). One transaction a turn, not a message: under load many calls share it. A turn that sends nothing (an ACK
 * came, a port is known) may wait a moment for one that does: a restart would only be where it was before.
 */
export class Journal {
  readonly #store: JournalStore
  readonly #clock: Clock
  readonly #trouble: (error: unknown) => void
  #failing = false
  readonly #changed = new Set<Journalled>()
  /** By key. */
  readonly #written = new Map<string, Written>()
  /** Since the start, for status and benches. */
  readonly counters = { transactions: 0, entries: 0 }
  #waiting: (() => void)[] = []
  #scheduled = false
  /** Not cancelled by each turn that writes, since there are hundreds of them a second: it looks again when it fires. */
  #quiet: Timer | undefined
  /** Uptime at which what has changed is written in any case. */
  #due = 0

  /**
   * @param trouble is told when the store cannot be written, and with undefined when it can again; messages leave all the same: calls
   * come before their journal
   */
  constructor(store: JournalStore, clock: Clock, trouble: (error: unknown) => void) {
    this.#store = store
    this.#clock = clock
    this.#trouble = trouble
  }

  /** Sends after the journal has been written. */
  readonly outbox: Outbox = (send) => {
    this.#waiting.push(send)
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => this.flush())
  }

  /** Says that `entry` differs from what is written. */
  touch(entry: Journalled): void {
    if (this.#changed.size === 0) this.#due = this.#clock.uptime() + QUIET_MS
    this.#changed.add(entry)
    this.#quiet ??= this.#clock.after(QUIET_MS, this.#quietly)
  }

  readonly #quietly = (): void => {
    this.#quiet = undefined
    if (this.#changed.size === 0) return
    const left = this.#due - this.#clock.uptime()
    if (left > 0) this.#quiet = this.#clock.after(left, this.#quietly)
    else this.flush()
  }

  /** What an earlier process left in that place. */
  get(key: string): unknown {
    return this.#store.get(key)
  }

  /** What an earlier process left under a prefix. */
  entries(prefix: string): Iterable<readonly [key: string, value: unknown]> {
    return this.#store.entries(prefix)
  }

  /** Writes and sends now; the end of a turn that sends does it by itself. */
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
    this.counters.transactions++
    this.counters.entries += entries.length
    try {
      this.#store.transaction(() => {
        for (const entry of entries) this.#writeOne(entry)
      })
      if (this.#failing) this.#trouble(undefined)
      this.#failing = false
    } catch (error) {
      for (const { journalKey } of entries) this.#written.delete(journalKey) // nothing of it is there
      if (!this.#failing) this.#trouble(error)
      this.#failing = true
    }
  }

  #writeOne(entry: Journalled): void {
    const { journalKey: key, isAmended } = entry
    const snapshot = entry.snapshot()
    if (snapshot === undefined) {
      this.#store.remove(key)
      this.#written.delete(key)
      return
    }
    if (!isAmended) {
      this.#store.put(key, snapshot)
      return
    }
    const before = this.#written.get(key)
    const change =
      before && before.amendments < MOST_AMENDMENTS
        ? amendment(before.snapshot, snapshot)
        : undefined
    if (!change) this.#store.put(key, snapshot, 'json')
    else if (change.length > 0) this.#store.amend(key, change, snapshot)
    if (before) {
      before.snapshot = snapshot
      before.amendments = change ? before.amendments + 1 : 0
    } else this.#written.set(key, { snapshot, amendments: 0 })
  }
}
