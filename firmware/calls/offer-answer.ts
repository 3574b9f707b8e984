import { isIP } from 'node:net'
import type { Stream } from '../gateway/contract.ts'
import type { SecureTransport } from '../gateway/transport.ts'
import type { Result } from '../result.ts'
import { ok, refuse } from '../result.ts'
import { midOf } from '../sip/sdp/attributes.ts'
import type { Attribute, Direction, MediaDescription, SessionDescription } from '../sip/sdp/sdp.ts'
import { connectionOf, directionOf, formatSdp, parseSdp } from '../sip/sdp/sdp.ts'
import type { Codec } from './codec-formats.ts'
import {
  ALL,
  codecOf,
  codingOf,
  comfortNoise,
  eventOf,
  fmtpOf,
  formatOf,
  formatsOf,
  KNOWN,
  rtpmapOf,
  takesComfortNoise,
  telephoneEvent,
} from './codec-formats.ts'
import type { EncryptionSettings } from './protection/policy.ts'
import { PLAIN } from './protection/policy.ts'
import type { Agreed, Ours } from './protection/read.ts'
import { agreedIn, agreeOn, isRtp } from './protection/read.ts'
import { LegSecrets } from './protection/secrets.ts'
import type { Place, Written } from './protection/write.ts'
import { writeAgreed, writeOffered } from './protection/write.ts'

export type { Codec } from './codec-formats.ts'
export { ALL } from './codec-formats.ts'

/** Our own side of a session description. */
export interface LocalAudio extends Place {
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
  /** Events never go in short datagrams (SADV-2). */
  readonly padEvents?: boolean
  /** Of the party; as usual unless given. */
  readonly encryption?: EncryptionSettings
}

/** For who neither offers nor takes anything but RTP in the clear. */
const IN_CLEAR: Ours = { protection: PLAIN, secrets: new LegSecrets() }

/** An offer of the peer, understood: what we send and take, and how we answer it. */
export interface UnderstoodOffer {
  readonly stream: Stream
  readonly offer: SessionDescription
  readonly audio: number
  readonly agreed: Agreed
}

/** An offer (RFC 3264 §5) of one audio stream in both directions, with what passes beside it. */
export function writeOffer(
  local: LocalAudio,
  capabilities: Capabilities,
  ours: Ours = IN_CLEAR,
  beside: Iterable<MediaDescription> = [],
): string {
  const written = writeOffered(ours, local)
  return write(local, [audioOffer(local, capabilities, written), ...beside], written.session)
}

