import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock/clock.ts'

const COUNTER = 2 ** 12

/**
 * Makes UUIDs of version 7 (RFC 9562 §5.7): 48 bits of UTC in milliseconds, 12 of a counter, 62 random. Those of one maker
 * ascend, also when the clock is set back (§6.2 method 1).
 */
export function identities(clock: Pick<Clock, 'now'>): () => string {
  let last = 0
  let counter = 0
  return () => {
    const now = clock.now()
    if (now > last) {
      last = now
      counter = randomBytes(1).readUInt8() // leaves room to count within the millisecond
    } else if (++counter === COUNTER) {
      last++
      counter = 0
    }
    return uuid(last, counter)
  }
}

function uuid(ms: number, counter: number): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(ms, 0, 6)
  bytes.writeUInt16BE(0x7000 | counter, 6)
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
  const hex = bytes.toString('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-')
}
