import type { Limits, MethodClass } from './limits.ts'
import type { TokenBucket } from './token-bucket.ts'
import { fullBucket, giveTokens, takeToken } from './token-bucket.ts'

/** What is remembered of one source. Many thousands are kept: what it never did takes no room. */
export class SourceRecord {
  readonly isLocal: boolean
  readonly #buckets: Partial<Record<MethodClass, TokenBucket>> = {}
  #score = 0
  #scoredAt = 0
  /** Octets that may go to it although it has proved nothing. */
  #credit = 0
  #verifiedUntil = 0
  /** Dropped since it was last looked at. */
  excess = 0

  constructor(isLocal: boolean) {
    this.isLocal = isLocal
  }

  /** False: it has sent too many of these. */
  takes(kind: MethodClass, limits: Limits, now: number): boolean {
    const rate = limits.source[kind]
    const factor = this.#factor(limits)
    this.#buckets[kind] ??= fullBucket(rate, now, factor)
    return takeToken(this.#buckets[kind], rate, now, factor)
  }

  /** Something of it was right: what led there is given back, the challenge and its answer. */
  proves(kind: MethodClass, limits: Limits, now: number): void {
    const bucket = this.#buckets[kind]
    if (bucket) giveTokens(bucket, limits.source[kind], 2, this.#factor(limits))
    this.#verifiedUntil = now + limits.verifiedMs
  }

  isVerified(now: number): boolean {
    return this.#verifiedUntil > now
  }

  /** Adds to what speaks against it, or takes off; what it is then. */
  score(points: number, { forgiveMs }: Limits, now: number): number {
    const forgiven = (now - this.#scoredAt) / forgiveMs
    this.#score = Math.max(0, Math.max(0, this.#score - forgiven) + points)
    this.#scoredAt = now
    return this.#score
  }

  /** So many octets came from it. */
  earns(octets: number, { localAmplification }: Limits): void {
    const factor = this.isLocal ? localAmplification : 1
    this.#credit = Math.min(MOST_CREDIT, this.#credit + octets * factor)
  }

  /** Whether so many octets may be sent to it; they are then spent. */
  affords(octets: number): boolean {
    if (octets > this.#credit) return false
    this.#credit -= octets
    return true
  }

  #factor({ localFactor }: Limits): number {
    return this.isLocal ? localFactor : 1
  }
}

const MOST_CREDIT = 65_536
