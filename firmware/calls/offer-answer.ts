import { isIP } from 'node:net'
import type { Stream } from '../gateway/contract.ts'
import type { Result } from '../result.ts'
import { ok, refuse } from '../result.ts'
import type { Direction, MediaDescription, SessionDescription } from '../sip/sdp/sdp.ts'
import { connectionOf, directionOf, formatSdp, parseSdp } from '../sip/sdp/sdp.ts'

/** Audio codecs of this build, with their static payload types (RFC 3551 §6). */
const CODECS = { PCMU: 0, PCMA: 8 } as const
export type Codec = keyof typeof CODECS
/** All of them, those that we like best first. */
export const ALL: readonly Codec[] = ['PCMU', 'PCMA']

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

function audioOffer(
  { port }: LocalAudio,
  { codecs, eventPayloadType }: Capabilities,
): MediaDescription {
  return {
    ...audioOf(port, 'sendrecv', 20),
    formats: [...codecs.map((codec) => String(CODECS[codec])), String(eventPayloadType)],
    rtpmaps: [...codecs.map(rtpmapOf), events(eventPayloadType)],
    fmtps: [{ format: String(eventPayloadType), parameters: '0-16' }],
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
  const event = stream?.eventPayloadType ?? capabilities.eventPayloadType
  const offered = audioOffer(local, { codecs: [...inUse, ...others], eventPayloadType: event })
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
  const event = eventPayloadType === undefined ? [] : [eventPayloadType]
  return write(
    local,
    offer.media.map((media, index) =>
      index === audio
        ? {
            ...audioOf(local.port, directionOfStream(stream), ptimeMs),
            formats: [payloadType, ...event].map(String),
            rtpmaps: [
              { payload: payloadType, encoding: codec, clockRate: 8000 },
              ...event.map(events),
            ],
            fmtps: event.map((format) => ({ format: String(format), parameters: '0-16' })),
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
  return streamOf(parsed.value, media, undefined)
}

/** The peer has us on hold: it does not want to hear us (RFC 3264 §8.4, and the zero address of RFC 2543). */
export function isHold(stream: Stream): boolean {
  return !stream.send
}

function streamOf(
  session: SessionDescription,
  media: MediaDescription,
  preferred: Codec | undefined,
  allowed: readonly Codec[] = ALL,
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
  const event = media.rtpmaps.find(
    ({ payload, encoding, clockRate }) =>
      encoding.toLowerCase() === 'telephone-event' &&
      clockRate === 8000 &&
      media.formats.includes(String(payload)),
  )
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
    ...(event ? { eventPayloadType: event.payload } : {}),
    ptimeMs: ptimeOf(media.ptime),
    send: direction === 'sendrecv' || direction === 'recvonly',
    receive: direction === 'sendrecv' || direction === 'sendonly',
    symmetric: true,
  }
}

function codecOf(media: MediaDescription, format: string): Codec | undefined {
  const payload = Number(format)
  const mapped = media.rtpmaps.find((map) => map.payload === payload)
  if (mapped && mapped.clockRate !== 8000) return undefined
  const name = mapped?.encoding.toUpperCase()
  return (Object.keys(CODECS) as Codec[]).find((codec) =>
    name === undefined ? CODECS[codec] === payload : codec === name,
  )
}

function ptimeOf(ptime: number | undefined): Stream['ptimeMs'] {
  return ([10, 20, 30, 40, 60] as const).find((known) => known === ptime) ?? 20
}

/** Our direction, which mirrors the peer's. */
function directionOfStream({ send, receive }: Stream): Direction {
  if (send) return receive ? 'sendrecv' : 'sendonly'
  return receive ? 'recvonly' : 'inactive'
}

function rtpmapOf(codec: Codec) {
  return { payload: CODECS[codec] as number, encoding: codec as string, clockRate: 8000 }
}

function events(payload: number) {
  return { payload, encoding: 'telephone-event', clockRate: 8000 }
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
