import { randomFillSync } from 'node:crypto'

const pool = Buffer.allocUnsafe(6144)
let used = pool.length

/** A random word for tags, branches and Call-IDs: 16 characters of URL-safe base64, 96 bits. */
export function randomWord(): string {
  if (used + 12 > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += 12
  return pool.toString('base64url', used - 12, used)
}

/** A random number from `low` (included) to `high` (not included); for waits, not for secrets. */
export function randomBetween(low: number, high: number): number {
  return low + Math.random() * (high - low)
}
