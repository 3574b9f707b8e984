import type { Clock } from '../../../clock/clock.ts'
import type { CallLog } from '../../../records/call-log.ts'
import type { CallRecord } from '../../../records/call-record.ts'

/** Whose calls are asked for. */
export interface Mine {
  /** Digits of extensions. */
  readonly numbers: readonly string[]
  /** Ids of telephones. */
  readonly phones: readonly string[]
}

export interface RecentCallsOptions {
  readonly clock: Clock
  readonly log: () => Pick<CallLog, 'call' | 'calls'>
  /** Whether a device is an outside line: who calls over one chooses the number that is shown. */
  readonly isLine: (device: string) => boolean
  /** Whether these digits are an extension: nothing else is kept by its number, whatever people dial. */
  readonly isExtension: (digits: string) => boolean
}

const MOST_CALLS = 5000 // of the unit, to begin with: some 300 ms in slices
const MOST_OF_ONE = 20
const MOST_OPEN = 500
const OLDEST_MS = 1000
const AT_ONCE = 50 // records: 3 ms, then others have their turn

interface Noted {
  readonly call: string
  readonly startedAt: number
}

/**
 * The latest calls of each extension and telephone, for many people who look every few seconds: the records are read once, and after
 * that only what is new. Kept in memory alone.
 */
export class RecentCalls {
  readonly #options: RecentCallsOptions
  readonly #latest = new Map<string, Noted[]>()
  /** Calls that are over: they do not change any more. */
  readonly #settled = new Set<string>()
  readonly #open = new Set<string>()
  #filled = false
  #reading: Promise<void> | undefined
  #readAt = Number.NEGATIVE_INFINITY

  constructor(options: RecentCallsOptions) {
    this.#options = options
  }

  /** Newest first, at most 20. */
  async of({ numbers, phones }: Mine): Promise<CallRecord[]> {
    await this.#refresh()
    const keys = [...numbers.map(numberKey), ...phones.map(phoneKey)]
    const noted = new Map<string, Noted>()
    for (const one of keys.flatMap((key) => this.#latest.get(key) ?? [])) noted.set(one.call, one)
    const log = this.#options.log()
    return [...noted.values()]
      .sort(newestFirst)
      .slice(0, MOST_OF_ONE)
      .map(({ call }) => log.call(call))
      .filter((record) => record !== undefined)
  }

  #refresh(): Promise<void> {
    const now = this.#options.clock.uptime()
    if (!this.#reading && now - this.#readAt < OLDEST_MS) return Promise.resolve()
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined
      this.#readAt = this.#options.clock.uptime()
    })
    return this.#reading
  }

  async #read(): Promise<void> {
    const log = this.#options.log()
    for (const call of [...this.#open]) {
      const record = log.call(call)
      if (record) this.#note(record)
      else this.#open.delete(call)
    }
    let before: string | undefined
    for (let looked = 0; looked < MOST_CALLS; looked += AT_ONCE) {
      const page = log.calls({ limit: AT_ONCE, ...(before !== undefined && { before }) })
      const news = page.filter(({ call }) => !this.#settled.has(call) && !this.#open.has(call))
      for (const record of page) this.#note(record)
      before = page.at(-1)?.call
      if (page.length < AT_ONCE || (this.#filled && news.length === 0)) break
      await new Promise((resolve) => setImmediate(resolve))
    }
    this.#filled = true
    this.#forgetSome()
  }

  #note(record: CallRecord): void {
    const { call, startedAt, endedAt } = record
    if (this.#settled.has(call)) return
    for (const key of this.#keysOf(record)) {
      const known = this.#latest.get(key) ?? []
      if (known.some((one) => one.call === call)) continue
      this.#latest.set(key, [...known, { call, startedAt }].sort(newestFirst).slice(0, MOST_OF_ONE))
    }
    if (endedAt === undefined) {
      this.#open.add(call)
    } else {
      this.#open.delete(call)
      this.#settled.add(call)
    }
  }

  /** Extensions and telephones that were part of it. */
  #keysOf({ dialled = '', legs }: CallRecord): Set<string> {
    const keys = new Set<string>()
    const { isExtension, isLine } = this.#options
    if (dialled && isExtension(dialled)) keys.add(numberKey(dialled))
    for (const { party } of legs) {
      if (party?.device === undefined || isLine(party.device)) continue
      keys.add(phoneKey(party.device))
      if (party.digits && isExtension(party.digits)) keys.add(numberKey(party.digits))
    }
    return keys
  }

  /** What was settled long ago is not met again: reading stops before. */
  #forgetSome(): void {
    forgetOldest(this.#settled, 2 * MOST_CALLS)
    forgetOldest(this.#open, MOST_OPEN)
  }
}

const numberKey = (digits: string) => `number ${digits}`
const phoneKey = (id: string) => `phone ${id}`
const newestFirst = (a: Noted, b: Noted) => b.startedAt - a.startedAt

/** In the order of insertion. */
function forgetOldest(set: Set<string>, most: number): void {
  for (const one of set) {
    if (set.size <= most) return
    set.delete(one)
  }
}
