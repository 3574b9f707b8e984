import { isIP } from 'node:net'
import type { Stream } from '../gateway/contract.ts'
import type { Result } from '../result.ts'
import { ok, refuse } from '../result.ts'
import type { Direction, MediaDescription, SessionDescription } from '../sip/sdp/sdp.ts'
import { connectionOf, directionOf, formatSdp, parseSdp } from '../sip/sdp/sdp.ts'
import type { Codec } from './codec-formats.ts'
import {
  ALL,
  codecOf,
  eventOf,
  fmtpOf,
  formatOf,
  formatsOf,
  KNOWN,
  opusOf,
  rtpmapOf,
  telephoneEvent,
} from './codec-formats.ts'

export type { Codec } from './codec-formats.ts'
export { ALL } from './codec-formats.ts'

/** Our own side of a session description. */
export interface LocalAudio {
  readonly address: string
  readonly port: number
  /** Decimal digits, one per leg (RFC 8866 §5.2). */
  readonly sessionId: string
  /** Goes up by one with every change of what we say (RFC 3264 §8). */
  readonly version: number
}

/** What to offer: codecs in our order, and the payload type of telephone events. */
export interface Capabilities {
  readonly codecs: readonly Codec[]
  readonly eventPayloadType: number
  /** How keys go to the party; as events where they are not said to go otherwise. */
  readonly keys?: 'events' | 'in-band' | 'info'
}

/** An offer of the peer, understood: what we send and take, and how we answer it. */
export interface UnderstoodOffer {
  readonly stream: Stream
  readonly offer: SessionDescription
  readonly audio: number
}

/** An offer (RFC 3264 §5) of one audio stream in both directions. */
export function writeOffer(local: LocalAudio, capabilities: Capabilities): string {
  return write(local, [audioOffer(local, capabilities)])
}

function audioOffer({ port }: LocalAudio, capabilities: Capabilities, inUse?: Stream) {
  const { codecs, eventPayloadType, keys = 'events' } = capabilities
  const all = formatsOf(codecs, eventPayloadType, inUse)
  const formats = keys === 'events' ? all : { ...all, events: [] }
  const events = formats.events.map(({ payload, clockRate }) => telephoneEvent(payload, clockRate))
  return {
    ...audioOf(port, 'sendrecv', 20),
    formats: [...formats.audio, ...formats.events].map(({ payload }) => String(payload)),
    rtpmaps: [
      ...formats.audio.map(({ codec, payload }) => rtpmapOf(codec, payload)),
      ...events.map(({ rtpmap }) => rtpmap),
    ],
    fmtps: [
      ...formats.audio.flatMap(({ codec, payload }) => fmtpOf(codec, payload)),
      ...events.map(({ fmtp }) => fmtp),
    ],
  }
}

/**
 * An offer of what is in use, for a peer that asks for one (RFC 6337 §5.2.5): the codec in use first, then what else we can; streams
 * that were refused stay in their places (RFC 3264 §8). `previous`: what we said last.
 */
export function writeNextOffer(
  local: LocalAudio,
  capabilities: Capabilities,
  previous: string,
  stream: Stream | undefined,
): string {
  const parsed = parseSdp(previous)
  const before = parsed.ok ? parsed.value.media : []
  const audio = before.findIndex(({ type, port }) => type === 'audio' && port !== 0)
  const inUse = capabilities.codecs.filter((codec) => codec === stream?.codec)
  const others = capabilities.codecs.filter((codec) => codec !== stream?.codec)
  const event = capabilities.eventPayloadType
  const wanted = { codecs: [...inUse, ...others], eventPayloadType: event }
  const offered = audioOffer(local, wanted, stream)
  if (audio < 0) return write(local, [offered])
  return write(
    local,
    before.map((media, index) => (index === audio ? offered : nothingOf(media))),
  )
}

/**
 * Chooses from an offer: the peer's first codec that we have and that is allowed there (SADV-1), `preferred` first if it is among them
 * (then nobody transcodes). The refusal is a SIP status: 400 for what is no SDP, 488 for nothing in common.
 */
export function readOffer(
  text: string,
  preferred?: Codec,
  allowed: readonly Codec[] = ALL,
): Result<UnderstoodOffer, number> {
  const parsed = parseSdp(text)
  if (!parsed.ok) return refuse(400)
  const offer = parsed.value
  const audio = offer.media.findIndex(
    ({ type, port, protocol }) => type === 'audio' && port !== 0 && protocol === 'RTP/AVP',
  )
  const media = offer.media[audio]
  if (!media) return refuse(488)
  const stream = streamOf(offer, media, preferred, allowed)
  return stream ? ok({ stream, offer, audio }) : refuse(488)
}

