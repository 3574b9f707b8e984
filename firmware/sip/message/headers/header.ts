import type { Result } from '../../../result.ts'
import { ok, refuse } from '../../../result.ts'
import type { NameAddr } from '../name-address.ts'
import { formatNameAddress, parseNameAddress } from '../name-address.ts'
import type { Params } from '../tokens.ts'
import { formatParam, isToken, parseParams, splitList, trimmed } from '../tokens.ts'

/**
 * A header that can be read as something: `message.read(SESSION_EXPIRES)`. What a peer wrote wrongly is a refusal for whoever
 * reads it, never an exception, and never a reason to drop a message that nobody asked about it.
 */
export interface Header<Value> {
  /** Long form in lower case. */
  readonly name: string
  /** Gets the values of all headers of the name, at least one, unfolded and trimmed. */
  readonly parse: (values: readonly string[]) => Result<Value>
}

/** Most elements of one list header. */
export const MAX_ELEMENTS = 64

/** A header that stands once: two of them could be believed in two ways (SECURITY row 5). */
export function single<Value>(name: string, parse: (text: string) => Result<Value>): Header<Value> {
  return {
    name,
    parse: (values) =>
      values.length === 1 ? parse(values[0] ?? '') : refuse(`${name} stands more than once`),
  }
}

/** A header of which each element is one thing, over one line or several (RFC 3261 §7.3.1). */
export function list<Value>(
  name: string,
  parse: (text: string) => Result<Value>,
): Header<readonly Value[]> {
  return {
    name,
    parse: (values) => {
      const elements: Value[] = []
      for (const text of values.flatMap(splitList)) {
        if (elements.length === MAX_ELEMENTS)
          return refuse(`${name} has over ${MAX_ELEMENTS} parts`)
        const element = parse(text)
        if (!element.ok) return refuse(`${name}: ${element.error}`)
        elements.push(element.value)
      }
      return ok(elements)
    },
  }
}

/** A word with parameters: `presence;id=7`. */
export interface Word {
  /** In lower case. */
  readonly word: string
  readonly params: Params
}

/** `value *(;name=value)`; undefined when the parameters are wrong. */
export function withParams(text: string): { value: string; params: Params } | undefined {
  const semicolon = text.indexOf(';')
  const end = semicolon < 0 ? text.length : semicolon
  const params = parseParams(text, end)
  return params && { value: trimmed(text, 0, end), params }
}

export function parseWord(text: string): Result<Word> {
  const parts = withParams(text)
  if (!parts || !isToken(parts.value)) return refuse('not a word with parameters')
  return ok({ word: parts.value.toLowerCase(), params: parts.params })
}

/** An option tag, a method, a package: one token as it stands. */
export function parseToken(text: string): Result<string> {
  return isToken(text) ? ok(text) : refuse('not a token')
}

/** A URI in brackets with parameters, and no display name before it. */
export function parseBracketed(text: string): Result<NameAddr> {
  if (!text.startsWith('<')) return refuse('not a URI in brackets')
  return parseNameAddress(text)
}

/** Writes parameters in their order; undefined ones are left out, '' stands without a value. */
export function formatParams(
  params: Readonly<Record<string, string | number | undefined>>,
): string {
  let text = ''
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined) text += formatParam(name, String(value))
  }
  return text
}

/** Writes a name-addr with parameters. */
export function formatAddress(
  address: { readonly name?: string | undefined; readonly uri: string },
  params: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const { name, uri } = address
  return formatNameAddress({ ...(name && { name }), uri }) + formatParams(params)
}

/** The number that a parameter holds; undefined where there is none or it is above `most`. */
export function count(text: string | undefined, most: number): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) && Number(text) <= most
    ? Number(text)
    : undefined
}

/** Which of a few words a parameter holds, without regard to case; undefined for another. */
export function choice<Word extends string>(
  text: string | undefined,
  words: readonly Word[],
): Word | undefined {
  const wanted = text?.toLowerCase()
  return words.find((word) => word === wanted)
}
