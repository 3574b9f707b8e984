import { EVENT, type Event } from '../message/headers/events.ts'
import { EXPIRES } from '../message/headers/times.ts'
import type { SipRequest } from '../message/message.ts'

/** What a subscription is to. */
export type EventHeader = Pick<Event, 'name' | 'id'>

const LONGEST_ID = 64

/** The event that a request is about; undefined: the header is missing or malformed. */
export function eventOf(request: SipRequest): EventHeader | undefined {
  const event = request.read(EVENT)
  if (!event?.ok) return undefined
  const { name, id } = event.value
  return id !== undefined && id.length > LONGEST_ID ? undefined : { name, id }
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
  const seconds = request.read(EXPIRES)
  return seconds?.ok ? seconds.value : undefined
}
