import type { Law } from './g711.ts'
import type { Place } from './sip-socket.ts'

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

export interface Session {
  /** Where to send RTP. */
  readonly place: Place
  readonly direction: Direction
  readonly laws: readonly Law[]
  /** Payload type of telephone-event; undefined when not offered. */
  readonly eventType: number | undefined
}

const PAYLOAD_TYPE = { pcmu: 0, pcma: 8 } as const

export function writeSdp(
  session: Session & { readonly eventType: number; readonly version: number },
): string {
  const { place, direction, laws, version, eventType } = session
  const types = laws.map((law) => PAYLOAD_TYPE[law])
  return [
    'v=0',
    `o=phone ${place.port} ${version} IN IP4 ${place.address}`,
    's=-',
    `c=IN IP4 ${place.address}`,
    't=0 0',
    `m=audio ${place.port} RTP/AVP ${[...types, eventType].join(' ')}`,
    ...laws.map((law) => `a=rtpmap:${PAYLOAD_TYPE[law]} ${law.toUpperCase()}/8000`),
    `a=rtpmap:${eventType} telephone-event/8000`,
    `a=fmtp:${eventType} 0-15`,
    'a=ptime:20',
    `a=${direction}`,
    '',
  ].join('\r\n')
}

/** The first audio stream of a description; undefined when there is none or it is refused with port 0. */
export function readSdp(text: string): Session | undefined {
  const [, port, formats] = /^m=audio (\d+) RTP\/AVP ([\d ]+)/m.exec(text) ?? []
  const address = /^c=IN IP4 (\S+)/m.exec(text)?.[1]
  if (!port || !formats || !address || port === '0') return undefined
  const types = formats.trim().split(' ').map(Number)
  const laws = types.flatMap((type): Law[] => (type === 0 ? ['pcmu'] : type === 8 ? ['pcma'] : []))
  const event = /^a=rtpmap:(\d+) telephone-event\/8000/im.exec(text)?.[1]
  const direction = /^a=(sendrecv|sendonly|recvonly|inactive)/m.exec(text)?.[1] ?? 'sendrecv'
  return {
    place: { address, port: Number(port) },
    direction: direction as Direction,
    laws,
    eventType: event === undefined ? undefined : Number(event),
  }
}

/** What the answerer says to an offer's direction when it wants everything (RFC 3264 §6.1). */
export function mirrored(direction: Direction): Direction {
  if (direction === 'sendonly') return 'recvonly'
  if (direction === 'recvonly') return 'sendonly'
  return direction
}
