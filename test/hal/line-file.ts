import { closeSync, mkdtempSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const HEADER = 64 // bytes of struct line_audio
const RING = 2048 // samples
const FROM_PUT = 64 // offsets in struct line_audio_channel
const TO_PUT = 128
const FROM = 256
const TO = FROM + 2 * RING
const CHANNEL = TO + 2 * RING

/**
 * The lines side of `line-audio.h` for tests on stepped instances: a file of rings on tmpfs, which whoever has mapped it
 * sees as it is written. One at a time touches it: nothing here is atomic.
 */
export class LineFile {
  readonly path: string
  readonly #directory: string
  readonly #fd: number
  readonly #said: bigint[]
  readonly #heard: bigint[]

  /** Channels fxs-1, fxs-2 … */
  constructor(channels: number) {
    this.#directory = mkdtempSync('/dev/shm/line-file-')
    this.path = join(this.#directory, 'line-audio')
    this.#said = Array.from({ length: channels }, () => 0n)
    this.#heard = Array.from({ length: channels }, () => 0n)
    this.#fd = openSync(`${this.path}.new`, 'w+', 0o600)
    writeSync(this.#fd, bytesOf(channels), 0, undefined, 0)
    renameSync(`${this.path}.new`, this.path)
  }

  /** What the line says next; at most 256 ms. */
  say(channel: number, samples: Int16Array): void {
    const at = this.#said[channel] ?? 0n
    samples.forEach((sample, i) => {
      const bytes = Buffer.alloc(2)
      bytes.writeInt16LE(sample)
      const slot = (Number(at % BigInt(RING)) + i) % RING
      writeSync(this.#fd, bytes, 0, 2, place(channel) + FROM + 2 * slot)
    })
    this.#said[channel] = at + BigInt(samples.length)
    const put = Buffer.alloc(8)
    put.writeBigUInt64LE(at + BigInt(samples.length))
    writeSync(this.#fd, put, 0, 8, place(channel) + FROM_PUT)
  }

  /** What the line heard since the last call. */
  hear(channel: number): Int16Array {
    const put = this.#read(place(channel) + TO_PUT, 8).readBigUInt64LE()
    const from = this.#heard[channel] ?? 0n
    const ring = this.#read(place(channel) + TO, 2 * RING)
    this.#heard[channel] = put
    return Int16Array.from({ length: Number(put - from) }, (_, i) =>
      ring.readInt16LE(2 * ((Number(from % BigInt(RING)) + i) % RING)),
    )
  }

  close(): void {
    closeSync(this.#fd)
    rmSync(this.#directory, { recursive: true })
  }

  #read(at: number, length: number): Buffer {
    const bytes = Buffer.alloc(length)
    readSync(this.#fd, bytes, 0, length, at)
    return bytes
  }
}

function place(channel: number): number {
  return HEADER + channel * CHANNEL
}

function bytesOf(channels: number): Buffer {
  const bytes = Buffer.alloc(place(channels))
  bytes.writeUInt32LE(0x53544c41, 0)
  bytes.writeUInt32LE(1, 4)
  bytes.writeUInt32LE(channels, 8)
  for (let i = 0; i < channels; i++) bytes.write(`fxs-${i + 1}`, place(i), 'latin1')
  return bytes
}
