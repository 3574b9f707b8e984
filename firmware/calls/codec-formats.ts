import type { OpusCoding, Stream, StreamCodec } from '../gateway/contract.ts'
import type { Fmtp, MediaDescription, RtpMap } from '../sip/sdp/sdp.ts'

export type Codec = StreamCodec

interface Format {
  readonly encoding: string
  readonly clockRate: number
  /** As the rtpmap says; audio is mono whatever it says (RFC 7587 §7). */
  readonly channels?: number
  /** Of RFC 3551 §6, or ours for a dynamic one. */
  readonly payload: number
  readonly fmtp?: string
}

const narrow = (encoding: string, payload: number): Format => ({
  encoding,
  clockRate: 8000,
  payload,
})

/**
 * How each codec stands in SDP. `G726-…` is packed from the least significant bit as RFC 3551 §4.5.4 says, `AAL2-G726-…` from the most
 * significant as I.366.2 says; telephones that mix the two up are told apart by nothing but their noise.
 */
const FORMATS: Readonly<Record<Codec, Format>> = {
  PCMU: narrow('PCMU', 0),
  GSM: narrow('GSM', 3),
  PCMA: narrow('PCMA', 8),
  G722: narrow('G722', 9), // RFC 3551 §4.5.2: its clock says 8000 although it samples at 16 kHz
  G729: narrow('G729', 18),
  opus: {
    encoding: 'opus',
    clockRate: 48_000,
    channels: 2,
    payload: 107,
    fmtp: 'maxplaybackrate=48000;stereo=0;useinbandfec=1',
  },
  'G726-16': narrow('G726-16', 112),
  'G726-24': narrow('G726-24', 113),
  'G726-32': narrow('G726-32', 114),
  'G726-40': narrow('G726-40', 115),
  'AAL2-G726-16': narrow('AAL2-G726-16', 116),
  'AAL2-G726-24': narrow('AAL2-G726-24', 117),
  'AAL2-G726-32': narrow('AAL2-G726-32', 118),
  'AAL2-G726-40': narrow('AAL2-G726-40', 119),
  L16: narrow('L16', 120),
  'L16/16000': { encoding: 'L16', clockRate: 16_000, payload: 121 },
}

/**
 * What is offered where nothing says otherwise, best first: what every telephone has comes first, so that a caller whose
 * codec nobody knows yet and the telephone that is called meet in it, and nobody transcodes.
 */
export const ALL: readonly Codec[] = ['PCMU', 'PCMA', 'G722', 'opus']
/** What a filter may ask for beyond that. G.729 is not in every build. */
export const KNOWN: readonly Codec[] = [
  ...ALL,
  'GSM',
  'G726-40',
  'G726-32',
  'G726-24',
  'G726-16',
  'AAL2-G726-40',
  'AAL2-G726-32',
  'AAL2-G726-24',
  'AAL2-G726-16',
  'L16/16000',
  'L16',
]
const WIDE_EVENTS = 110 // telephone-event by the clock of Opus
const SPARE = [127, 126, 125, 124] // for what would have the number of something else

export function formatOf(codec: Codec): Format {
  return FORMATS[codec]
}

export function rtpmapOf(codec: Codec, payload: number): RtpMap {
  const { encoding, clockRate, channels } = FORMATS[codec]
  return { payload, encoding, clockRate, ...(channels ? { channels } : {}) }
}

export function fmtpOf(codec: Codec, payload: number): Fmtp[] {
  const { fmtp } = FORMATS[codec]
  return fmtp ? [{ format: String(payload), parameters: fmtp }] : []
}

export function telephoneEvent(payload: number, clockRate: number) {
  return {
    rtpmap: { payload, encoding: 'telephone-event', clockRate },
    fmtp: { format: String(payload), parameters: '0-16' },
  }
}

const COMFORT_NOISE = 13 // RFC 3551 table 4: static, by 8 kHz

/** RFC 3389 §4: whether the peer takes comfort noise beside a codec; it is of no use with another clock. */
export function takesComfortNoise(media: MediaDescription, codec: Codec): boolean {
  return FORMATS[codec].clockRate === 8000 && media.formats.includes(String(COMFORT_NOISE))
}

export const comfortNoise: RtpMap = { payload: COMFORT_NOISE, encoding: 'CN', clockRate: 8000 }

/**
 * Payload types for an offer, each once. What is in use keeps its numbers (RFC 3264 §8.3.2); with Opus there are events by its clock
 * too, for who wants them so (RFC 4733 §2.1).
 */
