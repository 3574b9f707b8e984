import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import type { HeaderIndex } from './header-index.ts'
import { indexHeaders, utf8 } from './header-index.ts'
import type { Disposition, MediaType } from './headers/content.ts'
import { CONTENT_TYPE, parseDisposition, parseMediaType } from './headers/content.ts'
import type { SipMessage } from './message.ts'
import { NO_PARAMS } from './tokens.ts'

/** Bodies of several parts, RFC 5621 and RFC 2046 §5.1. */
export interface Part {
  readonly type: MediaType
  /** Undefined when it says nothing, or nothing that can be read. */
  readonly disposition: Disposition | undefined
  /** Without its brackets: what a `cid:` URI names. */
  readonly contentId: string | undefined
  /** One octet a character. */
  readonly octets: string
  /** As UTF-8. */
  readonly text: string
  /** False when it is compressed or wrapped in a way that SIP does not have (RFC 3261 §7.4.2). */
  readonly isReadable: boolean
  /** Of a multipart: its parts. Empty for any other. */
  readonly parts: readonly Part[]
}

/** More than any telephone or gateway sends: a description, a location, ISUP, a picture. */
export const MULTIPART_LIMITS = { parts: 16, depth: 3 } as const

/** The body of a message as a part, with all that is in it; undefined when there is none. */
export function bodyPart(message: SipMessage): Result<Part> | undefined {
  const octets = message.bodyOctets
  if (octets === '') return undefined
  const type = message.read(CONTENT_TYPE)
  if (!type) return refuse('body without Content-Type')
  if (!type.ok) return type
  return partOf(octets, message.index, type.value, { left: MULTIPART_LIMITS.parts }, 0)
}

/** How many parts may still come, at any depth. */
interface Budget {
  left: number
}

function partOf(
  octets: string,
  index: HeaderIndex,
  type: MediaType,
  budget: Budget,
  depth: number,
): Result<Part> {
  const parts = type.type.startsWith('multipart/')
    ? splitParts(octets, type.params.get('boundary') ?? '', budget, depth)
    : ok([])
  if (!parts.ok) return parts
  const disposition = parseDisposition(first(index, 'content-disposition') ?? '')
  return ok({
    type,
    disposition: disposition.ok ? disposition.value : undefined,
    contentId: /^<(.+)>$/.exec(first(index, 'content-id') ?? '')?.[1],
    octets,
    get text() {
      return utf8(octets)
    },
    isReadable: isReadable(index),
    parts: parts.value,
  })
}

function first(index: HeaderIndex, name: string): string | undefined {
  const position = index.find(name)
  return position < 0 ? undefined : index.value(position)
}

function isReadable(index: HeaderIndex): boolean {
  const coding = first(index, 'content-encoding')?.toLowerCase() || 'identity'
  const transfer = first(index, 'content-transfer-encoding')?.toLowerCase() || 'binary'
  return coding === 'identity' && /^(?:binary|8bit|7bit)$/.test(transfer)
}

const BOUNDARY = /^[\w'()+,\-./:=? ]{0,69}[\w'()+,\-./:=?]$/

/** What stands before the first delimiter and behind the last is nobody's (RFC 2046 §5.1.1). */
function splitParts(
  body: string,
  boundary: string,
  budget: Budget,
  depth: number,
): Result<readonly Part[]> {
  if (!BOUNDARY.test(boundary)) return refuse('multipart without a boundary')
  if (depth === MULTIPART_LIMITS.depth) {
    return refuse(`multipart deeper than ${MULTIPART_LIMITS.depth}`)
  }
  const text = `\r\n${body}` // the first delimiter may stand at the very beginning
  const delimiter = `\r\n--${boundary}`
  const parts: Part[] = []
  let start = -1
  for (let at = 0; ; ) {
    const found = text.indexOf(delimiter, at)
    if (found < 0) return refuse('multipart does not end')
    const behind = endOfDelimiter(text, found + delimiter.length)
    at = found + delimiter.length
    if (behind === undefined) continue // a longer line that only begins alike
    if (start >= 0) {
      if (budget.left-- === 0) return refuse(`over ${MULTIPART_LIMITS.parts} parts`)
      // A part without headers may share its empty line with the delimiter that follows.
      const part = readPart(text.slice(start, Math.max(found, start)), budget, depth)
      if (!part.ok) return part
      parts.push(part.value)
    }
    if (behind.isLast) return ok(parts)
    start = behind.end
    at = start - 2
  }
}

/** Index behind the line of a delimiter; undefined when it is none. */
function endOfDelimiter(text: string, from: number): { end: number; isLast: boolean } | undefined {
  if (text.startsWith('--', from)) return { end: from + 2, isLast: true }
  let at = from
  while (text[at] === ' ' || text[at] === '\t') at++
  return text.startsWith('\r\n', at) ? { end: at + 2, isLast: false } : undefined
}

const PLAIN_TEXT: MediaType = { type: 'text/plain', params: NO_PARAMS } // RFC 2045 §5.2

function readPart(text: string, budget: Budget, depth: number): Result<Part> {
  const index = indexHeaders(text, 0)
  if (!index.ok) return refuse(`part: ${index.error}`)
  const told = first(index.value, 'content-type')
  const type = told === undefined ? ok(PLAIN_TEXT) : parseMediaType(told)
  if (!type.ok) return type
  return partOf(text.slice(index.value.bodyStart), index.value, type.value, budget, depth + 1)
}

/**
 * The session description in a message: its body, or a part of it. Of alternatives the last that can be read counts, as the
 * sender likes that best (RFC 2046 §5.1.4); otherwise the first. Undefined when there is none.
 */
export function sessionDescription(message: SipMessage): string | undefined {
  if (message.contentType === 'application/sdp') return message.body || undefined
  if (!message.contentType?.startsWith('multipart/')) return undefined
  const body = bodyPart(message)
  return body?.ok ? find(body.value, 'application/sdp')?.text : undefined
}

/** The part of a media type (lower case) that a reader is meant to take; undefined when there is none. */
export function find(part: Part, type: string): Part | undefined {
  if (part.type.type === type) {
    const kind = part.disposition?.kind ?? 'session'
    return part.isReadable && (type !== 'application/sdp' || kind === 'session') ? part : undefined
  }
  const isAlternative = part.type.type === 'multipart/alternative'
  for (const inner of isAlternative ? part.parts.toReversed() : part.parts) {
    const found = find(inner, type)
    if (found) return found
  }
  return undefined
}

/** Whether a part insists on being understood (`handling=required` said aloud) and is of a type that nobody here knows. */
export function insists(part: Part, isKnown: (type: string) => boolean): boolean {
  if (part.parts.length) {
    const all = part.parts.map((inner) => insists(inner, isKnown))
    return part.type.type === 'multipart/alternative' ? all.every(Boolean) : all.some(Boolean)
  }
  return part.disposition?.isRequired === true && !(isKnown(part.type.type) && part.isReadable)
}
