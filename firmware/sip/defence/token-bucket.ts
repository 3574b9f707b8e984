import type { Rate } from './limits.ts'

/** What is left, and since when. Plain: thousands of them are kept. */
export interface TokenBucket {
  tokens: number
  /** Uptime, ms. */
  at: number
}

export function fullBucket({ burst }: Rate, now: number, factor = 1): TokenBucket {
  return { tokens: burst * factor, at: now }
}

/** Takes one token; false when there is none. `factor`: rate and burst so many times larger. */
export function takeToken(bucket: TokenBucket, rate: Rate, now: number, factor = 1): boolean {
  const earned = ((now - bucket.at) / 1000) * rate.perSecond * factor
  bucket.tokens = Math.min(rate.burst * factor, bucket.tokens + earned)
  bucket.at = now
  if (bucket.tokens < 1) return false
  bucket.tokens--
  return true
}

/** Gives some back. */
export function giveTokens(bucket: TokenBucket, rate: Rate, count: number, factor = 1): void {
  bucket.tokens = Math.min(rate.burst * factor, bucket.tokens + count)
}
