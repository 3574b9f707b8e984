import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import { numberAt } from '../message/host.ts'

/** Most a peer may send: far above what phones need, far below what hurts (SECURITY row 15). */
export const SDP_LIMITS = { octets: 16_384, lines: 500, media: 16, formats: 64 } as const

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

/** A session description, RFC 8866, as plain data. */
export interface SessionDescription {
  readonly origin: Origin
  /** s= line; '-' for none. */
  readonly name: string
  readonly connection?: Connection
  /** b= lines as they stand: `AS:64`. */
  readonly bandwidth: readonly string[]
  readonly direction?: Direction
  /** a= lines other than the direction, in order. */
  readonly attributes: readonly Attribute[]
  readonly media: readonly MediaDescription[]
}

export interface Origin {
  readonly username: string
  /** Decimal digits; up to 64 bits, so not numbers. */
  readonly sessionId: string
  readonly version: string
  readonly address: string
}

export interface Connection {
  /** IPv4, IPv6 or a host name. */
  readonly address: string
  readonly family: 'IP4' | 'IP6'
}

export interface Attribute {
  readonly name: string
  readonly value?: string
}

export interface MediaDescription {
  /** audio, video, image … */
  readonly type: string
  /** 0 refuses or ends the stream. */
  readonly port: number
  /** Ports one after the other, `port/count` (RFC 8866 §5.14); undefined for one. */
  readonly portCount?: number
  /** RTP/AVP, RTP/SAVP, udptl … */
  readonly protocol: string
  /** Payload type numbers for RTP, as text; `t38` and the like otherwise. */
  readonly formats: readonly string[]
  readonly connection?: Connection
  readonly bandwidth: readonly string[]
  readonly rtpmaps: readonly RtpMap[]
  readonly fmtps: readonly Fmtp[]
  /** Milliseconds. */
  readonly ptime?: number
  readonly maxptime?: number
  /** RFC 3605: where RTCP goes when not to the next port. */
  readonly rtcp?: { readonly port: number; readonly address?: string }
  readonly direction?: Direction
  /** All other a= lines, in order. */
  readonly attributes: readonly Attribute[]
}

export interface RtpMap {
  readonly payload: number
  /** As written; compare without regard to case. */
  readonly encoding: string
  readonly clockRate: number
  readonly channels?: number
}

export interface Fmtp {
  readonly format: string
  readonly parameters: string
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] }
type Session = Mutable<SessionDescription>
type Media = Mutable<MediaDescription>

/**
 * Parses a session description. Unknown lines and attributes are kept or skipped, wrong ones refused; lines end in CRLF or, as
 * phones have it, in LF alone (RFC 8866 §5).
 */
export function parseSdp(text: string): Result<SessionDescription> {
  if (text.length > SDP_LIMITS.octets) return refuse(`SDP is longer than ${SDP_LIMITS.octets}`)
  if (!/^v=0\r?(?:\n|$)/.test(text)) return refuse('SDP does not begin with v=0')
  if (/\r(?!\n|$)|\0/.test(text)) return refuse('SDP holds a bare CR or a NUL')

  const session: Partial<Session> = { name: '-', bandwidth: [], attributes: [], media: [] }
  let media: Media | undefined
  let count = 0
  for (let start = text.indexOf('\n') + 1; start > 0 && start < text.length; ) {
    if (++count >= SDP_LIMITS.lines) return refuse(`SDP has over ${SDP_LIMITS.lines} lines`)
    const newLine = text.indexOf('\n', start)
    const end = newLine < 0 ? text.length : newLine
    const line = text.slice(start, text.charCodeAt(end - 1) === CR ? end - 1 : end)
    start = newLine + 1
    if (line === '') continue // the end, or a stray empty line, which phones do send
    const letter = line.charCodeAt(0)
    if (letter < LETTER_A || letter > LETTER_Z || line.charCodeAt(1) !== EQUALS) {
      return refuse('SDP line is not letter=value')
    }
    const value = line.slice(2)
    if (letter === LETTER_M) {
      const begun = parseMedia(value)
      if (!begun.ok) return begun
      media = begun.value
      session.media?.push(media)
      if ((session.media?.length ?? 0) > SDP_LIMITS.media) return refuse('SDP has too many media')
    } else {
      const problem = media ? mediaLine(media, line, value) : sessionLine(session, line, value)
      if (problem) return refuse(problem)
    }
  }
  return complete(session)
}

const CR = 0x0d
const EQUALS = 0x3d
const LETTER_A = 0x61
const LETTER_M = 0x6d
const LETTER_Z = 0x7a

