/** What kind of number the digits are. Every comparison is on `plan` and `digits` (DESIGN §3). */
export type NumberPlan = 'e164' | 'internal' | 'service' | 'emergency' | 'unknown'

/** One party's number as the whole product knows it, whatever line it came over. */
export interface PartyNumber {
  /** Canonical: digits only; E.164 without `+`; also `*` and `#` for service codes. */
  readonly digits: string
  readonly plan: NumberPlan
  /** As the wire had it. */
  readonly raw: string
  readonly presentation: 'allowed' | 'restricted' | 'unavailable'
  /** Who vouches for it, as in Q.931: we ourselves, the network, or nobody. */
  readonly screening: 'own' | 'network' | 'none'
  readonly name?: string
}

const LONGEST = 32 // digits; longer than any numbering plan, shorter than any abuse

/** The number of one of our own extensions. */
export function internalNumber(digits: string, name?: string): PartyNumber {
  return {
    digits,
    plan: 'internal',
    raw: digits,
    presentation: 'allowed',
    screening: 'own',
    ...(name ? { name } : {}),
  }
}

/** A number outside of the office as its caller dialled it, without the digit that gets an outside line. */
export function outsideNumber(raw: string, plan: NumberPlan, digits = raw): PartyNumber {
  return { digits, plan, raw, presentation: 'allowed', screening: 'none' }
}

/**
 * What somebody dialled, out of the user part of a Request-URI: visual separators go (RFC 3966 §5.1.1), what is no digit
 * makes it `unknown` with the raw text kept. Never throws; at most 32 digits are looked at.
 */
export function dialledNumber(user: string): PartyNumber {
  const digits = user.replace(/[-.() ]/g, '')
  const international = /^\+\d{1,15}$/.test(digits)
  const plain = /^[\d*#]+$/.test(digits) && digits.length <= LONGEST
  return {
    digits: international ? digits.slice(1) : plain ? digits : '',
    plan: international ? 'e164' : 'unknown',
    raw: user.slice(0, 128),
    presentation: 'allowed',
    screening: 'none',
  }
}

/** Same number for every purpose of routing and matching. */
export function sameNumber(a: PartyNumber, b: PartyNumber): boolean {
  return a.plan === b.plan && a.digits === b.digits && a.digits !== ''
}
