import { crc32c } from '@node-rs/crc32'

/**
 * How the log of the hot store lies in its file: frames, a transaction each, of entries, one behind the other. A frame is the length of its
 * entries and their CRC32C, then the entries: kind, length of the key, length of the value, key, value. All numbers little-endian.
 */
export const FRAME_HEADER = 8
const ENTRY_HEADER = 7

/** A value in msgpack. */
export const PUT = 1
export const REMOVE = 2
/** The shapes of objects that values of later entries refer to. */
export const SHAPES = 3
/** What makes another value of the one that is there, in msgpack; not written any more. */
export const AMEND = 4
/** The same two in JSON. */
export const PUT_JSON = 5
export const AMEND_JSON = 6

/** Where a value stands: in a file, or in a frame that is being made. */
export interface Place {
  readonly at: number
  readonly length: number
  readonly isJson: boolean
}

/** Whether values of that kind of entry are JSON. */
export function isJson(kind: number): boolean {
  return kind === PUT_JSON || kind === AMEND_JSON
}

/** Octets that an entry takes. */
export function entryLength(keyLength: number, valueLength: number): number {
  return ENTRY_HEADER + keyLength + valueLength
}

/** A frame in the making, in one buffer that is used again and again. */
export class Frame {
  #octets = Buffer.allocUnsafeSlow(64 * 1024)
  #end = FRAME_HEADER

  get isEmpty(): boolean {
    return this.#end === FRAME_HEADER
  }

  get length(): number {
    return this.#end
  }

  clear(): void {
    this.#end = FRAME_HEADER
  }

  /** Adds an entry; where its value stands in the frame. Keys are at most 65,535 octets. */
  add(kind: number, key: string, value: Uint8Array): Place {
    const keyLength = Buffer.byteLength(key)
    this.#reserve(entryLength(keyLength, value.length))
    const octets = this.#octets
    let at = this.#end
    octets[at++] = kind
    octets[at++] = keyLength & 0xff
    octets[at++] = keyLength >> 8
    at = octets.writeUInt32LE(value.length, at)
    at += octets.write(key, at)
    octets.set(value, at)
    this.#end = at + value.length
    return { at, length: value.length, isJson: isJson(kind) }
  }

  /** The same for a value that is text. */
  addText(kind: number, key: string, text: string): Place {
    this.#reserve(entryLength(3 * key.length, 3 * text.length)) // the most octets that they may take
    const octets = this.#octets
    const start = this.#end
    const keyLength = octets.write(key, start + ENTRY_HEADER)
    const at = start + ENTRY_HEADER + keyLength
    const length = octets.write(text, at)
    octets[start] = kind
    octets[start + 1] = keyLength & 0xff
    octets[start + 2] = keyLength >> 8
    octets.writeUInt32LE(length, start + 3)
    this.#end = at + length
    return { at, length, isJson: isJson(kind) }
  }

  /** The value that `add` put there. */
  value({ at, length }: Place): Buffer {
    return this.#octets.subarray(at, at + length)
  }

  /** The whole frame, to be written before anything else is added. */
  seal(): Buffer {
    const entries = this.#octets.subarray(FRAME_HEADER, this.#end)
    this.#octets.writeUInt32LE(entries.length, 0)
    this.#octets.writeUInt32LE(crc32c(entries), 4)
    return this.#octets.subarray(0, this.#end)
  }

  #reserve(length: number): void {
    const wanted = this.#end + length
    if (wanted <= this.#octets.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(wanted, this.#octets.length * 2))
    this.#octets.copy(larger, 0, 0, this.#end)
    this.#octets = larger
  }
}

export interface Entry {
  readonly kind: number
  readonly key: string
  /** Of the value, in the octets given. */
  readonly at: number
  readonly length: number
}

/** Hands every entry of every whole frame to `take`, in order; the index behind the last whole frame. */
export function readFrames(octets: Buffer, take: (entry: Entry) => void): number {
  let frame = 0
  for (;;) {
    const end = frameEnd(octets, frame)
    if (end === undefined) return frame
    for (let at = frame + FRAME_HEADER; at < end; ) {
      const keyLength = octets.readUInt16LE(at + 1)
      const length = octets.readUInt32LE(at + 3)
      const key = at + ENTRY_HEADER
      const value = key + keyLength
      take({ kind: octets[at] ?? 0, key: octets.toString('utf8', key, value), at: value, length })
      at = value + length
    }
    frame = end
  }
}

/** Where the frame at `start` ends; undefined when it is not whole. */
function frameEnd(octets: Buffer, start: number): number | undefined {
  if (start + FRAME_HEADER > octets.length) return undefined
  const end = start + FRAME_HEADER + octets.readUInt32LE(start)
  if (end > octets.length || end === start + FRAME_HEADER) return undefined
  const isWhole =
    crc32c(octets.subarray(start + FRAME_HEADER, end)) === octets.readUInt32LE(start + 4)
  return isWhole ? end : undefined
}
