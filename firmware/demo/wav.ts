import { readFileSync, writeFileSync } from 'node:fs'

/** One channel of 16-bit linear samples. */
export interface Sound {
  /** Samples a second. */
  readonly rate: number
  readonly samples: Int16Array
}

/**
 * Reads RIFF/WAVE with 16-bit linear samples; of several channels the first. The file may still be growing: programs
 * write the lengths in the header when they close it, so the data chunk reaches to the end of the file.
 *
 * @throws Error naming the file when it is something else
 */
export function readWav(path: string): Sound {
  const file = readFileSync(path)
  const format = chunk(file, 'fmt ')
  const data = chunk(file, 'data')
  if (file.toString('latin1', 0, 4) !== 'RIFF' || !format || !data) {
    throw new Error(`${path} is not a WAV file`)
  }
  const channels = file.readUInt16LE(format.start + 2)
  if (file.readUInt16LE(format.start) !== 1 || file.readUInt16LE(format.start + 14) !== 16) {
    throw new Error(`${path} does not hold 16-bit linear samples`)
  }
  const frames = Math.floor((data.end - data.start) / (2 * channels))
  const samples = new Int16Array(frames)
  for (let index = 0; index < frames; index++) {
    samples[index] = file.readInt16LE(data.start + index * 2 * channels)
  }
  return { rate: file.readUInt32LE(format.start + 4), samples }
}

/** Writes one channel of 16-bit linear samples. */
export function writeWav(path: string, sound: Sound): void {
  const length = sound.samples.length * 2
  const header = Buffer.alloc(44)
  header.write('RIFF', 0, 'latin1')
  header.writeUInt32LE(36 + length, 4)
  header.write('WAVEfmt ', 8, 'latin1')
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20) // linear
  header.writeUInt16LE(1, 22) // channels
  header.writeUInt32LE(sound.rate, 24)
  header.writeUInt32LE(sound.rate * 2, 28) // bytes a second
  header.writeUInt16LE(2, 32) // bytes a frame
  header.writeUInt16LE(16, 34) // bits a sample
  header.write('data', 36, 'latin1')
  header.writeUInt32LE(length, 40)
  const { buffer, byteOffset } = sound.samples
  writeFileSync(path, Buffer.concat([header, Buffer.from(buffer, byteOffset, length)]))
}

interface Chunk {
  readonly start: number
  readonly end: number
}

function chunk(file: Buffer, name: string): Chunk | undefined {
  for (let at = 12; at + 8 <= file.length; ) {
    const length = file.readUInt32LE(at + 4)
    const start = at + 8
    if (file.toString('latin1', at, at + 4) === name) {
      const open = name === 'data' && (length === 0 || start + length > file.length)
      return { start, end: open || name === 'data' ? file.length : start + length }
    }
    at = start + length + (length % 2)
  }
  return undefined
}
