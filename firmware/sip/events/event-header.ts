import type { SipRequest } from '../message/message.ts'
import { parseParams, TOKEN } from '../message/tokens.ts'

/** Event header, RFC 6665 §8.2.1. */
export interface EventHeader {
  /** Name of the package. */
  readonly name: string
  readonly id: string | undefined
}

const LONGEST_ID = 64

/** The event that a request is about; undefined: the header is missing or malformed. */
export function eventOf(request: SipRequest): EventHeader | undefined {
  const text = request.header('Event')
  if (text === undefined) return undefined
  const semicolon = text.indexOf(';')
  const name = (semicolon < 0 ? text : text.slice(0, semicolon)).trim()
  const params = parseParams(semicolon < 0 ? '' : text.slice(semicolon))
  const id = params?.get('id')
  if (!TOKEN.test(name) || !params) return undefined
  if (id !== undefined && (!TOKEN.test(id) || id.length > LONGEST_ID)) return undefined
  return { name, id }
}

export function formatEvent({ name, id }: EventHeader): string {
  return id === undefined ? name : `${name};id=${id}`
}

/**
 * The first of `types` that the Accept headers allow; undefined: none. Without an Accept header it is the first of all
 * (RFC 6665 §4.1.2.1).
 */
export function acceptedType(request: SipRequest, types: readonly string[]): string | undefined {
  const ranges = request
    .headers('Accept')
    .slice(0, 32)
    .filter((range) => !/;\s*q=0(?:\.0*)?\s*(?:;|$)/i.test(range))
    .map((range) => range.split(';', 1)[0]?.trim().toLowerCase() ?? '')
  if (ranges.length === 0) return request.header('Accept') === undefined ? types[0] : undefined
  return types.find((type) =>
    ranges.some((range) => range === '*/*' || range === type || isFamily(range, type)),
  )
}

function isFamily(range: string, type: string): boolean {
  return range.endsWith('/*') && type.startsWith(range.slice(0, -1))
}

/** Seconds that a request asks for; undefined: it names none, or nothing that is a number. */
export function expiresOf(request: SipRequest): number | undefined {
  const text = request.header('Expires')?.trim() ?? ''
  return /^\d{1,10}$/.test(text) ? Number(text) : undefined
}
