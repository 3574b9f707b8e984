import { isIP } from 'node:net'
import type { PassStream } from '../gateway/contract.ts'
import type {
  Attribute,
  Direction,
  Fmtp,
  MediaDescription,
  RtpMap,
  SessionDescription,
} from '../sip/sdp/sdp.ts'
import { connectionOf, directionOf } from '../sip/sdp/sdp.ts'

/**
 * Streams beside audio that pass through from one party to the other: video (RTP in the clear) and fax (T.38 over UDPTL). We
 * say to each what the other has said, from an allow-list, with an address and a port of ours.
 */

/** What a party says of such a stream. Plain data for the journal. */
export interface PassedMedia {
  readonly type: string
  readonly protocol: string
  readonly formats: readonly string[]
  readonly bandwidth: readonly string[]
  readonly rtpmaps: readonly RtpMap[]
  readonly fmtps: readonly Fmtp[]
  readonly attributes: readonly Attribute[]
  /** As the party sees it. */
  readonly direction: Direction
  /** Left out for a name, and for the address zero. */
  readonly remote?: NonNullable<PassStream['remote']>
}

/** One of them at its place among the m-lines. */
export interface PlacedMedia {
  readonly index: number
  readonly media: PassedMedia
}

/** Most streams of one call that pass, most lines of one of them, and the longest. */
const MOST = { streams: 2, lines: 24, characters: 256 } as const

/** T.38 Annex D, RFC 4585, RFC 5104, RFC 5761, RFC 6236 and what says how a picture is shown. */
const ALLOWED =
  /^(?:T38[A-Za-z]{1,40}|rtcp-fb|rtcp-mux|rtcp-rsize|framerate|framesize|imageattr|content|quality|cliprect|label)$/
const BANDWIDTH = /^(?:AS|TIAS|CT|RS|RR):\d{1,10}$/

/** Streams of a description that can pass. Protected ones cannot: keys are agreed on with us, not with the other party. */
export function passableIn(session: SessionDescription): readonly PlacedMedia[] {
  return session.media
    .flatMap((media, index) => (canPass(media) ? [{ index, media: passedOf(session, media) }] : []))
    .slice(0, MOST.streams)
}

function canPass({ type, port, protocol, formats }: MediaDescription): boolean {
  if (port === 0) return false
  if (type === 'video') return /^RTP\/AVPF?$/.test(protocol)
  return type === 'image' && /^udptl$/i.test(protocol) && formats.join() === 't38'
}

function passedOf(session: SessionDescription, media: MediaDescription): PassedMedia {
  const { type, protocol, formats } = media
  const known = new Set(formats)
  const address = connectionOf(session, media)?.address ?? ''
  const isZero = address === '0.0.0.0' || address === '::'
  const rtcpPort = media.rtcp?.port
  return {
    type,
    protocol,
    formats,
    bandwidth: media.bandwidth.filter((line) => BANDWIDTH.test(line)).slice(0, 4),
    rtpmaps: media.rtpmaps.filter(({ payload }) => known.has(String(payload))).slice(0, MOST.lines),
    fmtps: media.fmtps
      .filter(({ format, parameters }) => known.has(format) && isShort(parameters))
      .slice(0, MOST.lines),
    attributes: media.attributes
      .filter(({ name, value }) => ALLOWED.test(name) && isShort(value ?? ''))
      .slice(0, MOST.lines),
    direction: isZero ? 'inactive' : directionOf(session, media),
    ...(isIP(address) && !isZero
      ? { remote: { address, port: media.port, ...(rtcpPort ? { rtcpPort } : {}) } }
      : {}),
  }
}

function isShort(text: string): boolean {
  return text.length <= MOST.characters
}

/** The m-line in which we say at `port` what the other party has said. */
export function lineOf(media: PassedMedia, port: number, direction: Direction): MediaDescription {
  const { type, protocol, formats, bandwidth, rtpmaps, fmtps, attributes } = media
  const way = type === 'image' ? {} : { direction }
  return { type, port, protocol, formats, bandwidth, rtpmaps, fmtps, attributes, ...way }
}

/** Whether two of a party's descriptions want the same of the other one; hold, and another address, are between us and the party. */
export function isSame(a: PassedMedia, b: PassedMedia): boolean {
  return JSON.stringify(wantedOf(a)) === JSON.stringify(wantedOf(b))
}

function wantedOf({ type, protocol, formats, rtpmaps, fmtps, attributes }: PassedMedia) {
  return [type, protocol.toLowerCase(), formats, rtpmaps, fmtps, attributes]
}

/** How datagrams go to and from the party. `held`: its audio is, and what is beside it waits too. */
export function streamOf({ type, direction, remote }: PassedMedia, held: boolean): PassStream {
  const flows = !held && remote !== undefined
  return {
    ...(remote ? { remote } : {}),
    rtp: type !== 'image',
    send: flows && (direction === 'sendrecv' || direction === 'recvonly'),
    receive: flows && (direction === 'sendrecv' || direction === 'sendonly'),
    symmetric: true,
  }
}

/** The answer to a direction, no wider than what the other party allows (RFC 3264 §6.1). */
export function answerTo(offered: Direction, other: Direction): Direction {
  const sends = /^(?:sendrecv|recvonly)$/.test(offered) && /^send/.test(other)
  const receives = /^send/.test(offered) && /^(?:sendrecv|recvonly)$/.test(other)
  if (sends) return receives ? 'sendrecv' : 'sendonly'
  return receives ? 'recvonly' : 'inactive'
}
