import { Packr, Unpackr } from 'msgpackr/pack' // without the native string reader, which short frames do not repay

/** Bytes of a frame that a gateway takes from its controller. */
export const LONGEST_REQUEST = 1024 * 1024

/** Bytes of a frame that a controller takes: an inventory of 8,000 terminations has 4 MB. */
export const LONGEST_REPLY = 32 * 1024 * 1024

/** The other end does not speak our protocol, or says more than we take. The connection is of no more use. */
export class FrameError extends Error {
  override readonly name = 'FrameError'
}

const HEADER = 4 // big-endian length of what follows
const SLAB = 64 * 1024

// Plain maps: any msgpack can read them. Records shared within a connection would save 1.3 of some 20 µs a request
// (2026-11-22) and make both ends keep state.
const options = { useRecords: false, variableMapSize: true, int64AsType: 'number' } as const
const packr = new Packr(options)
const unpackr = new Unpackr(options)

/** Cuts a byte stream into msgpack values. Holds at most one incomplete frame of `limit` bytes. */
export class FrameReader {
  #limit: number
  #held: Buffer[] = []
  #heldBytes = 0

  /** @param limit longest frame taken, in bytes */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** For a peer that has shown who it is. */
  set limit(bytes: number) {
    this.#limit = bytes
  }

  /**
   * Hands each value that `chunk` completes to `take`; nothing of `chunk` is kept by reference.
   * @throws {FrameError} when a frame is too long or no msgpack
   */
  read(chunk: Buffer, take: (value: unknown) => void): void {
    const bytes = this.#heldBytes === 0 ? chunk : this.#join(chunk)
    if (!bytes) return
    let at = 0
    while (bytes.length - at >= HEADER) {
      const end = at + HEADER + this.#length(bytes, at)
      if (end > bytes.length) break
      take(unpack(bytes, at + HEADER, end))
      at = end
    }
    if (at < bytes.length) this.#hold(Buffer.from(bytes.subarray(at)))
  }

  #length(bytes: Buffer, at: number): number {
    const length = bytes.readUInt32BE(at)
    if (length > this.#limit) throw new FrameError(`a frame of ${length} bytes`)
    return length
  }

  /** All that is held with `chunk` behind it, once that completes a frame: a long one is copied once, not with every chunk. */
  #join(chunk: Buffer): Buffer | undefined {
    const first = this.#held[0]
    const total = this.#heldBytes + chunk.length
    if (first && first.length >= HEADER && total < HEADER + this.#length(first, 0)) {
      this.#hold(Buffer.from(chunk))
      return undefined
    }
    const bytes = Buffer.concat([...this.#held, chunk], total)
    this.#held = []
    this.#heldBytes = 0
    return bytes
  }

  #hold(rest: Buffer): void {
    this.#held.push(rest)
    this.#heldBytes += rest.length
  }
}

function unpack(bytes: Buffer, start: number, end: number): unknown {
  try {
    return unpackr.unpack(bytes, { start, end })
  } catch (error) {
    throw new FrameError('a frame that is no msgpack', { cause: error })
  }
}

/** Writes values as frames. All that is written in one turn of the event loop leaves as one piece. */
export class FrameWriter {
  readonly #limit: number
  readonly #send: (bytes: Buffer) => void
  #slab = Buffer.allocUnsafeSlow(SLAB)
  #start = 0
  #end = 0
  #scheduled = false

  /**
   * @param limit longest frame that the other end takes, in bytes
   * @param send takes a piece of whole frames; it may keep the bytes
   */
  constructor(limit: number, send: (bytes: Buffer) => void) {
    this.#limit = limit
    this.#send = send
  }

  /** @throws {FrameError} when the frame would be too long */
  write(value: unknown): void {
    const body = packr.pack(value) // a view that the next pack may overwrite
    if (body.length > this.#limit) throw new FrameError(`a frame of ${body.length} bytes`)
    const length = HEADER + body.length
    if (this.#end + length > this.#slab.length) this.#renew(length)
    this.#slab.writeUInt32BE(body.length, this.#end)
    this.#slab.set(body, this.#end + HEADER)
    this.#end += length
    if (!this.#scheduled) {
      this.#scheduled = true
      setImmediate(this.#turnEnds)
    }
  }

  /** Sends now what has been written. */
  flush(): void {
    if (this.#end === this.#start) return
    const piece = this.#slab.subarray(this.#start, this.#end)
    this.#start = this.#end
    this.#send(piece)
  }

  readonly #turnEnds = (): void => {
    this.#scheduled = false
    this.flush()
  }

  #renew(length: number): void {
    this.flush()
    this.#slab = Buffer.allocUnsafeSlow(Math.max(SLAB, length))
    this.#start = 0
    this.#end = 0
  }
}