function complete(session: Partial<Session>): Result<SessionDescription> {
  if (!session.origin) return refuse('SDP has no origin (o=)')
  const unconnected = session.media?.some((media) => media.port !== 0 && !media.connection)
  if (!session.connection && unconnected) return refuse('SDP has no connection (c=)')
  return ok(session as SessionDescription)
}

function sessionLine(session: Partial<Session>, line: string, value: string): string | undefined {
  switch (line[0]) {
    case 'o':
      return note(session, 'origin', parseOrigin(value))
    case 's':
      session.name = value
      return undefined
    case 'c':
      return note(session, 'connection', parseConnection(value))
    case 'b':
      session.bandwidth?.push(value)
      return undefined
    case 'a':
      if (isDirection(value)) session.direction = value
      else session.attributes?.push(parseAttribute(value))
      return undefined
    default:
      return undefined // i, u, e, p, t, r, z, k say nothing to a telephone
  }
}

function mediaLine(media: Media, line: string, value: string): string | undefined {
  switch (line[0]) {
    case 'c':
      return note(media, 'connection', parseConnection(value))
    case 'b':
      media.bandwidth.push(value)
      return undefined
    case 'a':
      if (isDirection(value)) media.direction = value
      else return mediaAttribute(media, parseAttribute(value))
      return undefined
    default:
      return undefined
  }
}

function note<Key extends string, Value>(
  target: { [K in Key]?: Value },
  key: Key,
  value: Value | undefined,
): string | undefined {
  if (value === undefined) return `SDP ${key} is malformed`
  target[key] = value
  return undefined
}

function isDirection(value: string): value is Direction {
  return (
    value === 'sendrecv' || value === 'sendonly' || value === 'recvonly' || value === 'inactive'
  )
}

function mediaAttribute(media: Media, attribute: Attribute): string | undefined {
  const value = attribute.value ?? ''
  switch (attribute.name) {
    case 'rtpmap': {
      const map = parseRtpMap(value)
      if (!map) return 'SDP rtpmap is malformed'
      media.rtpmaps.push(map)
      return undefined
    }
    case 'fmtp': {
      const [, format, parameters] = /^(\S+) +(.*)$/.exec(value) ?? []
      if (!format) return 'SDP fmtp is malformed'
      media.fmtps.push({ format, parameters: parameters ?? '' })
      return undefined
    }
    case 'ptime':
    case 'maxptime':
      if (/^\d{1,4}(\.\d*)?$/.test(value)) media[attribute.name] = Number(value)
      return undefined // a wrong one is as good as none
    case 'rtcp':
      return rtcpAttribute(media, value)
    default:
      media.attributes.push(attribute)
      return undefined
  }
}

function rtcpAttribute(media: Media, value: string): string | undefined {
  const [, port, address] = /^(\d{1,5})(?: IN IP[46] (\S+))?$/.exec(value) ?? []
  if (!port || Number(port) > 65535) return 'SDP rtcp is malformed'
  media.rtcp = { port: Number(port), ...(address && { address }) }
  return undefined
}

function parseMedia(value: string): Result<Media> {
  const [type, port, protocol, ...formats] = value.split(/ +/).filter((word) => word !== '')
  const [, number, count] = /^(\d{1,5})(?:\/(\d{1,3}))?$/.exec(port ?? '') ?? []
  if (!type || !number || !protocol || !formats.length) return refuse('SDP media is malformed')
  if (Number(number) > 65535) return refuse('SDP media has a port above 65535')
  if (formats.length > SDP_LIMITS.formats) return refuse('SDP media has too many formats')
  const isRtp = /^(?:UDP\/TLS\/)?RTP\//.test(protocol)
  if (isRtp && !formats.every(isPayloadType)) {
    return refuse('SDP media has a payload type that is no number from 0 to 127')
  }
  const lists = { bandwidth: [], rtpmaps: [], fmtps: [], attributes: [] }
  if (count === '0' || count === '00' || count === '000') return refuse('SDP media has no port')
  const ports = count === undefined ? {} : { portCount: Number(count) }
  return ok({ type, port: Number(number), ...ports, protocol, formats, ...lists })
}

function isPayloadType(format: string): boolean {
  const number = numberAt(format, 0, format.length)
  return number >= 0 && number <= 127 && format.length <= 3
}

function parseOrigin(value: string): Origin | undefined {
  const [, username, sessionId, version, address] =
    /^(\S+) +(\d{1,20}) +(\d{1,20}) +IN +IP[46] +(\S+) *$/.exec(value) ?? []
  if (!username || !sessionId || !version || !address) return undefined
  return { username, sessionId, version, address }
}

