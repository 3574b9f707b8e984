const BASE_MS = 30_000
const MOST_MS = 1_800_000
const SHORTEST = 0.8
const LONGEST = 0.9

/**
 * How long to wait after so many failures in a row, ms: RFC 5626 §4.5, twice as long each time, at most half an hour, and by lot so that
 * not all come back at once.
 * @param random from 0 (included) to 1 (not included)
 */
export function backoffMs(failures: number, random: number): number {
  const most = Math.min(MOST_MS, BASE_MS * 2 ** Math.min(failures, 10))
  return most * (0.5 + random / 2)
}

/** When a registration is refreshed, ms after it was granted: at 80 to 90 % of its time. */
export function refreshMs(grantedSeconds: number, random: number): number {
  return grantedSeconds * 1000 * (SHORTEST + random * (LONGEST - SHORTEST))
}
