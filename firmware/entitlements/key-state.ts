import type { FeatureKey } from './feature-key.ts'

const DAY = 86_400_000

/** Before a key ends people are told, and after its end it acts for as long again: nobody loses an office over a weekend. */
export const NOTICE_DAYS = 30
export const GRACE_DAYS = 30

/** `grace`: over, and still acting. `ended`: no longer acting. */
export type KeyState = 'valid' | 'ending' | 'grace' | 'ended'

/**
 * How a key stands.
 * @param now UTC, ms. What the issuer's own clock said when the key was made is past, whatever ours says: one that is put back gains nothing by that
 * @param ended the unit has seen it end, which stays so
 */
export function keyState({ issued, expires }: FeatureKey, now: number, ended = false): KeyState {
  if (expires === undefined) return 'valid'
  const reckoned = Math.max(now, issued)
  if (ended || reckoned >= expires + GRACE_DAYS * DAY) return 'ended'
  if (reckoned >= expires) return 'grace'
  return reckoned >= expires - NOTICE_DAYS * DAY ? 'ending' : 'valid'
}

/** When it acts no longer; UTC, ms. */
export function actsUntil({ expires }: Pick<FeatureKey, 'expires'>): number | undefined {
  return expires === undefined ? undefined : expires + GRACE_DAYS * DAY
}
