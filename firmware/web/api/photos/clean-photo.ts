/** Pictures from outside (SECURITY 13): known by their octets, and built anew from the parts that draw something. Nothing is decoded here. */
import { crc32 } from 'node:zlib'
import { ok, type Result, refuse } from '../../../result.ts'
import type { Text } from '../../../words/message.ts'

export interface Photo {
  readonly type: 'image/jpeg' | 'image/png'
  readonly bytes: Buffer
}

const MOST_PIXELS = 2048 // a side: what a browser unfolds stays below 17 MB
const LARGEST = 256 * 1024 // bytes kept of one

const NEITHER = 'That is neither a JPEG nor a PNG picture.'
const BROKEN = 'That picture is damaged, or is no picture. Save it again.'
const TOO_LARGE = 'That picture is too large. Make it smaller first.'

/** The picture without places, cameras, comments, thumbnails, animation, and whatever stands behind its end. */
export function cleanPhoto(given: Buffer): Result<Photo, Text> {
  const type = typeOf(given)
  if (!type) return refuse(NEITHER)
  const parts = type === 'image/png' ? pngParts(given) : jpegParts(given)
  if (!parts.ok) return parts
  const bytes = Buffer.concat(parts.value)
  return bytes.length <= LARGEST ? ok({ type, bytes }) : refuse(TOO_LARGE)
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex')
const JPEG = Buffer.from('ffd8ff', 'hex')

function typeOf(given: Buffer): Photo['type'] | undefined {
  if (given.subarray(0, 8).equals(PNG)) return 'image/png'
  return given.subarray(0, 3).equals(JPEG) ? 'image/jpeg' : undefined
}

const DRAWING = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']

/** Chunks of length, name, content and CRC: PNG third edition §5.3. */
function pngParts(given: Buffer): Result<readonly Buffer[], Text> {
  const parts: Buffer[] = [PNG]
  const seen: string[] = []
  for (let at = PNG.length; at + 12 <= given.length; ) {
    const length = given.readUInt32BE(at)
    const end = at + 12 + length
    if (end > given.length) return refuse(BROKEN)
    const name = given.toString('latin1', at + 4, at + 8)
    if (crc32(given.subarray(at + 4, end - 4)) !== given.readUInt32BE(end - 4)) {
      return refuse(BROKEN)
    }
    if ((seen.length === 0) !== (name === 'IHDR')) return refuse(BROKEN)
    seen.push(name)
    if (name === 'IHDR') {
      if (length !== 13) return refuse(BROKEN)
      const size = sized(given.readUInt32BE(at + 8), given.readUInt32BE(at + 12))
      if (!size.ok) return size
    }
    if (DRAWING.includes(name)) parts.push(given.subarray(at, end))
    if (name === 'IEND') return seen.includes('IDAT') ? ok(parts) : refuse(BROKEN)
    at = end
  }
  return refuse(BROKEN)
}

const [SOI, EOI, SOS] = [0xd8, 0xd9, 0xda]
/** Tables and frames of pictures that browsers show: ITU-T T.81 Table B.1. */
const KEPT = [0xc4, 0xdb, 0xdd] // DHT, DQT, DRI
const FRAMES = [0xc0, 0xc1, 0xc2] // baseline, extended, progressive
const ADOBE = 0xee // APP14 says how colours are meant

/** Segments of marker, length and content, and the coded data behind each start of scan: ITU-T T.81 §B.1.1. */
function jpegParts(given: Buffer): Result<readonly Buffer[], Text> {
  const parts: Buffer[] = [Buffer.from([0xff, SOI])]
  let frames = 0
  for (let at = 2; at + 4 <= given.length || given[at + 1] === EOI; ) {
    const marker = given[at + 1] ?? 0
    if (given[at] !== 0xff) return refuse(BROKEN)
    if (marker === EOI) return frames === 1 ? ok([...parts, END]) : refuse(BROKEN)
    const end = at + 2 + given.readUInt16BE(at + 2)
    if (end > given.length || end < at + 4) return refuse(BROKEN)
    if (FRAMES.includes(marker)) {
      frames++
      if (end < at + 10 || frames > 1) return refuse(BROKEN)
      const size = sized(given.readUInt16BE(at + 7), given.readUInt16BE(at + 5))
      if (!size.ok) return size
    } else if (marker === SOS) {
      if (frames === 0) return refuse(BROKEN)
      const next = endOfScan(given, end)
      parts.push(given.subarray(at, next))
      at = next
      continue
    }
    const adobe = marker === ADOBE && given.toString('latin1', at + 4, at + 9) === 'Adobe'
    if (FRAMES.includes(marker) || KEPT.includes(marker) || adobe) {
      parts.push(given.subarray(at, end))
    } else if (marker < 0xe0 && marker !== 0xfe) {
      return refuse(BROKEN) // of a kind of JPEG that no browser shows
    }
    at = end
  }
  return refuse(BROKEN)
}

const END = Buffer.from([0xff, EOI])

/** Coded data goes on over stuffed zeros and restart markers. */
function endOfScan(given: Buffer, from: number): number {
  for (let at = given.indexOf(0xff, from); at >= 0; at = given.indexOf(0xff, at + 1)) {
    const next = given[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  return given.length
}

function sized(width: number, height: number): Result<true, Text> {
  if (width < 1 || height < 1) return refuse(BROKEN)
  return width <= MOST_PIXELS && height <= MOST_PIXELS ? ok(true) : refuse(TOO_LARGE)
}
