import type { Clock } from '../clock/clock.ts'
import {
  classOfCondition,
  type EventClass,
  type EventKind,
  type EventSeverity,
  kindOf,
} from '../records/event-kinds.ts'
import { sayCondition } from '../words/condition.ts'
import type { Plain } from '../words/format.ts'
import type { Language, Message, Text } from '../words/message.ts'
import { message, say } from '../words/say.ts'
import { folded } from './listing.ts'
import type { LmdbEnvironment } from './lmdb-environment.ts'

/** A system event (EVT rows): what somebody did that changed no setting, or what was wrong with the unit for a while. */
export interface AdminEvent extends EventKind {
  /** UTC, ms. */
  readonly at: number
  /** The login, or the process that owns the fact. */
  readonly by: string
  readonly from: string
  /** A sentence in the past: `The password of handset 101 was shown.` */
  readonly text: string
}

/** A condition that came or went, with what says it in other languages. */
export interface ConditionTold {
  readonly over: boolean
  readonly subject: string
  readonly effect: string
  readonly remedy: string
  readonly kind?: string
  readonly values?: Plain
}

interface Kept extends Omit<AdminEvent, 'severity' | 'class'>, Partial<EventKind> {
  /** What says it in other languages; not there in events of older versions. */
  readonly said?: Message
  readonly condition?: ConditionTold
}

/** What is added: sorted by what says it, unless told otherwise. */
export interface NewEvent extends Partial<EventKind> {
  readonly by: string
  readonly from: string
  readonly text: Text
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
  /** One of these; whichever where none is given. */
  readonly severities?: readonly EventSeverity[]
  readonly classes?: readonly EventClass[]
  /** Of the texts; English unless told. */
  readonly language?: Language
}

/** An event with its place in the log. */
export interface NumberedEvent extends AdminEvent {
  /** From 1, never used again. */
  readonly number: number
}

/** EVT-6: so many are kept; the oldest go first. */
export const MOST_EVENTS = 10_000
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
  add({ by, from, text, ...kind }: NewEvent): void {
    const said = typeof text === 'string' ? {} : { said: text }
    this.#put({ at: this.#clock.now(), by, from, text: say('en', text), ...said, ...kind })
  }

  /** What was wrong, or is right again; `owner` is the process that told it. */
  addCondition(owner: string, condition: ConditionTold, severity: EventSeverity): void {
    const kept = { at: this.#clock.now(), by: owner, from: 'this unit', text: '', condition }
    const kind = classOfCondition(condition.kind)
    this.#put({ ...kept, text: textIn('en', kept), severity, class: kind })
  }

  /** The latest first, in English. */
  latest(limit: number): AdminEvent[] {
    this.#environment.refresh()
    const latest = [...this.#table.entries({ reverse: true, limit })]
    return latest.map(([, kept]) => shownIn('en', kept))
  }

  /** Number of the newest event that there ever was; 0 before the first. */
  last(): number {
    this.#environment.refresh()
    const [last] = this.#table.keys({ reverse: true, limit: 1 })
    return Number(last ?? 0)
  }

  /** Those after a number, the oldest first, in English. */
  after(number: number, limit: number): NumberedEvent[] {
    this.#environment.refresh()
    const found = [...this.#table.entries({ after: key(number), limit })]
    return found.map(([at, kept]) => ({ ...shownIn('en', kept), number: Number(at) }))
  }

  /** The latest first. Reads all that are kept where too few fit; others have their turn meanwhile. */
  async search({ limit, language = 'en', ...wanted }: EventQuery): Promise<AdminEvent[]> {
    const q = folded(wanted.q?.trim() ?? '')
    const found: AdminEvent[] = []
    for (let last: string | undefined; ; ) {
      this.#environment.refresh()
      const after = last === undefined ? {} : { after: last }
      const page = [...this.#table.entries({ reverse: true, limit: AT_ONCE, ...after })]
      for (const [, kept] of page) {
        if (!isWithin(kept.at, wanted)) continue
        const event = shownIn(language, kept)
        if (isSorted(event, wanted) && (q === '' || has(event, q))) found.push(event)
        if (found.length === limit) return found
      }
      if (page.length < AT_ONCE) return found
      last = page.at(-1)?.[0]
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  #put(event: Kept): void {
    const table = this.#table
    this.#environment.transaction(() => {
      const [last] = table.keys({ reverse: true, limit: 1 })
      const next = Number(last ?? 0) + 1
      table.put(key(next), event)
      table.remove(key(next - MOST_EVENTS))
    })
  }

  get #table() {
    return this.#environment.table<Kept>('admin-events')
  }
}

const key = (number: number) => String(number).padStart(12, '0')

function shownIn(language: Language, kept: Kept): AdminEvent {
  const { said, condition: _, ...event } = kept
  return { ...kindOf(said?.id), ...event, text: textIn(language, kept) }
}

function textIn(language: Language, { text, said, condition }: Kept): string {
  if (!condition) return said && language !== 'en' ? say(language, said) : text
  const { over, ...told } = condition
  const { subject, effect } = sayCondition(language, told)
  return over
    ? say(language, message('event.condition-over', { subject, effect }))
    : say(language, message('event.condition', { subject, effect }))
}

function isWithin(at: number, { before, from, to }: Omit<EventQuery, 'limit'>): boolean {
  if (before !== undefined && at >= before) return false
  return (from === undefined || at >= from) && (to === undefined || at <= to)
}

function isSorted(
  event: EventKind,
  { severities = [], classes = [] }: Pick<EventQuery, 'severities' | 'classes'>,
): boolean {
  if (severities.length > 0 && !severities.includes(event.severity)) return false
  return classes.length === 0 || classes.includes(event.class)
}

function has({ text, by, from }: AdminEvent, q: string): boolean {
  return folded(`${text}\n${by}\n${from}`).includes(q)
}
