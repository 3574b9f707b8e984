import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import { endOfHost, hostAt, portAt } from './host.ts'
import { endsUri, isSchemeCharacter } from './name-address.ts'
import type { Params } from './tokens.ts'
import { COLON, isToken, NO_PARAMS, ParamList } from './tokens.ts'

/** A URI as RFC 3261 §19.1 and RFC 3966 know it. Of other schemes only `scheme` is known. */
export interface SipUri {
  /** Lower case: `sip`, `sips`, `tel`, or something we do not route. */
  readonly scheme: string
  /** User part with its escapes undone; the number of a `tel:` URI without its visual separators. */
  readonly user?: string
  readonly password?: string
  /** Lower case; an IPv6 address without its brackets. Empty for anything but `sip` and `sips`. */
  readonly host: string
  readonly port?: number
  /** Names in lower case, values with their escapes undone. */
  readonly params: Params
  /** What stands behind `?`, as it is. Never obeyed: a peer must not write our headers. */
  readonly headers: string
}

class ParsedUri implements SipUri {
  readonly scheme: string
  readonly user?: string
  readonly password?: string
  readonly host: string
  readonly port?: number
  readonly params: Params
  readonly headers: string

  constructor(scheme: string, userInfo: string | undefined, place: Place) {
    this.scheme = scheme
    if (userInfo !== undefined) {
      const colon = userInfo.indexOf(':')
      this.user = undoEscapes(colon < 0 ? userInfo : userInfo.slice(0, colon))
      if (colon >= 0) this.password = undoEscapes(userInfo.slice(colon + 1))
    }
    this.host = place.host
    if (place.port >= 0) this.port = place.port
    this.params = place.params
    this.headers = place.headers
  }
}

/** What stands behind the user part. */
interface Place {
  readonly host: string
  /** -1 for none. */
  readonly port: number
  readonly params: Params
  readonly headers: string
}

