import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import { numberAt } from './host.ts'
import type { NameAddr } from './name-address.ts'
import { parseNameAddress } from './name-address.ts'
import { COMMA, endOfToken, isToken, skipSpace } from './tokens.ts'

export interface CSeq {
  readonly sequence: number
  /** Case counts, RFC 3261 §7.1. */
  readonly method: string
}

/** CSeq = 1*DIGIT LWS Method, RFC 3261 §20.16 and §25.1; the bound is in §8.1.1.5. */
export function parseCSeq(text: string): Result<CSeq> {
  const end = endOfToken(text, 0)
  const start = skipSpace(text, end)
  if (start === end || !isToken(text, start)) return refuse('CSeq is not a number and a method')
  const sequence = numberAt(text, 0, end)
  if (sequence < 0) return refuse('CSeq is not a number and a method')
  if (sequence >= 2 ** 31) return refuse('CSeq number is not below 2**31')
  return ok({ sequence, method: text.slice(start) })
}

/** Call-ID, RFC 3261 §25.1: words and one @; wider here: anything visible in ASCII but commas. */
export function parseCallId(text: string): Result<string> {
  return isCallId(text) ? ok(text) : refuse('not one word of at most 512 characters')
}

function isCallId(text: string): boolean {
  if (text.length === 0 || text.length > 512) return false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code <= 0x20 || code > 0x7e || code === COMMA) return false
  }
  return true
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
  if (text.length > 10) return undefined
  const number = numberAt(text, 0, text.length)
  return number >= 0 && number <= most ? number : undefined
}
