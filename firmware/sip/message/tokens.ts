/**
 * The one tokenizer of SIP header values (RFC 3261 §25.1): whoever matches, splits or forwards a value does it with these
 * functions, so that no two parts of the product can read one header in two ways (SECURITY row 5).
 */

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN = 0x3c

/** A token, RFC 3261 §25.1. */
export const TOKEN = /^[\w\-.!%*+`'~]+$/

/** Parameters of a header or URI: names in lower case, '' for one without a value. */
export type Params = ReadonlyMap<string, string>

export const NO_PARAMS: Params = new Map()

/**
 * Index of the first `separator` (a character code) from `from` on that stands outside quoted strings and angle
 * brackets; -1 when there is none.
 */
export function topLevelIndex(text: string, separator: number, from = 0): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === separator) return at
    if (code === QUOTE) at = endOfQuoted(text, at)
    else if (code === OPEN) at = text.indexOf('>', at)
    if (at < 0) return -1 // never closed: the rest is one piece, which its parser then refuses
  }
  return -1
}

/** Index of the quote that closes the string which opens at `open`; -1 when it stays open. */
export function endOfQuoted(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === BACKSLASH) at++
    else if (code === QUOTE) return at
  }
  return -1
}

/** The elements of a comma list, trimmed; empty ones are dropped. */
export function splitList(text: string): string[] {
  return splitTopLevel(text, 0x2c)
}

function splitTopLevel(text: string, separator: number): string[] {
  const pieces: string[] = []
  for (let start = 0; start <= text.length; ) {
    const found = topLevelIndex(text, separator, start)
    const end = found < 0 ? text.length : found
    const piece = text.slice(start, end).trim()
    if (piece) pieces.push(piece)
    start = end + 1
  }
  return pieces
}

/**
 * `;name=value` pairs of a header value, which must be empty or begin with `;`. Quoted values are unquoted.
 * Undefined when it is no such list or a name stands twice (RFC 3261 §7.3.1).
 */
export function parseParams(text: string): Params | undefined {
  if (!text) return NO_PARAMS
  const params = new Map<string, string>()
  for (let start = 0; start < text.length; ) {
    if (text.charCodeAt(start) !== 0x3b) return undefined
    const found = topLevelIndex(text, 0x3b, start + 1)
    const end = found < 0 ? text.length : found
    if (!addParam(params, text.slice(start + 1, end))) return undefined
    start = end
  }
  return params
}

function addParam(params: Map<string, string>, text: string): boolean {
  const equals = text.indexOf('=')
  const name = (equals < 0 ? text : text.slice(0, equals)).trim().toLowerCase()
  if (!TOKEN.test(name) || params.has(name)) return false
  const value = equals < 0 ? '' : paramValue(text.slice(equals + 1).trim())
  if (value === undefined) return false
  params.set(name, value)
  return true
}

function paramValue(text: string): string | undefined {
  if (text.charCodeAt(0) === QUOTE) return unquote(text)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get in
  return /^[^\s"<>,;=\x00-\x1f\x7f]+$/.test(text) ? text : undefined
}

/** The content of a quoted string with its escapes undone; undefined when `text` is not exactly one. */
export function unquote(text: string): string | undefined {
  if (text.charCodeAt(0) !== QUOTE || endOfQuoted(text, 0) !== text.length - 1) return undefined
  const inner = text.slice(1, -1)
  return inner.includes('\\') ? inner.replace(/\\([\s\S])/g, '$1') : inner
}

/** A quoted string. Control characters, which could end a header line, become spaces. */
export function quote(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get out
  return `"${text.replace(/[\x00-\x1f\x7f]/g, ' ').replace(/["\\]/g, '\\$&')}"`
}

/** `;name=value`, quoted where the value is not a token or a host. */
export function formatParam(name: string, value: string): string {
  if (value === '') return `;${name}`
  return /^[\w\-.!%*+`'~[\]:]+$/.test(value) ? `;${name}=${value}` : `;${name}=${quote(value)}`
}

/** Text for a header line of ours: what would end the line or is no text becomes a space. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get out
  return text.replace(/[\x00-\x1f\x7f]+/g, ' ')
}
