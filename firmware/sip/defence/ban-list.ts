import type { Clock } from '../../clock/clock.ts'
import type { BanSink } from './ban-sink.ts'
import { NO_SINK } from './ban-sink.ts'
import { Lru } from './lru.ts'

/** Why a source is not listened to. */
export type BanReason = 'guessing' | 'flood' | 'manual'

export interface Ban {
  /** An IPv4 address, or the first 64 bits of an IPv6 one as `2001:db8:0:1`. */
  readonly source: string
  readonly reason: BanReason
  /** UTC, ms. */
  readonly since: number
  readonly until: number
}

interface Entry {
  reason: BanReason
  since: number
  /** Uptime, ms. */
  until: number
  /** Bans so far: each lasts twice as long as the one before. */
  times: number
}

export interface BanTimes {
  readonly firstBanMs: number
  readonly longestBanMs: number
}

const REMEMBER_MS = 24 * 3_600_000 // of good behaviour after a ban, before the next one is a first one

/** Sources that are not listened to, each until some time. Bounded: the one that was banned longest ago is forgotten first. */
export class BanList {
  readonly #clock: Clock
  readonly #sink: BanSink
  readonly #entries: Lru<string, Entry>

  constructor(clock: Clock, most: number, sink: BanSink = NO_SINK) {
    this.#clock = clock
    this.#sink = sink
    this.#entries = new Lru(most)
  }

  isBanned(source: string): boolean {
    const entry = this.#entries.peek(source)
    return entry !== undefined && entry.until > this.#clock.uptime()
  }

  /** Milliseconds that it will last. Each ban of the same source lasts twice as long, up to `longestBanMs`. */
  ban(source: string, reason: BanReason, { firstBanMs, longestBanMs }: BanTimes): number {
    const now = this.#clock.uptime()
    const known = this.#entries.peek(source)
    const times = known && now - known.until <= REMEMBER_MS ? known.times : 0
    const ms = Math.min(longestBanMs, firstBanMs * 2 ** Math.min(times, 30))
    this.#entries.set(source, {
      reason,
      since: this.#clock.now(),
      until: now + ms,
      times: times + 1,
    })
    this.#sink.add(source, ms)
    return ms
  }

  /** False: it was not banned. Nothing is remembered of it. */
  unban(source: string): boolean {
    const wasBanned = this.isBanned(source)
    this.#entries.delete(source)
    if (wasBanned) this.#sink.remove(source)
    return wasBanned
  }

  /** Those in force, the newest first. */
  list(): readonly Ban[] {
    const now = this.#clock.uptime()
    const utc = this.#clock.now()
    const bans: Ban[] = []
    for (const [source, { reason, since, until }] of this.#entries.entries()) {
      if (until > now) bans.push({ source, reason, since, until: Math.round(utc + until - now) })
    }
    return bans.reverse()
  }

  get size(): number {
    return this.list().length
  }
}
