/** A key made of what a person remembers: argon2id, RFC 9106. */
import { type Argon2Parameters, argon2 } from 'node:crypto'
import { promisify } from 'node:util'
import { ok, type Result, refuse } from '../result.ts'
import type { Text } from '../words/message.ts'

const SHORTEST = 12 // characters
const LONGEST = 200

/** What the work of guessing costs; stands beside what is sealed, so that it can be raised later. */
export interface KeyCost {
  readonly memoryKiB: number
  readonly passes: number
  readonly lanes: number
}

/** RFC 9106 §4, second choice, with one lane: half a second and 64 MiB of a small unit. */
export const COST: KeyCost = { memoryKiB: 65_536, passes: 3, lanes: 1 }

/** A file from outside does not make the unit work for ever, nor fill its memory. */
const MOST: KeyCost = { memoryKiB: 131_072, passes: 10, lanes: 4 }

/** Whether a file may ask for so much. */
export function isFairCost({ memoryKiB, passes, lanes }: KeyCost): boolean {
  const within = (value: number, least: number, most: number) =>
    Number.isInteger(value) && value >= least && value <= most
  return (
    within(lanes, 1, MOST.lanes) &&
    within(memoryKiB, 8 * lanes, MOST.memoryKiB) &&
    within(passes, 1, MOST.passes)
  )
}

/** Whether a text may become a passphrase; the reason is for who chose it. */
export function checkPassphrase(passphrase: string): Result<true, Text> {
  const characters = [...passphrase]
  if (characters.length < SHORTEST) {
    return refuse('A passphrase has at least 12 characters: several words are easy to remember.')
  }
  if (characters.length > LONGEST) return refuse('A passphrase has at most 200 characters.')
  if (/\p{Cc}/u.test(passphrase)) return refuse('A passphrase has no control characters.')
  if (new Set(characters).size < 5) return refuse('Use at least five different characters.')
  return ok(true)
}

const derive = promisify<'argon2id', Argon2Parameters, Buffer>(argon2)
let last: Promise<unknown> = Promise.resolve()

/** 256 bits. One at a time: several at once would take the memory and the cores of a telephone server. */
export function keyOf(passphrase: string, salt: Buffer, cost: KeyCost): Promise<Buffer> {
  const key = last.then(() =>
    derive('argon2id', {
      message: Buffer.from(passphrase.normalize('NFKC')), // one keyboard composes é, another does not
      nonce: salt,
      parallelism: cost.lanes,
      memory: cost.memoryKiB,
      passes: cost.passes,
      tagLength: 32,
    }),
  )
  last = key.catch(() => {})
  return key
}
