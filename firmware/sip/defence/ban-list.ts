import type { Clock } from '../../clock/clock.ts'
import type { BanSink } from './ban-sink.ts'
import { NO_SINK } from './ban-sink.ts'
import type { KeptBan, KeptBans } from './kept-bans.ts'
import { NOT_KEPT } from './kept-bans.ts'
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

export interface BanTimes {
  readonly firstBanMs: number
  readonly longestBanMs: number
}

const REMEMBER_MS = 24 * 3_600_000 // of good behaviour after a ban, before the next one is a first one

/** Sources that are not listened to, each until some time. Bounded: the one that was banned longest ago is forgotten first. Kept over restarts where `kept` is given. */
export class BanList {
  readonly #clock: Clock
  readonly #sink: BanSink
  readonly #kept: KeptBans
  readonly #entries: Lru<string, KeptBan>

  constructor(clock: Clock, most: number, sink: BanSink = NO_SINK, kept: KeptBans = NOT_KEPT) {
    this.#clock = clock
    this.#sink = sink
    this.#kept = kept
    this.#entries = new Lru(most)
  }

  /** Takes up what an earlier process left, before anything is banned. */
  restore(): void {
    const now = this.#clock.uptime()
    for (const [source, ban] of this.#kept.entries()) {
      if (now - ban.until > REMEMBER_MS) {
        this.#kept.remove(source)
        continue
      }
      this.#entries.set(source, ban)
      if (ban.until > now) this.#sink.add(source, ban.until - now)
    }
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
    const ban = { reason, since: this.#clock.now(), ms, until: now + ms, times: times + 1 }
    const forgotten = this.#entries.set(source, ban)
    if (forgotten !== undefined) this.#kept.remove(forgotten)
    this.#kept.put(source, ban)
    this.#sink.add(source, ms)
    return ms
  }

  /** False: it was not banned. Nothing is remembered of it. */
  unban(source: string): boolean {
    const wasBanned = this.isBanned(source)
    this.#entries.delete(source)
    this.#kept.remove(source)
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
