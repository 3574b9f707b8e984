import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import type { Params } from './tokens.ts'
import {
  CLOSE,
  endOfQuoted,
  isToken,
  OPEN,
  parseParams,
  QUOTE,
  quote,
  skipSpace,
  trimmed,
  unquote,
} from './tokens.ts'

/** A name-addr or addr-spec with its header parameters: From, To, Contact, Route … (RFC 3261 §20.10). */
export interface NameAddr {
  /** Display name with its quotes and escapes undone. */
  readonly name?: string
  readonly uri: string
  readonly tag?: string
  readonly params: Params
}

/** All addresses have one shape, whatever of it is there: the engine then reads them at full speed. */
class ParsedAddress implements NameAddr {
  readonly name?: string
  readonly uri: string
  readonly tag?: string
  readonly params: Params

  constructor(name: string, uri: string, tag: string | undefined, params: Params) {
    if (name) this.name = name
    this.uri = uri
    if (tag !== undefined) this.tag = tag
    this.params = params
  }
}

const BARE_NAME = /^[^",;<>\\:@]*$/ // wider than the grammar: unquoted UTF-8 and brackets are common

/** Parses one element of an address header, unfolded and trimmed. */
export function parseNameAddress(text: string): Result<NameAddr> {
  if (text.charCodeAt(0) === QUOTE) return quotedName(text)
  const open = text.indexOf('<')
  if (open < 0) return addrSpec(text)
  const name = open === 0 ? '' : trimmed(text, 0, open)
  if (name && !BARE_NAME.test(name)) return refuse('display name needs quotes')
  return inBrackets(name, text, open)
}

function quotedName(text: string): Result<NameAddr> {
  const close = endOfQuoted(text, 0)
  if (close < 0) return refuse('display name has no closing quote')
  const open = skipSpace(text, close + 1)
  if (text.charCodeAt(open) !== OPEN) return refuse('no < after the display name')
  return inBrackets(unquote(text.slice(0, close + 1)) ?? '', text, open)
}

function inBrackets(name: string, text: string, open: number): Result<NameAddr> {
  const close = text.indexOf('>', open)
  if (close < 0) return refuse('no > after the URI')
  return build(name, text.slice(open + 1, close), text, skipSpace(text, close + 1))
}

/** Without brackets, everything behind the first `;` belongs to the header, and `?` and `,` are not allowed (§20). */
function addrSpec(text: string): Result<NameAddr> {
  const semicolon = text.indexOf(';')
  const end = semicolon < 0 ? text.length : semicolon
  const uri = trimmed(text, 0, end)
  if (uri.includes('?') || uri.includes(',')) return refuse('URI needs < and >')
  return build('', uri, text, end)
}

function build(name: string, uri: string, text: string, rest: number): Result<NameAddr> {
  if (!looksLikeUri(uri)) return refuse('not a URI')
  const params = parseParams(text, rest)
  if (!params) return refuse('malformed or repeated parameters')
  const tag = params.size ? params.get('tag') : undefined
  if (tag !== undefined && !isToken(tag)) return refuse('tag is not a token')
  return ok(new ParsedAddress(name, uri, tag, params))
}

/** A scheme, a colon and something behind it, with nothing that could end a URI in a header. */
export function looksLikeUri(text: string): boolean {
  const colon = text.indexOf(':')
  if (colon <= 0 || colon === text.length - 1) return false
  for (let at = 0; at < colon; at++) if (!isSchemeCharacter(text.charCodeAt(at), at)) return false
  for (let at = colon; at < text.length; at++) if (endsUri(text.charCodeAt(at))) return false
  return true
}

/** White space, controls, quotes and brackets. */
export function endsUri(code: number): boolean {
  return (
    code <= 0x20 ||
    code === QUOTE ||
    code === OPEN ||
    code === CLOSE ||
    code === 0x7f ||
    (code >= 0x80 && isOddSpace(code))
  )
}

/** White space beyond ASCII: no URI has it, and a page that shows one would break the line there. */
function isOddSpace(code: number): boolean {
  return /\s/.test(String.fromCharCode(code))
}

/** RFC 3986 §3.1. */
export function isSchemeCharacter(code: number, position: number): boolean {
  const letter = code | 0x20
  if (letter >= 0x61 && letter <= 0x7a) return true
  if (position === 0) return false
  return (code >= 0x30 && code <= 0x39) || code === 0x2b || code === 0x2d || code === 0x2e
}

/** Writes name and URI in brackets, and a tag when there is one. */
export function formatNameAddress(address: { name?: string; uri: string }, tag?: string): string {
  const uri = isBare(address.uri) ? address.uri : address.uri.replace(/[\s<>]/g, '')
  const name = address.name ? `${quote(address.name)} ` : ''
  return tag ? `${name}<${uri}>;tag=${tag}` : `${name}<${uri}>`
}

function isBare(uri: string): boolean {
  for (let at = 0; at < uri.length; at++) if (endsUri(uri.charCodeAt(at))) return false
  return true
}
