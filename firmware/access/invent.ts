import { randomInt } from 'node:crypto'
import { WORDS } from './words.ts'

/**
 * `copper-otter-maple-7391`: three of 256 words and four digits, 3 × 8 + 13 = 37 bits. Guessing it online takes thousands of
 * years at the pace that LockOut allows; and it works once.
 */
export function inventFirstPassword(): string {
  const words = Array.from({ length: 3 }, () => WORDS[randomInt(WORDS.length)])
  return [...words, randomInt(1000, 10_000)].join('-')
}

/** Six digits, 20 bits: to be read aloud to somebody who stands before the unit. Ten wrong ones make another. */
export function inventCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0')
}

/** Digits that are nobody's number: whoever makes them asks `checkNewPin`. */
export function inventPin(length: number): string {
  return Array.from({ length }, () => randomInt(10)).join('')
}
