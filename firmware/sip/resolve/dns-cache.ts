import type { Clock } from '../../clock/clock.ts'
import type { Answer, DnsSource, Records, RecordType } from './dns-source.ts'

const FLOOR_S = 10
const CEILING_S = 3600
/** Of SRV and NAPTR records, whose TTL Node does not tell. */
const UNKNOWN_S = 60
const NEGATIVE_S = 60
/** For how long an answer that is over is still better than none, RFC 8767. */
const STALE_MS = 86_400_000
/** While a server is silent it is not asked again, and what is stale is used at once. */
const SILENCE_MS = 5_000
/** A stale answer waits so long for a fresh one. */
const FRESH_WAIT_MS = 250
/** In the last part of its life an answer that is used is fetched anew. */
const AHEAD = 0.2
const MOST_ENTRIES = 2048
const MOST_IN_FLIGHT = 64

/** What is known of one question. */
interface Entry {
  records: readonly unknown[] | undefined
  freshUntil: number
  refreshAt: number
  staleUntil: number
  /** Until then nobody asks again. */
  silentUntil: number
  /** Settles, never rejects, when an answer or none has come. */
  flight: Promise<void> | undefined
}

/** Nobody has answered. */
export class DnsSilence extends Error {}

/** Answers of DNS, kept by their TTL; one query for all who ask the same, and never a long wait for anything that is known. */
export class DnsCache {
  readonly #clock: Clock
  readonly #source: DnsSource
  /** The one used last stands last. */
  readonly #entries = new Map<string, Entry>()
  #inFlight = 0

  constructor(clock: Clock, source: DnsSource) {
    this.#clock = clock
    this.#source = source
  }

  /**
   * The records of a name; none when there is no such name. Rejects with DnsSilence when no answer has come in `waitMs` and none is
   * known from before.
   */
  async lookup<Type extends RecordType>(
    type: Type,
    name: string,
    waitMs: number,
  ): Promise<readonly Records[Type][]> {
    const entry = this.#entry(`${type} ${name.toLowerCase()}`)
    const now = this.#clock.uptime()
    if (entry.records && now < entry.freshUntil) {
      if (now >= entry.refreshAt) this.#refresh(entry, type, name)
    } else {
      const hasStale = entry.records !== undefined && now < entry.staleUntil
      this.#refresh(entry, type, name)
      if (entry.flight) await this.#atMost(entry.flight, hasStale ? FRESH_WAIT_MS : waitMs)
    }
    if (!entry.records || this.#clock.uptime() >= entry.staleUntil) {
      throw new DnsSilence(`DNS does not answer for ${name}`)
    }
    return entry.records as readonly Records[Type][]
  }

  /** Forgets everything: DNS servers have changed. */
  clear(): void {
    this.#entries.clear()
  }

  #entry(key: string): Entry {
    const known = this.#entries.get(key)
    const entry = known ?? {
      records: undefined,
      freshUntil: 0,
      refreshAt: 0,
      staleUntil: 0,
      silentUntil: 0,
      flight: undefined,
    }
    this.#entries.delete(key)
    if (this.#entries.size >= MOST_ENTRIES) {
      this.#entries.delete(this.#entries.keys().next().value ?? '')
    }
    this.#entries.set(key, entry)
    return entry
  }

  #refresh(entry: Entry, type: RecordType, name: string): void {
    const isSilent = this.#clock.uptime() < entry.silentUntil
    if (entry.flight || isSilent || this.#inFlight >= MOST_IN_FLIGHT) return
    this.#inFlight++
    entry.flight = this.#source
      .query(type, name)
      .then(
        (answer) => this.#learn(entry, answer),
        () => {
          entry.silentUntil = this.#clock.uptime() + SILENCE_MS
        },
      )
      .finally(() => {
        this.#inFlight--
        entry.flight = undefined
      })
  }

  #learn(entry: Entry, { records, ttlSeconds }: Answer): void {
    const told = records.length > 0 ? (ttlSeconds ?? UNKNOWN_S) : NEGATIVE_S
    const lifeMs = Math.min(Math.max(told, FLOOR_S), CEILING_S) * 1000
    const now = this.#clock.uptime()
    entry.records = records
    entry.freshUntil = now + lifeMs
    entry.refreshAt = now + lifeMs * (1 - AHEAD)
    entry.staleUntil = entry.freshUntil + STALE_MS
    entry.silentUntil = 0
  }

  #atMost(flight: Promise<void>, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#clock.after(Math.max(0, ms), resolve)
      void flight.then(() => {
        timer.cancel()
        resolve()
      })
    })
  }
}
