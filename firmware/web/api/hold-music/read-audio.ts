/** Recordings from outside (SECURITY 13): known by their octets, bounded, made into samples by our own code. */
import { ok, type Result, refuse } from '../../../result.ts'

/** One channel, from -1 to 1. */
export interface Sound {
  readonly rate: number
  readonly samples: Float32Array
}

export const NEITHER =
  'That is no WAV file, nor a Sun .snd or .au file. Save the recording as WAV and try again.'
const CODING =
  'That WAV file is coded in a way that is not read here. Save it as PCM of 16 bits, or as mu-law or A-law.'
const BROKEN = 'That file is damaged, or holds no sound. Save it again.'
const LONG = 'That recording is longer than an hour. Shorten it: it is repeated anyway.'

const LONGEST_SECONDS = 3600
const MOST_CHANNELS = 8
const RATES = { least: 6000, most: 192_000 } as const

interface Coding {
  readonly octets: number
  readonly sample: (view: DataView, at: number) => number
}

const CODINGS: Readonly<Record<string, Coding>> = {
  u8: { octets: 1, sample: (view, at) => (view.getUint8(at) - 128) / 128 },
  s16: { octets: 2, sample: (view, at) => view.getInt16(at, true) / 32_768 },
  s16be: { octets: 2, sample: (view, at) => view.getInt16(at, false) / 32_768 },
  s24: {
    octets: 3,
    sample: (view, at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 8_388_608,
  },
  s32: { octets: 4, sample: (view, at) => view.getInt32(at, true) / 2_147_483_648 },
  f32: { octets: 4, sample: (view, at) => bounded(view.getFloat32(at, true)) },
  muLaw: { octets: 1, sample: (view, at) => fromMuLaw(view.getUint8(at)) },
  aLaw: { octets: 1, sample: (view, at) => fromALaw(view.getUint8(at)) },
}

/** WAV, Sun .au, or what is said to be raw mu-law of 8 kHz (MOH-8), of which nothing but its length can be looked at. */
export function readAudio(given: Buffer, isRaw: boolean): Result<Sound, string> {
  const magic = given.toString('latin1', 0, 4)
  if (magic === 'RIFF' && given.toString('latin1', 8, 12) === 'WAVE') return readWav(given)
  if (magic === '.snd') return readSun(given)
  if (!isRaw || isOfOthers(given)) return refuse(NEITHER)
  return sound(given, CODINGS.muLaw, { rate: 8000, channels: 1 })
}

const OTHERS = ['ID3', 'OggS', 'fLaC', 'FORM', 'MThd', 'caff', 'PK', '%PDF', '<', '\x7fELF', 'MZ']

/** Files that people take for raw ones when they change the ending. */
function isOfOthers(given: Buffer): boolean {
  const begin = given.toString('latin1', 0, 12)
  return (
    OTHERS.some((other) => begin.startsWith(other)) ||
    begin.slice(4, 8) === 'ftyp' ||
    (given[0] === 0xff && ((given[1] ?? 0) & 0xe6) === 0xe2) // an MPEG audio frame, layer III
  )
}

interface Shape {
  readonly rate: number
  readonly channels: number
}

/** Chunks of name, length and content (RFC 2361 lists the codings). */
function readWav(given: Buffer): Result<Sound, string> {
  let shape: Shape | undefined
  let coding: Coding | undefined
  for (let at = 12; at + 8 <= given.length; ) {
    const name = given.toString('latin1', at, at + 4)
    const length = given.readUInt32LE(at + 4)
    const body = given.subarray(at + 8, Math.min(given.length, at + 8 + length))
    if (name === 'fmt ') {
      if (body.length < 16) return refuse(BROKEN)
      shape = { rate: body.readUInt32LE(4), channels: body.readUInt16LE(2) }
      coding = wavCoding(body)
      if (!coding) return refuse(CODING)
    }
    // A length that goes beyond the end was written by a recorder that never came to say it.
    if (name === 'data') return shape ? sound(body, coding, shape) : refuse(BROKEN)
    at += 8 + length + (length & 1)
  }
  return refuse(BROKEN)
}

const EXTENSIBLE = 0xfffe

function wavCoding(format: Buffer): Coding | undefined {
  const tag = format.readUInt16LE(0)
  const bits = format.readUInt16LE(14)
  const actual = tag === EXTENSIBLE && format.length >= 26 ? format.readUInt16LE(24) : tag
  if (actual === 1) return CODINGS[bits === 8 ? 'u8' : `s${bits}`]
  if (actual === 3) return bits === 32 ? CODINGS.f32 : undefined
  if (actual === 6) return CODINGS.aLaw
  return actual === 7 ? CODINGS.muLaw : undefined
}

function readSun(given: Buffer): Result<Sound, string> {
  if (given.length < 24) return refuse(BROKEN)
  const begin = given.readUInt32BE(4)
  const coding = { 1: CODINGS.muLaw, 3: CODINGS.s16be, 27: CODINGS.aLaw }[given.readUInt32BE(12)]
  if (!coding) return refuse(CODING)
  const shape = { rate: given.readUInt32BE(16), channels: given.readUInt32BE(20) }
  return sound(given.subarray(Math.min(begin, given.length)), coding, shape)
}

function sound(
  octets: Buffer,
  coding: Coding | undefined,
  { rate, channels }: Shape,
): Result<Sound, string> {
  if (!coding || channels < 1 || channels > MOST_CHANNELS) return refuse(CODING)
  if (rate < RATES.least || rate > RATES.most) return refuse(CODING)
  const frame = coding.octets * channels
  const count = Math.floor(octets.length / frame)
  if (count === 0) return refuse(BROKEN)
  if (count > LONGEST_SECONDS * rate) return refuse(LONG)
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength)
  const samples = new Float32Array(count)
  for (let i = 0, at = 0; i < count; i++) {
    let sum = 0
    for (let channel = 0; channel < channels; channel++, at += coding.octets) {
      sum += coding.sample(view, at)
    }
    samples[i] = sum / channels
  }
  return ok({ rate, samples })
}

function bounded(value: number): number {
  return Number.isFinite(value) ? Math.max(-1, Math.min(1, value)) : 0
}

/** G.711 table 2b: three bits of segment, four of step, a bias of 33 steps. */
function fromMuLaw(code: number): number {
  const bits = ~code & 0xff
  const size = ((((bits & 15) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84
  return (bits & 0x80 ? -size : size) / 32_768
}

/** G.711 table 1b: even bits are inverted. */
function fromALaw(code: number): number {
  const bits = code ^ 0x55
  const segment = (bits >> 4) & 7
  const step = ((bits & 15) << 4) + 8
  const size = segment === 0 ? step : (step + 0x100) << (segment - 1)
  return (bits & 0x80 ? size : -size) / 32_768
}