const NOWHERE: Place = { host: '', port: -1, params: NO_PARAMS, headers: '' }
const LONGEST = 1024
const PLAIN_USER = /^[\w\-.!~*'()&=+$,;?/#]*$/ // '#' is not allowed by the grammar, but phones dial it

/** Parses a URI of any scheme. Refuses what is not one: white space, bad escapes in the host, ports above 65535. */
export function parseUri(text: string): Result<SipUri> {
  if (text.length > LONGEST) return refuse(`URI is longer than ${LONGEST} characters`)
  const colon = text.indexOf(':')
  const scheme = schemeOf(text, colon)
  if (!scheme) return refuse('URI has no scheme')
  for (let at = colon; at < text.length; at++) {
    if (endsUri(text.charCodeAt(at))) return refuse('URI holds white space, quotes or brackets')
  }
  if (scheme === 'sip' || scheme === 'sips') return parseSipUri(scheme, text, colon + 1)
  if (scheme === 'tel') return parseTelUri(text.slice(colon + 1))
  return ok(new ParsedUri(scheme, undefined, NOWHERE))
}

function schemeOf(text: string, colon: number): string {
  if (colon === 3 && text.startsWith('sip')) return 'sip'
  for (let at = 0; at < colon; at++) {
    if (!isSchemeCharacter(text.charCodeAt(at), at)) return ''
  }
  return text.slice(0, Math.max(colon, 0)).toLowerCase()
}

function parseSipUri(scheme: string, text: string, start: number): Result<SipUri> {
  const at = text.indexOf('@', start)
  const host = at < 0 ? start : at + 1
  const hostEnd = endOfHost(text, host)
  if (hostEnd < 0) return refuse('SIP URI has no valid host')
  const question = text.indexOf('?', hostEnd)
  const end = question < 0 ? text.length : question
  const semicolon = text.indexOf(';', hostEnd)
  const portEnd = semicolon < 0 || semicolon > end ? end : semicolon
  const hasPort = text.charCodeAt(hostEnd) === COLON
  const port = hasPort ? portAt(text, hostEnd + 1, portEnd) : -1
  if (hasPort && port < 0) return refuse('SIP URI has a malformed port or one above 65535')
  if (!hasPort && portEnd !== hostEnd) return refuse('SIP URI has no valid host')
  const params = uriParams(text.slice(portEnd, end))
  if (!params) return refuse('SIP URI has malformed or repeated parameters')
  const headers = question < 0 ? '' : text.slice(question + 1)
  const place = { host: hostAt(text, host, hostEnd).toLowerCase(), port, params, headers }
  return ok(new ParsedUri(scheme, at < 0 ? undefined : text.slice(start, at), place))
}

function parseTelUri(rest: string): Result<SipUri> {
  const semicolon = rest.indexOf(';')
  const number = undoEscapes(semicolon < 0 ? rest : rest.slice(0, semicolon)) // '#' must be escaped
  const digits = number.replace(/[-.()]/g, '')
  if (!/^\+?[0-9a-fA-F*#]{1,64}$/.test(digits)) return refuse('tel URI has no number')
  const params = uriParams(semicolon < 0 ? '' : rest.slice(semicolon))
  if (!params) return refuse('tel URI has malformed or repeated parameters')
  return ok(new ParsedUri('tel', digits, { ...NOWHERE, params }))
}

function uriParams(text: string): Params | undefined {
  if (!text) return NO_PARAMS
  const params = new ParamList()
  for (let start = 1; start <= text.length; ) {
    const semicolon = text.indexOf(';', start)
    const end = semicolon < 0 ? text.length : semicolon
    if (!addParam(params, text.slice(start, end))) return undefined
    start = end + 1
  }
  return params
}

function addParam(params: ParamList, piece: string): boolean {
  const equals = piece.indexOf('=')
  const name = undoEscapes(equals < 0 ? piece : piece.slice(0, equals)).toLowerCase()
  const value = equals < 0 ? '' : undoEscapes(piece.slice(equals + 1))
  if (!name) return false
  // Said twice the same (baresip does, with its transport) cannot be believed in two ways.
  if (params.has(name)) return params.get(name) === value
  return params.add(name, value)
}

/** Most headers in one URI. */
const MAX_URI_HEADERS = 16

/**
 * The headers that stand behind `?` of a URI, names in lower case, escapes undone (RFC 3261 §19.1.1). They are what a peer would have
 * a third one send: only Refer-To (Replaces) and History-Info (Reason, Privacy) are obeyed, one by one, never as a whole.
 */
export function uriHeaders(
  headers: string,
): Result<readonly (readonly [name: string, value: string])[]> {
  if (!headers) return ok([])
  const pieces = headers.split('&', MAX_URI_HEADERS + 1)
  if (pieces.length > MAX_URI_HEADERS) return refuse(`over ${MAX_URI_HEADERS} headers in the URI`)
  const pairs: [string, string][] = []
  for (const piece of pieces) {
    const equals = piece.indexOf('=')
    const name = undoEscapes(piece.slice(0, Math.max(equals, 0))).toLowerCase()
    const value = undoEscapes(piece.slice(equals + 1))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get in
    if (!isToken(name) || /[\x00-\x1f\x7f]/.test(value))
      return refuse('malformed header in the URI')
    pairs.push([name, value])
  }
  return ok(pairs)
}

/** Escapes the value of a header in a URI, RFC 3261 §25.1 `hvalue`. */
export function escapeHeader(value: string): string {
  return escapeAllBut(value, /[\w\-.!~*'()[\]/:+$]/)
}

/** Undoes %HH as UTF-8. What is no valid UTF-8 stays as it is, so that two different users never become one. */
export function undoEscapes(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a per cent sign that escapes nothing, RFC 4475 §3.1.1.5
  }
}

/** Writes a URI; escapes what its place does not allow. */
export function formatUri(uri: Partial<SipUri> & { readonly scheme: string }): string {
  if (uri.scheme === 'tel') return `tel:${uri.user ?? ''}${formatParams(uri.params)}`
  const password = uri.password === undefined ? '' : `:${escapeUser(uri.password)}`
  const user = uri.user === undefined ? '' : `${escapeUser(uri.user)}${password}@`
  const port = uri.port === undefined ? '' : `:${uri.port}`
  return `${uri.scheme}:${user}${formatHost(uri.host ?? '')}${port}${formatParams(uri.params)}`
}

/** A host as it stands in URIs and Via: IPv6 in brackets. */
export function formatHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

/** The port of a URI or Via that names none, RFC 3261 §18.1.1, §19.1.2. */
export function usualPort(transport: string): number {
  return transport === 'tls' ? 5061 : 5060
}

/** `address:port`, IPv6 in brackets. */
export function formatHostPort(address: { address: string; port: number }): string {
  return `${formatHost(address.address)}:${address.port}`
}

function formatParams(params: Params | undefined): string {
  if (!params?.size) return ''
  let text = ''
  for (const [name, value] of params) {
    text += value === '' ? `;${escapeParam(name)}` : `;${escapeParam(name)}=${escapeParam(value)}`
  }
  return text
}

/** Escapes a user part, RFC 3261 §25.1 `user`. */
export function escapeUser(user: string): string {
  if (PLAIN_USER.test(user) && !user.includes('#')) return user
  return escapeAllBut(user, /[\w\-.!~*'()&=+$,;?/]/)
}

function escapeParam(text: string): string {
  if (/^[\w\-.!~*'()[\]/:&+$]*$/.test(text)) return text
  return escapeAllBut(text, /[\w\-.!~*'()[\]/:&+$]/)
}

function escapeAllBut(text: string, plain: RegExp): string {
  let escaped = ''
  for (const byte of Buffer.from(text, 'utf8')) {
    const character = String.fromCharCode(byte)
    escaped +=
      byte < 0x80 && plain.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return escaped
}

/**
 * Whether two URIs are the same by RFC 3261 §19.1.4: user and password by case and after unescaping all but reserved
 * characters, everything else without regard to case; some parameters must be in both or in none.
 */
export function sameUri(one: string, other: string): boolean {
  if (one === other) return true
  const a = parseUri(one)
  const b = parseUri(other)
  if (!a.ok || !b.ok || a.value.scheme !== b.value.scheme) return false
  if (a.value.scheme === 'tel') return sameTel(a.value, b.value)
  if (!a.value.scheme.startsWith('sip')) return false
  return (
    sameUser(userPart(one), userPart(other)) &&
    a.value.host === b.value.host &&
    a.value.port === b.value.port &&
    sameParams(a.value.params, b.value.params) &&
    sameHeaders(a.value.headers, b.value.headers)
  )
}

/** RFC 3966 §4: parameters in any order, all of them in both, and no regard to case. */
function sameTel(one: SipUri, other: SipUri): boolean {
  if (one.user?.toLowerCase() !== other.user?.toLowerCase()) return false
  const normal = ({ params }: SipUri) =>
    [...params]
      .map(([name, value]) => {
        const isNumber = name === 'ext' || value.startsWith('+')
        return `${name}=${(isNumber ? value.replace(/[-.()]/g, '') : value).toLowerCase()}`
      })
      .sort()
  return normal(one).join(';') === normal(other).join(';')
}

function userPart(uri: string): string | undefined {
  const at = uri.indexOf('@')
  return at < 0 ? undefined : uri.slice(uri.indexOf(':') + 1, at)
}

/** Whether two user parts, as they stand in a URI, are the same by RFC 3261 §19.1.4. */
export function sameUser(one: string | undefined, other: string | undefined): boolean {
  if (one === other) return true
  if (one === undefined || other === undefined) return false
  return normalEscapes(one) === normalEscapes(other)
}

/** Undoes the escapes of unreserved characters and writes the others in upper case. */
function normalEscapes(text: string): string {
  return text.replace(/%([0-9a-fA-F]{2})/g, (escaped, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16))
    return /[\w\-.!~*'()]/.test(character) ? character : escaped.toUpperCase()
  })
}

const MUST_MATCH = ['user', 'ttl', 'method', 'maddr', 'transport']

function sameParams(one: Params, other: Params): boolean {
  if (MUST_MATCH.some((name) => one.has(name) !== other.has(name))) return false
  for (const [name, value] of one) {
    const counterpart = other.get(name)
    if (counterpart !== undefined && counterpart.toLowerCase() !== value.toLowerCase()) return false
  }
  return true
}

function sameHeaders(one: string, other: string): boolean {
  const ordered = (text: string) => text.toLowerCase().split('&').sort().join('&')
  return ordered(one) === ordered(other)
}
