import { randomFillSync } from 'node:crypto'

const pool = Buffer.allocUnsafe(6144)
let used = pool.length

/** A random word for tags, branches and Call-IDs: 16 characters of URL-safe base64, 96 bits. */
export function randomWord(): string {
  const from = take(12)
  return pool.toString('base64url', from, from + 12)
}

/** Fills a buffer with chance from that place to its end. */
export function fillRandom(buffer: Buffer, at: number): void {
  const octets = buffer.length - at
  const from = take(octets)
  pool.copy(buffer, at, from, from + octets)
}

/** Where so many octets stand that nobody has used. */
function take(octets: number): number {
  if (used + octets > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += octets
  return used - octets
}

/** A random number from `low` (included) to `high` (not included); for waits, not for secrets. */
export function randomBetween(low: number, high: number): number {
  return low + Math.random() * (high - low)
}