/** The answer (RFC 3264 §6) to an offer: its audio taken, every other stream refused. */
export function writeAnswer(local: LocalAudio, { stream, offer, audio }: UnderstoodOffer): string {
  const { codec, payloadType, eventPayloadType, ptimeMs } = stream
  const event =
    eventPayloadType === undefined ? [] : [telephoneEvent(eventPayloadType, eventClockOf(stream))]
  return write(
    local,
    offer.media.map((media, index) =>
      index === audio
        ? {
            ...audioOf(local.port, directionOfStream(stream), ptimeMs),
            formats: [payloadType, ...event.map(({ rtpmap }) => rtpmap.payload)].map(String),
            rtpmaps: [rtpmapOf(codec, payloadType), ...event.map(({ rtpmap }) => rtpmap)],
            fmtps: [...fmtpOf(codec, payloadType), ...event.map(({ fmtp }) => fmtp)],
          }
        : { ...nothingOf(media) },
    ),
  )
}

/** What the peer's answer to our offer agreed on; undefined when it took none of our audio. */
export function readAnswer(text: string): Stream | undefined {
  const parsed = parseSdp(text)
  if (!parsed.ok) return undefined
  const media = parsed.value.media[0]
  if (media?.type !== 'audio' || media.port === 0) return undefined
  return streamOf(parsed.value, media, undefined, KNOWN)
}

/** The peer has us on hold: it does not want to hear us (RFC 3264 §8.4, and the zero address of RFC 2543). */
export function isHold(stream: Stream): boolean {
  return !stream.send
}

function streamOf(
  session: SessionDescription,
  media: MediaDescription,
  preferred: Codec | undefined,
  allowed: readonly Codec[],
): Stream | undefined {
  const offered = media.formats.map((format) => {
    const codec = codecOf(media, format)
    return { format, codec: codec && allowed.includes(codec) ? codec : undefined }
  })
  const chosen =
    (preferred && offered.find(({ codec }) => codec === preferred)) ??
    offered.find(({ codec }) => codec !== undefined)
  if (!chosen?.codec) return undefined

  const address = connectionOf(session, media)?.address
  if (!address || isIP(address) === 0) return undefined // a name would have to be resolved on the way of every packet
  const zero = address === '0.0.0.0' || address === '::'
  const direction = zero ? 'inactive' : directionOf(session, media)
  const event = eventOf(media, chosen.codec)
  const opus = chosen.codec === 'opus' ? opusOf(media, chosen.format) : undefined
  return {
    ...(zero
      ? {}
      : {
          remote: {
            address,
            port: media.port,
            ...(media.rtcp ? { rtcpPort: media.rtcp.port } : {}),
          },
        }),
    codec: chosen.codec,
    payloadType: Number(chosen.format),
    ...event,
    ...(opus ? { opus } : {}),
    ptimeMs: ptimeOf(media),
    send: direction === 'sendrecv' || direction === 'recvonly',
    receive: direction === 'sendrecv' || direction === 'sendonly',
    symmetric: true,
  }
}

/** The peer's wish, in packets that we can make and it can take; 20 ms where it has none. */
function ptimeOf({ ptime, maxptime }: MediaDescription): Stream['ptimeMs'] {
  const wanted = Math.min(ptime ?? 20, maxptime ?? 60)
  return ([60, 40, 30, 20] as const).find((known) => known <= wanted) ?? 10
}

/** Of telephone-event: that of the codec, unless it said otherwise. */
function eventClockOf({ codec, eventClockKhz }: Stream): number {
  return eventClockKhz === undefined ? formatOf(codec).clockRate : eventClockKhz * 1000
}

/** Our direction, which mirrors the peer's. */
function directionOfStream({ send, receive }: Stream): Direction {
  if (send) return receive ? 'sendrecv' : 'sendonly'
  return receive ? 'recvonly' : 'inactive'
}

function audioOf(port: number, direction: Direction, ptime: number) {
  return {
    type: 'audio',
    port,
    protocol: 'RTP/AVP',
    bandwidth: [],
    ptime,
    direction,
    attributes: [],
  }
}

/** A stream that we do not take stands in its place with port 0 (RFC 3264 §6). */
function nothingOf({ type, protocol, formats }: MediaDescription): MediaDescription {
  return { type, protocol, formats, port: 0, bandwidth: [], rtpmaps: [], fmtps: [], attributes: [] }
}

function write(local: LocalAudio, media: readonly MediaDescription[]): string {
  const { address, sessionId, version } = local
  return formatSdp({
    origin: { username: '-', sessionId, version: String(version), address },
    name: '-',
    connection: { address, family: address.includes(':') ? 'IP6' : 'IP4' },
    bandwidth: [],
    attributes: [],
    media,
  })
}