function parseConnection(value: string): Connection | undefined {
  const [, family, address] = /^IN +(IP[46]) +([^\s/]+)(?:\/[\d/]+)? *$/.exec(value) ?? []
  return address ? { address, family: family === 'IP6' ? 'IP6' : 'IP4' } : undefined
}

function parseAttribute(value: string): Attribute {
  const colon = value.indexOf(':')
  return colon < 0
    ? { name: value }
    : { name: value.slice(0, colon), value: value.slice(colon + 1) }
}

function parseRtpMap(value: string): RtpMap | undefined {
  const [, payload, encoding, clockRate, channels] =
    /^(\d{1,3}) +([^\s/]+)\/(\d{1,7})(?:\/(\d{1,3}))? *$/.exec(value) ?? []
  if (!payload || !encoding || Number(payload) > 127) return undefined
  return {
    payload: Number(payload),
    encoding,
    clockRate: Number(clockRate),
    ...(channels && { channels: Number(channels) }),
  }
}

/** Writes a session description; every line ends in CRLF. The caller answers for what stands in the texts. */
export function formatSdp(session: SessionDescription): string {
  const { origin } = session
  let text = `v=0\r\no=${origin.username} ${origin.sessionId} ${origin.version} IN ${familyOf(origin.address)} ${origin.address}\r\n`
  text += `s=${session.name || '-'}\r\n`
  if (session.connection) text += formatConnection(session.connection)
  for (const line of session.bandwidth) text += `b=${line}\r\n`
  text += 't=0 0\r\n'
  if (session.direction) text += `a=${session.direction}\r\n`
  text += formatAttributes(session.attributes)
  for (const media of session.media) text += formatMedia(media)
  return text
}

function formatMedia(media: MediaDescription): string {
  const ports = media.portCount === undefined ? '' : `/${media.portCount}`
  let text = `m=${media.type} ${media.port}${ports} ${media.protocol} ${media.formats.join(' ')}\r\n`
  if (media.connection) text += formatConnection(media.connection)
  for (const line of media.bandwidth) text += `b=${line}\r\n`
  for (const map of media.rtpmaps) {
    const channels = map.channels === undefined ? '' : `/${map.channels}`
    text += `a=rtpmap:${map.payload} ${map.encoding}/${map.clockRate}${channels}\r\n`
  }
  for (const { format, parameters } of media.fmtps) text += `a=fmtp:${format} ${parameters}\r\n`
  if (media.ptime !== undefined) text += `a=ptime:${media.ptime}\r\n`
  if (media.maxptime !== undefined) text += `a=maxptime:${media.maxptime}\r\n`
  if (media.rtcp) text += formatRtcp(media.rtcp)
  if (media.direction) text += `a=${media.direction}\r\n`
  return text + formatAttributes(media.attributes)
}

function formatRtcp(rtcp: { readonly port: number; readonly address?: string }): string {
  const address = rtcp.address ? ` IN ${familyOf(rtcp.address)} ${rtcp.address}` : ''
  return `a=rtcp:${rtcp.port}${address}\r\n`
}

function formatConnection(connection: Connection): string {
  return `c=IN ${connection.family} ${connection.address}\r\n`
}

function formatAttributes(attributes: readonly Attribute[]): string {
  let text = ''
  for (const { name, value } of attributes) {
    text += value === undefined ? `a=${name}\r\n` : `a=${name}:${value}\r\n`
  }
  return text
}

function familyOf(address: string): 'IP4' | 'IP6' {
  return address.includes(':') ? 'IP6' : 'IP4'
}

/** Where a stream's RTP goes: the media's own connection, else the session's. */
export function connectionOf(
  session: SessionDescription,
  media: MediaDescription,
): Connection | undefined {
  return media.connection ?? session.connection
}

/** A stream's direction: its own, else the session's, else both ways (RFC 8866 §6.7). */
export function directionOf(session: SessionDescription, media: MediaDescription): Direction {
  return media.direction ?? session.direction ?? 'sendrecv'
}

/**
 * Whether the peer wants to hear nothing: by direction (RFC 3264 §8.4), or by the zero address of RFC 2543, which is still met
 * and must not be sent to.
 */
export function isHeld(session: SessionDescription, media: MediaDescription): boolean {
  const address = connectionOf(session, media)?.address
  if (address === '0.0.0.0' || address === '::') return true
  const direction = directionOf(session, media)
  return direction === 'sendonly' || direction === 'inactive'
}

/** A copy with another version in `o=`: every change to a description raises it by one (RFC 3264 §8). */
export function withVersion(session: SessionDescription, version: string): SessionDescription {
  return { ...session, origin: { ...session.origin, version } }
}
