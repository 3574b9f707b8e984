import type { Clock } from '../clock/clock.ts'

/** How long somebody waits after wrong attempts: not at all for the first `free`, then twice as long each time. */
export interface LockRule {
  readonly free: number
  readonly firstMs: number
  readonly mostMs: number
}

/** One account, from sources that nobody has signed in from. */
export const ACCOUNT: LockRule = { free: 5, firstMs: 5000, mostMs: 15 * 60_000 }
/** One source, whichever accounts it tries. */
export const SOURCE: LockRule = { free: 10, firstMs: 5000, mostMs: 60 * 60_000 }
/** The serial console: whoever stands before the unit is slowed down and never locked out. */
export const CONSOLE: LockRule = { free: 3, firstMs: 2000, mostMs: 60_000 }

/** What survives a restart: how often, and when last (UTC in ms). */
export interface KeptFailures {
  readonly failures: number
  readonly at: number
}

/** Where it is kept; for few names, written only once there is a wait. */
export interface Keeper {
  get(name: string): KeptFailures | undefined
  put(name: string, failures: KeptFailures): void
  remove(name: string): void
}

interface Entry {
  failures: number
  /** Uptime until which to wait. */
  until: number
  /** Uptime of the last failure. */
  at: number
}

const MOST = 10_000 // names in memory
const FORGET_MS = 24 * 3_600_000 // of quiet

/** Counts wrong attempts by name and says how long the next one has to wait. */
export class LockOut {
  readonly #clock: Clock
  readonly #keeper: Keeper
  readonly #entries = new Map<string, Entry>()
  readonly #kept = new Set<string>() // names that the keeper has

  constructor(clock: Clock, keeper: Keeper) {
    this.#clock = clock
    this.#keeper = keeper
  }

  /** Milliseconds from now; 0: now. */
  waitMs(name: string, rule: LockRule): number {
    const entry = this.#entry(name, rule)
    return entry ? Math.max(0, entry.until - this.#clock.uptime()) : 0
  }

  /** Another wrong attempt. `keep`: remembered over a restart. */
  failed(name: string, rule: LockRule, keep: boolean): void {
    const now = this.#clock.uptime()
    const failures = (this.#entry(name, rule)?.failures ?? 0) + 1
    this.#set(name, { failures, at: now, until: now + waitAfter(failures, rule) })
    if (!keep || failures <= rule.free) return
    this.#kept.add(name)
    this.#keeper.put(name, { failures, at: this.#clock.now() })
  }

  /** Takes one wrong attempt back: it was none. */
  unfailed(name: string): void {
    const entry = this.#entries.get(name)
    if (!entry) return
    entry.failures--
    entry.until = 0
    if (entry.failures <= 0) this.#entries.delete(name)
  }

  forget(name: string): void {
    this.#entries.delete(name)
    if (this.#kept.delete(name)) this.#keeper.remove(name)
  }

  #entry(name: string, rule: LockRule): Entry | undefined {
    const now = this.#clock.uptime()
    const known = this.#entries.get(name) ?? this.#recalled(name, rule)
    if (!known || now - known.at <= FORGET_MS) return known
    this.forget(name)
    return undefined
  }

  /** Of an earlier life of this process. A clock that was set meanwhile makes nobody wait longer than the rule. */
  #recalled(name: string, rule: LockRule): Entry | undefined {
    const kept = this.#keeper.get(name)
    if (!kept) return undefined
    this.#kept.add(name)
    const now = this.#clock.uptime()
    const wait = waitAfter(kept.failures, rule)
    const quiet = Math.max(0, this.#clock.now() - kept.at)
    const until = now + Math.max(0, wait - quiet)
    return this.#set(name, { failures: kept.failures, at: now - quiet, until })
  }

  #set(name: string, entry: Entry): Entry {
    this.#entries.delete(name) // to the end: the first is the one that is quiet longest
    this.#entries.set(name, entry)
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= MOST) break
      this.#entries.delete(oldest)
    }
    return entry
  }
}

function waitAfter(failures: number, { free, firstMs, mostMs }: LockRule): number {
  if (failures < free) return 0
  return Math.min(mostMs, firstMs * 2 ** Math.min(failures - free, 30))
}
