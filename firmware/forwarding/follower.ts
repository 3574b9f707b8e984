import type { Clock } from '../clock/clock.ts'
import type { Result } from '../result.ts'
import type { AdminEvents, NumberedEvent } from '../store/admin-events.ts'
import type { DurableMap } from '../store/durable-map.ts'
import type { Text } from '../words/message.ts'

/** How far a way has come; on the disk, so that a restart neither loses nor repeats an event. */
export interface Place {
  /** Number of the last event that was sent, left out or not wanted. */
  readonly seen: number
  /** Events that were wanted and will not be sent: told with the next delivery. */
  readonly leftOut: number
  /** Deliveries in this day of uptime; a boot begins anew (NOTIF-6). */
  readonly day?: { readonly number: number; readonly sent: number; readonly uptime: number }
}

/** One way out of the unit: what differs between e-mail and syslog. Asked anew each time, so that a change of settings acts at once. */
export interface Way {
  readonly name: 'mail' | 'syslog'
  enabled(): boolean
  wants(event: NumberedEvent): boolean
  limits(): Limits
  deliver(events: readonly NumberedEvent[], leftOut: number): Promise<Result<unknown, Text>>
}

export interface Limits {
  /** Events in a delivery. */
  readonly atOnce: number
  /** How long the first one waits for others. */
  readonly gatherMs: number
  /** Between deliveries. */
  readonly pauseMs: number
  /** Deliveries in a day; without it, as many as there are. */
  readonly perDay?: number
}

/** What pages are told of a way. */
export interface WayState {
  readonly enabled: boolean
  /** Events that wait; as many as are looked at, at most. */
  readonly waiting: number
  readonly leftOut: number
  /** UTC, ms, since this process runs. */
  readonly lastSent?: number
  readonly lastFailure?: { readonly at: number; readonly why: Text }
}

export interface FollowerWorld {
  readonly clock: Clock
  readonly events: Pick<AdminEvents, 'after' | 'last'>
  readonly places: DurableMap<Place>
  /** Told with every delivery; undefined: it succeeded, or the way was switched off. */
  readonly failed: (way: Way['name'], why: Text | undefined) => void
}

/** Events that wait at most; older ones are left out, and counted. */
export const MOST_WAITING = 2000
const DAY_MS = 86_400_000
const FIRST_RETRY_MS = 5000
const LONGEST_RETRY_MS = 300_000

/**
 * Follows the event log for one way out. The log itself is the queue, so what waits survives a restart, and a peer that is dead holds
 * nobody up: it is tried again after 5 s, then after twice as long each time, up to 5 minutes.
 */
export class Follower {
  readonly #world: FollowerWorld
  readonly #way: Way
  #busy = false
  #notBefore = 0 // uptime, ms
  #retryMs = FIRST_RETRY_MS
  #lastSent: number | undefined
  #lastFailure: WayState['lastFailure']

  constructor(world: FollowerWorld, way: Way) {
    this.#world = world
    this.#way = way
  }

  /** To be called every now and then; resolves when what was due is done. */
  async look(): Promise<void> {
    const { clock, events, places } = this.#world
    const { name } = this.#way
    if (this.#busy) return
    if (!this.#way.enabled()) return this.#off()
    const place = places.get(name) ?? this.#begin(events.last())
    if (clock.uptime() < this.#notBefore) return
    const { found, place: here } = this.#queue(place)
    const limits = this.#way.limits()
    const [first] = found
    if (!first) return
    const isFull = found.length >= limits.atOnce
    if (!isFull && clock.now() - first.at < limits.gatherMs && clock.now() >= first.at) return
    const batch = found.slice(0, limits.atOnce)
    const day = this.#today(here)
    if (limits.perDay !== undefined && day.sent >= limits.perDay) {
      const leftOut = here.leftOut + batch.length
      places.put(name, { ...here, day, leftOut, seen: batch.at(-1)?.number ?? here.seen })
      return
    }
    await this.#deliver(batch, { ...here, day }, limits)
  }

  /** What waits is not sent any more (NOTIF-10). */
  flush(): void {
    const { events, places } = this.#world
    const place = places.get(this.#way.name)
    if (place) places.put(this.#way.name, { ...place, seen: events.last(), leftOut: 0 })
    this.#notBefore = 0
  }

  get state(): WayState {
    const enabled = this.#way.enabled()
    const place = enabled ? this.#world.places.get(this.#way.name) : undefined
    return {
      enabled,
      waiting: place ? this.#queue(place).found.length : 0,
      leftOut: place?.leftOut ?? 0,
      ...(this.#lastSent !== undefined && { lastSent: this.#lastSent }),
      ...(this.#lastFailure && { lastFailure: this.#lastFailure }),
    }
  }

  #begin(seen: number): Place {
    const place = { seen, leftOut: 0 }
    this.#world.places.put(this.#way.name, place)
    return place
  }

  #off(): void {
    this.#world.places.remove(this.#way.name)
    this.#notBefore = 0
    this.#retryMs = FIRST_RETRY_MS
    this.#lastFailure = undefined
    this.#world.failed(this.#way.name, undefined)
  }

  /** What waits, the oldest first; what is too much or not wanted is behind the place. */
  #queue(from: Place): { readonly found: readonly NumberedEvent[]; readonly place: Place } {
    const { events, places } = this.#world
    const all = events.after(from.seen, Number.MAX_SAFE_INTEGER)
    const wanted = all.filter((event) => this.#way.wants(event))
    const found = wanted.slice(-MOST_WAITING)
    const dropped = wanted.length - found.length
    const lost = all[0] ? Math.max(0, all[0].number - from.seen - 1) : 0 // went out of the log meanwhile
    const before = found[0] ? found[0].number - 1 : (all.at(-1)?.number ?? from.seen)
    const place = { ...from, seen: before, leftOut: from.leftOut + dropped + lost }
    if (place.seen !== from.seen) places.put(this.#way.name, place)
    return { found, place }
  }

  async #deliver(batch: readonly NumberedEvent[], place: Place, limits: Limits): Promise<void> {
    const { clock, places, failed } = this.#world
    const { name } = this.#way
    this.#busy = true
    const answer = await this.#way.deliver(batch, place.leftOut)
    this.#busy = false
    if (!answer.ok) {
      this.#lastFailure = { at: clock.now(), why: answer.error }
      this.#notBefore = clock.uptime() + this.#retryMs
      this.#retryMs = Math.min(2 * this.#retryMs, LONGEST_RETRY_MS)
      return failed(name, answer.error)
    }
    const day = this.#today(place)
    const seen = Math.max(batch.at(-1)?.number ?? 0, places.get(name)?.seen ?? 0) // flushed meanwhile
    if (places.get(name))
      places.put(name, { seen, leftOut: 0, day: { ...day, sent: day.sent + 1 } })
    this.#lastSent = clock.now()
    this.#lastFailure = undefined
    this.#retryMs = FIRST_RETRY_MS
    this.#notBefore = clock.uptime() + limits.pauseMs
    failed(name, undefined)
  }

  #today({ day }: Place): NonNullable<Place['day']> {
    const uptime = this.#world.clock.uptime()
    const number = Math.floor(uptime / DAY_MS)
    const isSame = day?.number === number && day.uptime <= uptime // else another day, or another boot
    return { number, sent: isSame ? day.sent : 0, uptime }
  }
}
