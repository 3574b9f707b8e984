import { readFileSync } from 'node:fs'

export interface Wav {
  /** 1: PCM, 6: A-law, 7: µ-law. */
  readonly format: number
  readonly channels: number
  readonly rate: number
  readonly bits: number
  readonly seconds: number
  /** Loudest sample, of 32767. PCM 16 only. */
  readonly peak: number
}

/** What the header of a WAV file says, and how loud what follows is. Throws when it is none. */
export function readWav(path: string): Wav {
  const bytes = readFileSync(path)
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') {
    throw new Error(`${path} is no WAV file`)
  }
  const chunks = new Map<string, Buffer>()
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4)
    chunks.set(bytes.toString('latin1', at, at + 4), bytes.subarray(at + 8, at + 8 + length))
    at += 8 + length + (length & 1)
  }
  const format = chunks.get('fmt ') ?? Buffer.alloc(16)
  const data = chunks.get('data') ?? Buffer.alloc(0)
  let peak = 0
  for (let at = 0; at + 1 < data.length; at += 2) {
    peak = Math.max(peak, Math.abs(data.readInt16LE(at)))
  }
  return {
    format: format.readUInt16LE(0),
    channels: format.readUInt16LE(2),
    rate: format.readUInt32LE(4),
    bits: format.readUInt16LE(14),
    seconds: data.length / format.readUInt32LE(8),
    peak,
  }
}