export function formatsOf(codecs: readonly Codec[], eventPayloadType: number, inUse?: Stream) {
  const taken = new Set<number>()
  const take = (wanted: number) => {
    const payload = [wanted, ...SPARE].find((number) => !taken.has(number)) ?? wanted
    taken.add(payload)
    return payload
  }
  const eventRate = inUse && (inUse.eventClockKhz ?? FORMATS[inUse.codec].clockRate / 1000)
  const narrowInUse = eventRate === 8 ? inUse?.eventPayloadType : undefined
  const wideInUse = eventRate === 48 ? inUse?.eventPayloadType : undefined
  if (inUse && codecs.includes(inUse.codec)) take(inUse.payloadType)
  if (wideInUse !== undefined) taken.add(wideInUse)
  const events = [{ payload: take(narrowInUse ?? eventPayloadType), clockRate: 8000 }]
  const audio = codecs.map((codec) => ({
    codec,
    payload: codec === inUse?.codec ? inUse.payloadType : take(FORMATS[codec].payload),
  }))
  if (codecs.includes('opus')) {
    events.push({ payload: wideInUse ?? take(WIDE_EVENTS), clockRate: 48_000 })
  }
  return { audio, events }
}

/** Codecs by what their rtpmap says, and by their static payload type: no list is searched for each format of each description. */
const BY_RTPMAP = new Map<string, Codec>()
const BY_PAYLOAD: (Codec | undefined)[] = []
for (const codec of [...KNOWN, 'G729'] as const) {
  const { encoding, clockRate, channels = 1, payload } = FORMATS[codec]
  const name = rtpmapName(encoding, clockRate, channels)
  if (!BY_RTPMAP.has(name)) BY_RTPMAP.set(name, codec)
  if (payload < 96) BY_PAYLOAD[payload] ??= codec
}

function rtpmapName(encoding: string, clockRate: number, channels: number): string {
  return `${encoding.toLowerCase()}/${clockRate}/${channels}`
}

/** The codec that a format of the peer names; undefined for one that we do not know. */
export function codecOf(media: MediaDescription, format: string): Codec | undefined {
  const payload = Number(format)
  const mapped = media.rtpmaps.find((map) => map.payload === payload)
  if (!mapped) return BY_PAYLOAD[payload]
  return BY_RTPMAP.get(rtpmapName(mapped.encoding, mapped.clockRate, mapped.channels ?? 1))
}

/** The peer's telephone-event: by the clock of the codec where it has one, else by 8 kHz, which many use beside any codec. */
export function eventOf(
  media: MediaDescription,
  codec: Codec,
): Pick<Stream, 'eventPayloadType' | 'eventClockKhz'> {
  const { clockRate } = FORMATS[codec]
  let event: RtpMap | undefined
  for (const map of media.rtpmaps) {
    const isBetter = map.clockRate === clockRate ? event?.clockRate !== clockRate : !event
    if (!isBetter || (map.clockRate !== clockRate && map.clockRate !== 8000)) continue
    if (isEvent(map) && media.formats.includes(String(map.payload))) event = map
  }
  if (!event) return {}
  return {
    eventPayloadType: event.payload,
    ...(event.clockRate === clockRate ? {} : { eventClockKhz: 8 as const }),
  }
}

function isEvent({ encoding }: RtpMap): boolean {
  return encoding === 'telephone-event' || encoding.toLowerCase() === 'telephone-event'
}

function parametersOf(media: MediaDescription, format: string): Map<string, string> | undefined {
  const parameters = media.fmtps.find((fmtp) => fmtp.format === format)?.parameters
  if (parameters === undefined) return undefined
  return new Map(
    parameters.split(';').map((pair) => {
      const [name = '', value = ''] = pair.split('=')
      return [name.trim().toLowerCase(), value.trim().toLowerCase()] as const
    }),
  )
}

/** What the peer wants of its codec towards it. Annex B of G.729 is sent to who asks for it, not by default (RFC 4856 §2.1.9). */
export function codingOf(
  media: MediaDescription,
  codec: Codec,
  format: string,
): OpusCoding | undefined {
  const parameters = parametersOf(media, format)
  if (codec === 'opus') return parameters && opusOf(parameters)
  const annexB = codec === 'G729' && parameters?.get('annexb') === 'yes'
  return annexB ? { dtx: true } : undefined
}

/** RFC 7587 §6.1. */
function opusOf(parameters: ReadonlyMap<string, string>): OpusCoding {
  const values = new Map([...parameters].map(([name, value]) => [name, Number(value)] as const))
  const bitrate = values.get('maxaveragebitrate') ?? 0
  const rate = values.get('maxplaybackrate')
  const bandKhz = ([8, 12, 16, 24] as const).find((khz) => rate !== undefined && rate <= khz * 1000)
  return {
    fec: values.get('useinbandfec') === 1,
    dtx: values.get('usedtx') === 1,
    ...(bitrate >= 6000 && bitrate <= 510_000 ? { bitrate: Math.floor(bitrate) } : {}),
    ...(bandKhz ? { bandKhz } : {}),
  }
}
