import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import type { SipUri } from './uri.ts'
import { escapeUser } from './uri.ts'

/** A telephone number of a `tel:` URI, or of a SIP URI with `user=phone` (RFC 3966, RFC 3261 §19.1.6). */
export interface Telephone {
  /** Digits, with `+` before a global number; a local one may have `*`, `#` and A to D. No visual separators. */
  readonly number: string
  readonly isGlobal: boolean
  /** Where a local number is dialled: a domain in lower case, or the leading digits of a global number. */
  readonly context?: string | undefined
  /** To be dialled when somebody answers. */
  readonly extension?: string | undefined
  readonly isdnSubaddress?: string | undefined
}

const GLOBAL = /^\+\d{1,32}$/
const LOCAL = /^[0-9A-Da-d*#]{1,64}$/
const DOMAIN = /^(?:[a-z0-9-]{1,63}\.)*[a-z][a-z0-9-]{0,62}\.?$/

/** The number in a URI. Undefined: the URI says that it is none. */
export function telephoneOf(uri: SipUri): Result<Telephone> | undefined {
  if (uri.scheme === 'tel') return build(uri.user ?? '', uri.params)
  const isPhone = uri.scheme.startsWith('sip') && uri.params.get('user')?.toLowerCase() === 'phone'
  return isPhone && uri.user !== undefined ? parseTelephone(uri.user) : undefined
}

/** `telephone-subscriber`, RFC 3966 §3, as it stands in a `tel:` URI or, escapes undone, in the user part of another. */
export function parseTelephone(text: string): Result<Telephone> {
  const [number = '', ...pieces] = text.split(';', 9)
  const params = new Map<string, string>()
  for (const piece of pieces) {
    const [name = '', value = ''] = piece.split('=', 2)
    if (!name || params.has(name.toLowerCase())) return refuse('malformed or repeated parameters')
    params.set(name.toLowerCase(), value)
  }
  return build(withoutSeparators(number), params)
}

function build(number: string, params: ReadonlyMap<string, string>): Result<Telephone> {
  const isGlobal = number.startsWith('+')
  if (!(isGlobal ? GLOBAL : LOCAL).test(number)) return refuse('not a telephone number')
  const context = contextOf(params.get('phone-context'))
  if (context === '') return refuse('phone-context is neither a domain nor a global number')
  const extension = params.get('ext')
  const digits = extension === undefined ? undefined : withoutSeparators(extension)
  if (digits !== undefined && !/^\d{1,32}$/.test(digits)) return refuse('ext is not a number')
  return ok({
    number: number.toUpperCase(),
    isGlobal,
    context: isGlobal ? undefined : context, // a global number needs none
    extension: digits,
    isdnSubaddress: params.get('isub'),
  })
}

/** '' when it is wrong. */
function contextOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const context = text.startsWith('+') ? withoutSeparators(text) : text.toLowerCase()
  return GLOBAL.test(context) || DOMAIN.test(context) ? context : ''
}

/** RFC 3966 §5.1.1: they help a reader, and nobody else. */
export function withoutSeparators(text: string): string {
  return text.replace(/[-.()]/g, '')
}

/** The number and its parameters as they stand in a `tel:` URI or a user part; the order is that of RFC 3966 §3. */
export function formatTelephone(telephone: Telephone): string {
  const { number, context, extension, isdnSubaddress } = telephone
  const isub = isdnSubaddress === undefined ? '' : `;isub=${escapeUser(isdnSubaddress)}`
  const ext = extension === undefined ? '' : `;ext=${extension}`
  const where = context === undefined ? '' : `;phone-context=${context}`
  return number.replaceAll('#', '%23') + isub + ext + where
}

/** `tel:` URI. */
export function telUri(telephone: Telephone): string {
  return `tel:${formatTelephone(telephone)}`
}

/** SIP URI for a number at a host, RFC 3261 §19.1.6. */
export function phoneUri(telephone: Telephone, host: string): string {
  return `sip:${formatTelephone(telephone)}@${host};user=phone`
}

/** RFC 3966 §4: what is not there equals nothing; separators, case and order say nothing. */
export function sameTelephone(one: Telephone, other: Telephone): boolean {
  return (
    one.number === other.number &&
    one.context === other.context &&
    one.extension === other.extension &&
    one.isdnSubaddress?.toLowerCase() === other.isdnSubaddress?.toLowerCase()
  )
}
