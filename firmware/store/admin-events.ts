import type { Clock } from '../clock/clock.ts'
import type { Language, Message, Text } from '../words/message.ts'
import { say } from '../words/say.ts'
import { folded } from './listing.ts'
import type { LmdbEnvironment } from './lmdb-environment.ts'

/** What somebody did that changed no setting and that others must be able to see later: a password shown, a process restarted. */
export interface AdminEvent {
  /** UTC, ms. */
  readonly at: number
  readonly by: string
  readonly from: string
  /** A sentence in the past: `The password of handset 101 was shown.` */
  readonly text: string
}

interface Kept extends AdminEvent {
  /** What says it in other languages; not there in events of older versions. */
  readonly said?: Message
}

/** Which events are looked for: all that is given must fit. Times are UTC, ms. */
export interface EventQuery {
  /** At most so many. */
  readonly limit: number
  /** Only earlier ones. */
  readonly before?: number
  /** Both ends included. */
  readonly from?: number
  readonly to?: number
  /** Found in text, by and from, whatever case and accents. */
  readonly q?: string
  /** Of the texts; English unless told. */
  readonly language?: Language
}

const MOST = 5000 // the oldest go first
const AT_ONCE = 200 // events: some 5 ms

/** The events of this unit, kept over restarts. Any process may add and read. */
export class AdminEvents {
  readonly #environment: LmdbEnvironment
  readonly #clock: Clock

  /** @param environment `store.records` */
  constructor(environment: LmdbEnvironment, clock: Clock) {
    this.#environment = environment
    this.#clock = clock
  }

  /** On the disk when this returns. */
  add({ by, from, text }: Omit<AdminEvent, 'at' | 'text'> & { readonly text: Text }): void {
    const table = this.#table
    const said = typeof text === 'string' ? {} : { said: text }
    const event = { at: this.#clock.now(), by, from, text: say('en', text), ...said }
    this.#environment.transaction(() => {
      const [last] = table.keys({ reverse: true, limit: 1 })
      const next = Number(last ?? 0) + 1
      table.put(key(next), event)
      table.remove(key(next - MOST))
    })
  }

  /** The latest first, in English. */
  latest(limit: number): AdminEvent[] {
    this.#environment.refresh()
    const latest = [...this.#table.entries({ reverse: true, limit })]
    return latest.map(([, { said: _, ...event }]) => event)
  }

  /** The latest first. Reads all that are kept, at most 5,000, where too few fit; others have their turn meanwhile. */
  async search({ limit, language = 'en', ...wanted }: EventQuery): Promise<AdminEvent[]> {
    const q = folded(wanted.q?.trim() ?? '')
    const found: AdminEvent[] = []
    for (let last: string | undefined; ; ) {
      this.#environment.refresh()
      const after = last === undefined ? {} : { after: last }
      const page = [...this.#table.entries({ reverse: true, limit: AT_ONCE, ...after })]
      for (const [, { said, ...kept }] of page) {
        if (!isWithin(kept.at, wanted)) continue
        const event = said && language !== 'en' ? { ...kept, text: say(language, said) } : kept
        if (q === '' || has(event, q)) found.push(event)
        if (found.length === limit) return found
      }
      if (page.length < AT_ONCE) return found
      last = page.at(-1)?.[0]
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  get #table() {
    return this.#environment.table<Kept>('admin-events')
  }
}

const key = (number: number) => String(number).padStart(12, '0')

function isWithin(at: number, { before, from, to }: Omit<EventQuery, 'limit'>): boolean {
  if (before !== undefined && at >= before) return false
  return (from === undefined || at >= from) && (to === undefined || at <= to)
}

function has({ text, by, from }: AdminEvent, q: string): boolean {
  return folded(`${text}\n${by}\n${from}`).includes(q)
}
