import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import type { Params } from './tokens.ts'
import { endOfQuoted, parseParams, quote, TOKEN, unquote } from './tokens.ts'

/** A name-addr or addr-spec with its header parameters: From, To, Contact, Route … (RFC 3261 §20.10). */
export interface NameAddr {
  /** Display name with its quotes and escapes undone. */
  readonly name?: string
  readonly uri: string
  readonly tag?: string
  readonly params: Params
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get in
const URI = /^[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>"\x00-\x1f\x7f]+$/
const BARE_NAME = /^[^",;<>\\:@]*$/ // wider than the grammar: unquoted UTF-8 and brackets are common

/** Parses one element of an address header, unfolded and trimmed. */
export function parseNameAddress(text: string): Result<NameAddr> {
  if (text.charCodeAt(0) === 0x22) return quotedName(text)
  const open = text.indexOf('<')
  if (open < 0) return addrSpec(text)
  const name = text.slice(0, open).trim()
  if (!BARE_NAME.test(name)) return refuse('display name needs quotes')
  return inBrackets(name, text, open)
}

function quotedName(text: string): Result<NameAddr> {
  const close = endOfQuoted(text, 0)
  if (close < 0) return refuse('display name has no closing quote')
  const open = text.indexOf('<', close)
  if (open < 0 || text.slice(close + 1, open).trim()) return refuse('no < after the display name')
  return inBrackets(unquote(text.slice(0, close + 1)) ?? '', text, open)
}

function inBrackets(name: string, text: string, open: number): Result<NameAddr> {
  const close = text.indexOf('>', open)
  if (close < 0) return refuse('no > after the URI')
  return build(name, text.slice(open + 1, close), text.slice(close + 1).trimStart())
}

/** Without brackets, everything behind the first `;` belongs to the header, and `?` and `,` are not allowed (§20). */
function addrSpec(text: string): Result<NameAddr> {
  const semicolon = text.indexOf(';')
  const uri = (semicolon < 0 ? text : text.slice(0, semicolon)).trimEnd()
  if (/[?,]/.test(uri)) return refuse('URI needs < and >')
  return build('', uri, semicolon < 0 ? '' : text.slice(semicolon))
}

function build(name: string, uri: string, rest: string): Result<NameAddr> {
  if (!URI.test(uri)) return refuse('not a URI')
  const params = parseParams(rest)
  if (!params) return refuse('malformed or repeated parameters')
  const tag = params.get('tag')
  if (tag !== undefined && !TOKEN.test(tag)) return refuse('tag is not a token')
  return ok({ ...(name && { name }), uri, ...(tag !== undefined && { tag }), params })
}

/** Writes name and URI in brackets, and a tag when there is one. */
export function formatNameAddress(address: { name?: string; uri: string }, tag?: string): string {
  const uri = address.uri.replace(/[\s<>]/g, '')
  const name = address.name ? `${quote(address.name)} ` : ''
  return tag ? `${name}<${uri}>;tag=${tag}` : `${name}<${uri}>`
}
