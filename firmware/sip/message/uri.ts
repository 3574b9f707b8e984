import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import type { Params } from './tokens.ts'
import { NO_PARAMS } from './tokens.ts'

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

const LONGEST = 1024
const PLAIN_USER = /^[\w\-.!~*'()&=+$,;?/#]*$/ // '#' is not allowed by the grammar, but phones dial it

/** Parses a URI of any scheme. Refuses what is not one: white space, bad escapes in the host, ports above 65535. */
export function parseUri(text: string): Result<SipUri> {
  if (text.length > LONGEST) return refuse(`URI is longer than ${LONGEST} characters`)
  const colon = text.indexOf(':')
  const scheme = text.slice(0, Math.max(colon, 0)).toLowerCase()
  if (!/^[a-z][a-z0-9+.-]*$/.test(scheme)) return refuse('URI has no scheme')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get in
  if (/[\s<>"\x00-\x1f\x7f]/.test(text)) return refuse('URI holds white space, quotes or brackets')
  if (scheme === 'sip' || scheme === 'sips') return parseSipUri(scheme, text.slice(colon + 1))
  if (scheme === 'tel') return parseTelUri(text.slice(colon + 1))
  return ok({ scheme, host: '', params: NO_PARAMS, headers: '' })
}

const AFTER_USER = /^(\[[0-9a-fA-F:.]+\]|[a-zA-Z0-9_.-]+)(?::(\d{1,5}))?((?:;[^?]*)?)(?:\?(.*))?$/

function parseSipUri(scheme: string, rest: string): Result<SipUri> {
  const at = rest.indexOf('@')
  const [, host, port, params, headers] = AFTER_USER.exec(rest.slice(at + 1)) ?? []
  if (!host) return refuse('SIP URI has no valid host')
  if (port && Number(port) > 65535) return refuse('SIP URI has a port above 65535')
  const parsed = uriParams(params ?? '')
  if (!parsed) return refuse('SIP URI has malformed or repeated parameters')
  const name = host.startsWith('[') ? host.slice(1, -1) : host
  return ok({
    scheme,
    ...(at >= 0 && userInfo(rest.slice(0, at))),
    host: name.toLowerCase(),
    ...(port && { port: Number(port) }),
    params: parsed,
    headers: headers ?? '',
  })
}

function userInfo(text: string): { user: string; password?: string } {
  const colon = text.indexOf(':')
  if (colon < 0) return { user: undoEscapes(text) }
  return { user: undoEscapes(text.slice(0, colon)), password: undoEscapes(text.slice(colon + 1)) }
}

function parseTelUri(rest: string): Result<SipUri> {
  const semicolon = rest.indexOf(';')
  const digits = (semicolon < 0 ? rest : rest.slice(0, semicolon)).replace(/[-.()]/g, '')
  if (!/^\+?[0-9a-fA-F*#]{1,64}$/.test(digits)) return refuse('tel URI has no number')
  const params = uriParams(semicolon < 0 ? '' : rest.slice(semicolon))
  if (!params) return refuse('tel URI has malformed or repeated parameters')
  return ok({ scheme: 'tel', user: digits, host: '', params, headers: '' })
}

function uriParams(text: string): Params | undefined {
  if (!text) return NO_PARAMS
  const params = new Map<string, string>()
  for (const piece of text.slice(1).split(';')) {
    const equals = piece.indexOf('=')
    const name = undoEscapes(equals < 0 ? piece : piece.slice(0, equals)).toLowerCase()
    const value = equals < 0 ? '' : undoEscapes(piece.slice(equals + 1))
    // Said twice the same (baresip does, with its transport) cannot be believed in two ways.
    if (!name || (params.has(name) && params.get(name) !== value)) return undefined
    params.set(name, value)
  }
  return params
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
  if (a.value.scheme === 'tel') return a.value.user === b.value.user
  if (!a.value.scheme.startsWith('sip')) return false
  return (
    sameUser(userPart(one), userPart(other)) &&
    a.value.host === b.value.host &&
    a.value.port === b.value.port &&
    sameParams(a.value.params, b.value.params) &&
    sameHeaders(a.value.headers, b.value.headers)
  )
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