export function audioOffer(
  { port }: LocalAudio,
  capabilities: Capabilities,
  written: Written,
  inUse?: Stream,
) {
  const { codecs, eventPayloadType, keys = 'events' } = capabilities
  const all = formatsOf(codecs, eventPayloadType, inUse)
  const formats = keys === 'events' ? all : { ...all, events: [] }
  const events = formats.events.map(({ payload, clockRate }) => telephoneEvent(payload, clockRate))
  return {
    ...audioOf(port, 'sendrecv', 20, written),
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
  ours: Ours = IN_CLEAR,
): string {
  const parsed = parseSdp(previous)
  const before = parsed.ok ? parsed.value.media : []
  const audio = before.findIndex(({ type, port }) => type === 'audio' && port !== 0)
  const last = before[audio]
  const written = writeOffered(ours, local, last && midOf(last))
  const offered = audioOffer(local, inUseFirst(capabilities, stream), written, stream)
  if (audio < 0) return write(local, [offered], written.session)
  return write(
    local,
    before.map((media, index) => (index === audio ? offered : nothingOf(media))),
    written.session,
  )
}

/** With the codec in use before the others. */
export function inUseFirst(
  { codecs, eventPayloadType }: Capabilities,
  stream: Stream | undefined,
): Capabilities {
  const inUse = codecs.filter((codec) => codec === stream?.codec)
  const others = codecs.filter((codec) => codec !== stream?.codec)
  return { codecs: [...inUse, ...others], eventPayloadType }
}

/**
 * Chooses from an offer: the peer's first codec that we have and that is allowed there (SADV-1), `preferred` first if it is among them
 * (then nobody transcodes). The refusal is a SIP status: 400 for what is no SDP, 488 for nothing in common.
 */
export function readOffer(
  text: string,
  preferred?: Codec,
  allowed: readonly Codec[] = ALL,
  ours: Ours = IN_CLEAR,
): Result<UnderstoodOffer, number> {
  const parsed = parseSdp(text)
  if (!parsed.ok) return refuse(400)
  const offer = parsed.value
  for (const [audio, media] of offer.media.entries()) {
    if (media.type !== 'audio' || media.port === 0 || !isRtp(media)) continue
    const agreed = agreeOn(offer, media, ours)
    const stream = agreed && streamOf(offer, media, preferred, allowed, agreed.transport)
    if (stream) return ok({ stream, offer, audio, agreed })
  }
  return refuse(488)
}

/** The answer (RFC 3264 §6) to an offer: its audio taken, and every other stream refused that does not pass. */
export function writeAnswer(
  local: LocalAudio,
  understood: UnderstoodOffer,
  passing: ReadonlyMap<number, MediaDescription> = new Map(),
): string {
  const { stream, offer, audio, agreed } = understood
  const { codec, payloadType, eventPayloadType, ptimeMs } = stream
  const event =
    eventPayloadType === undefined ? [] : [telephoneEvent(eventPayloadType, eventClockOf(stream))]
  const noise = stream.comfortNoise ? [comfortNoise] : []
  const taken = offer.media[audio]
  const written = taken && writeAgreed(offer, taken, agreed, local)
  return write(
    local,
    offer.media.map((media, index) =>
      index === audio
        ? {
            ...audioOf(local.port, directionOfStream(stream), ptimeMs, written),
            formats: [
              payloadType,
              ...noise.map(({ payload }) => payload),
              ...event.map(({ rtpmap }) => rtpmap.payload),
            ].map(String),
            rtpmaps: [rtpmapOf(codec, payloadType), ...noise, ...event.map(({ rtpmap }) => rtpmap)],
            fmtps: [...fmtpOf(codec, payloadType), ...event.map(({ fmtp }) => fmtp)],
          }
        : (passing.get(index) ?? nothingOf(media)),
    ),
    written?.session,
  )
}

/** What the peer's answer to our offer agreed on; undefined when it took none of our audio. `offered`: codecs beyond those that every build has; `place`: of the audio in our offer. */
export function readAnswer(
  text: string,
  ours: Ours = IN_CLEAR,
  offered: readonly Codec[] = [],
  place: number = 0,
): Stream | undefined {
  const parsed = parseSdp(text)
  if (!parsed.ok) return undefined
  const media = parsed.value.media[place]
  if (media?.type !== 'audio' || media.port === 0 || !isRtp(media)) return undefined
  const agreed = agreedIn(parsed.value, media, ours)
  return (
    agreed && streamOf(parsed.value, media, undefined, [...KNOWN, ...offered], agreed.transport)
  )
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
  transport: SecureTransport | undefined,
): Stream | undefined {
  const chosen = chosenOf(media, preferred, allowed)
  if (!chosen) return undefined

  const remote = remoteOf(session, media, transport)
  if (!remote) return undefined
  const direction = remote === 'zero' ? 'inactive' : directionOf(session, media)
  const event = eventOf(media, chosen.codec)
  const opus = codingOf(media, chosen.codec, chosen.format)
  return {
    ...(typeof remote === 'object' ? { remote } : {}),
    codec: chosen.codec,
    payloadType: Number(chosen.format),
    ...event,
    ...(opus ? { opus } : {}),
    ...(takesComfortNoise(media, chosen.codec) ? { comfortNoise: true } : {}),
    ptimeMs: ptimeOf(media),
    send: direction === 'sendrecv' || direction === 'recvonly',
    receive: direction === 'sendrecv' || direction === 'sendonly',
    symmetric: true,
    ...(transport ? { transport } : {}),
  }
}

/** The preferred codec where it is offered, else the first that is allowed. */
function chosenOf(
  media: MediaDescription,
  preferred: Codec | undefined,
  allowed: readonly Codec[],
): { readonly format: string; readonly codec: Codec } | undefined {
  let first: { readonly format: string; readonly codec: Codec } | undefined
  for (const format of media.formats) {
    const codec = codecOf(media, format)
    if (codec === undefined || !allowed.includes(codec)) continue
    if (preferred === undefined || codec === preferred) return { format, codec }
    first ??= { format, codec }
  }
  return first
}

/** Where the peer is: `zero` is a hold (RFC 2543), `checks` is for ICE to find out. */
function remoteOf(
  session: SessionDescription,
  media: MediaDescription,
  transport: SecureTransport | undefined,
): Stream['remote'] | 'zero' | 'checks' {
  if (transport?.ice) return 'checks'
  const address = connectionOf(session, media)?.address
  if (!address || isIP(address) === 0) return undefined // a name would have to be resolved on the way of every packet
  if (address === '0.0.0.0' || address === '::') return 'zero'
  return { address, port: media.port, ...(media.rtcp ? { rtcpPort: media.rtcp.port } : {}) }
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

function audioOf(
  port: number,
  direction: Direction,
  ptime: number,
  { protocol, media: attributes }: Pick<Written, 'protocol' | 'media'> = CLEAR,
) {
  return { type: 'audio', port, protocol, bandwidth: [], ptime, direction, attributes }
}

const CLEAR = { protocol: 'RTP/AVP', media: [] } as const

/** A stream that we do not take stands in its place with port 0 (RFC 3264 §6). */
export function nothingOf({ type, protocol, formats }: MediaDescription): MediaDescription {
  return { type, protocol, formats, port: 0, bandwidth: [], rtpmaps: [], fmtps: [], attributes: [] }
}

export function write(
  local: LocalAudio,
  media: readonly MediaDescription[],
  attributes: readonly Attribute[] = [],
): string {
  const { address, sessionId, version } = local
  return formatSdp({
    origin: { username: '-', sessionId, version: String(version), address },
    name: '-',
    connection: { address, family: address.includes(':') ? 'IP6' : 'IP4' },
    bandwidth: [],
    attributes,
    media,
  })
}
