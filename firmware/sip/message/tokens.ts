/**
 * The one tokenizer of SIP header values (RFC 3261 §25.1): whoever matches, splits or forwards a value does it with these
 * functions, so that no two parts of the product can read one header in two ways (SECURITY row 5). They walk over character
 * codes rather than run expressions: most of what a busy server does to a message happens here.
 */

export const QUOTE = 0x22
export const COMMA = 0x2c
export const COLON = 0x3a
export const SEMICOLON = 0x3b
export const OPEN = 0x3c
export const EQUALS = 0x3d
export const CLOSE = 0x3e
const BACKSLASH = 0x5c
const SPACE = 0x20
const TAB = 0x09
const DELETE = 0x7f

/** A token, RFC 3261 §25.1. */
export const TOKEN = /^[\w\-.!%*+`'~]+$/

/** Most parameters of one header value or URI: none that is known has ten, and repetitions are looked for among them. */
export const MAX_PARAMS = 64

/** By character code: 1 for those of a token, 2 for those that end a parameter's value. */
const KIND = new Uint8Array(128)
for (let code = 0; code < 128; code++) {
  if (TOKEN.test(String.fromCharCode(code))) KIND[code] = 1
  else if (code <= SPACE || code === DELETE || '"<>,;='.includes(String.fromCharCode(code))) {
    KIND[code] = 2
  }
}

/** Parameters of a header or URI: names in lower case, '' for one without a value. */
export type Params = ReadonlyMap<string, string>

/** A few pairs in their order; a map takes longer to make than all of them to look through. */
export class ParamList implements ReadonlyMap<string, string> {
  /** Names and values in turn. */
  readonly #words: string[] = []

  get size(): number {
    return this.#words.length / 2
  }

  get(name: string): string | undefined {
    const at = this.#indexOf(name)
    return at < 0 ? undefined : this.#words[at + 1]
  }

  has(name: string): boolean {
    return this.#indexOf(name) >= 0
  }

  /** Appends a pair; false when there are too many. */
  add(name: string, value: string): boolean {
    return this.#words.push(name, value) <= 2 * MAX_PARAMS
  }

  forEach(visit: (value: string, name: string, all: ReadonlyMap<string, string>) => void): void {
    for (const [name, value] of this.entries()) visit(value, name, this)
  }

  keys() {
    return this.#words.filter((_, at) => at % 2 === 0).values()
  }

  values() {
    return this.#words.filter((_, at) => at % 2 === 1).values()
  }

  entries() {
    const pairs: [string, string][] = []
    for (let at = 0; at < this.#words.length; at += 2) {
      pairs.push([this.#words[at] ?? '', this.#words[at + 1] ?? ''])
    }
    return pairs.values()
  }

  [Symbol.iterator]() {
    return this.entries()
  }

  #indexOf(name: string): number {
    for (let at = 0; at < this.#words.length; at += 2) if (this.#words[at] === name) return at
    return -1
  }
}

export const NO_PARAMS: Params = new ParamList()

/** Whether all of `text` between two indexes is one token. */
export function isToken(text: string, start = 0, end = text.length): boolean {
  return start < end && endOfToken(text, start) >= end
}

/** Index of the first character from `start` on that no token has. */
export function endOfToken(text: string, start: number): number {
  let at = start
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code > 127 || KIND[code] !== 1) return at
  }
  return at
}

/** Whether `text` is printable ASCII: then its octets, its characters and its lines are one and the same. */
export function isPlain(text: string, start = 0, end = text.length): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code < SPACE || code > 0x7e) return false
  }
  return true
}

/** Index of the first character from `start` on that is neither space nor tab. */
export function skipSpace(text: string, start: number): number {
  let at = start
  while (isSpace(text.charCodeAt(at))) at++
  return at
}

/** The text between two indexes without the spaces and tabs around it. Other white space is text (SECURITY row 5). */
export function trimmed(text: string, from = 0, to = text.length): string {
  const start = skipSpace(text, from)
  let end = to
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--
  return start < end ? text.slice(start, end) : ''
}

export function isSpace(code: number): boolean {
  return code === SPACE || code === TAB
}

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
  return splitTopLevel(text, COMMA)
}

/** The pieces between separators (a character code) that stand outside quotes and brackets, trimmed; empty ones are dropped. */
export function splitTopLevel(text: string, separator: number): string[] {
  const pieces: string[] = []
  for (let start = 0; start <= text.length; ) {
    const found = topLevelIndex(text, separator, start)
    const end = found < 0 ? text.length : found
    const piece = trimmed(text, start, end)
    if (piece) pieces.push(piece)
    start = end + 1
  }
  return pieces
}

/**
 * `;name=value` pairs of a header value, from an index to its end: nothing, or a list that begins with `;`. Quoted values are
 * unquoted. Undefined when it is no such list, a name stands twice (RFC 3261 §7.3.1), or there are more than `MAX_PARAMS`.
 */
export function parseParams(text: string, from = 0): Params | undefined {
  if (from >= text.length) return NO_PARAMS
  const params = new ParamList()
  for (let at = from; at < text.length; ) {
    if (text.charCodeAt(at) !== SEMICOLON) return undefined
    at = readParam(text, at + 1, params)
    if (at < 0) return undefined
  }
  return params
}

/** Reads one `name` or `name=value`; the index behind it, -1 when it is malformed or one too many. */
function readParam(text: string, from: number, params: ParamList): number {
  const start = skipSpace(text, from)
  const nameEnd = endOfToken(text, start)
  const name = lowerCase(text.slice(start, nameEnd))
  if (!name || params.has(name)) return -1
  const equals = skipSpace(text, nameEnd)
  if (text.charCodeAt(equals) !== EQUALS) return params.add(name, '') ? equals : -1
  const valueStart = skipSpace(text, equals + 1)
  const isQuoted = text.charCodeAt(valueStart) === QUOTE
  const end = isQuoted ? endOfQuoted(text, valueStart) + 1 : endOfParamValue(text, valueStart)
  if (end <= valueStart) return -1
  const value = text.slice(valueStart, end)
  return params.add(name, isQuoted ? undoQuoting(value) : value) ? skipSpace(text, end) : -1
}

/** Most names are in lower case already, and to see that costs less than to ask for it. */
function lowerCase(token: string): string {
  for (let at = 0; at < token.length; at++) {
    const code = token.charCodeAt(at)
    if (code >= 0x41 && code <= 0x5a) return token.toLowerCase()
  }
  return token
}

/** Wider than the grammar, which knows tokens and hosts only: what separates nothing may be in it. */
function endOfParamValue(text: string, start: number): number {
  let at = start
  for (; at < text.length; at++) {
    if (KIND[text.charCodeAt(at)] === 2) return at
  }
  return at
}

/** The content of a quoted string with its escapes undone; undefined when `text` is not exactly one. */
export function unquote(text: string): string | undefined {
  if (text.charCodeAt(0) !== QUOTE || endOfQuoted(text, 0) !== text.length - 1) return undefined
  return undoQuoting(text)
}

function undoQuoting(quoted: string): string {
  const inner = quoted.slice(1, -1)
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
  return isToken(value) || /^[\w\-.!%*+`'~[\]:]+$/.test(value)
    ? `;${name}=${value}`
    : `;${name}=${quote(value)}`
}

/** Text for a header line of ours: what would end the line or is no text becomes a space. */
export function oneLine(text: string): string {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get out
    if (code < SPACE || code === DELETE) return text.replace(/[\x00-\x1f\x7f]+/g, ' ')
  }
  return text
}
