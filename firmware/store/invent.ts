import { randomInt } from 'node:crypto'

/** Letters and digits that nobody confuses on paper, on a screen or on the telephone: no 0 O 1 I l. */
const CLEAR = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'

/** A secret of 24 characters: 139 bits (SECURITY row 2 asks for 20 characters). */
export function inventSecret(): string {
  return Array.from({ length: 24 }, () => CLEAR[randomInt(CLEAR.length)]).join('')
}

/** A SIP user nobody guesses from the extension: eight digits. */
export function inventUserId(): string {
  return String(randomInt(10_000_000, 100_000_000))
}

/** A realm like no other unit's. */
export function inventRealm(): string {
  return `strowger-${randomInt(2 ** 40)
    .toString(16)
    .padStart(10, '0')}`
}
