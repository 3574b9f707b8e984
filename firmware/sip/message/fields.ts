import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import type { NameAddr } from './name-address.ts'
import { parseNameAddress } from './name-address.ts'

export interface CSeq {
  readonly sequence: number
  /** Case counts, RFC 3261 §7.1. */
  readonly method: string
}

/** CSeq = 1*DIGIT LWS Method, RFC 3261 §20.16 and §25.1; the bound is in §8.1.1.5. */
export function parseCSeq(text: string): Result<CSeq> {
  const [, digits, method] = /^(\d{1,16})[ \t]+([\w\-.!%*+`'~]+)$/.exec(text) ?? []
  if (!digits || !method) return refuse('CSeq is not a number and a method')
  const sequence = Number(digits)
  if (sequence >= 2 ** 31) return refuse('CSeq number is not below 2**31')
  return ok({ sequence, method })
}

/** Call-ID, RFC 3261 §25.1: words and one @; wider here: anything visible in ASCII but commas. */
export function parseCallId(text: string): Result<string> {
  return /^[\x21-\x2b\x2d-\x7e]{1,512}$/.test(text)
    ? ok(text)
    : refuse('not one word of at most 512 characters')
}

/** The elements of all Contact headers of a message; '*' stands alone. */
export function parseContacts(texts: readonly string[]): Result<readonly NameAddr[] | '*'> {
  if (texts.length === 1 && texts[0] === '*') return ok('*')
  const contacts: NameAddr[] = []
  for (const text of texts) {
    const contact = parseNameAddress(text)
    if (!contact.ok) return refuse(`Contact: ${contact.error}`)
    contacts.push(contact.value)
  }
  return ok(contacts)
}

/** A number of seconds or octets: Expires, Content-Length … Undefined when it is none or above `most`. */
export function parseCount(text: string, most: number): number | undefined {
  if (!/^\d{1,10}$/.test(text)) return undefined
  const number = Number(text)
  return number <= most ? number : undefined
}
