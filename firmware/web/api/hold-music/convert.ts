import { ok, type Result } from '../../../result.ts'
import { readAudio, type Sound } from './read-audio.ts'
import { resample } from './resample.ts'

/** What a converted recording is like. */
export interface Measured {
  readonly seconds: number
  /** Average, dBm0. */
  readonly levelDbm0: number
}

export interface Converted extends Measured {
  /** PCM of 16 bits, one channel, 8 or 16 kHz. */
  readonly wav: Buffer
}

/** Average of music on hold, MOH-11. */
const RECOMMENDED_DBM0 = -22
const FULL_SCALE_DBM0 = 3.14
const SILENT_DBM0 = -60
const MOST_GAIN_DB = 30

/** A recording as libmedia plays it; `level`: brought to the level that is recommended. */
export function convert(
  given: Buffer,
  { isRaw, level }: { readonly isRaw: boolean; readonly level: boolean },
): Result<Converted, string> {
  const read = readAudio(given, isRaw)
  if (!read.ok) return read
  const rate = read.value.rate >= 16_000 ? 16_000 : 8000
  const sound = { rate, samples: resample(read.value.samples, read.value.rate, rate) }
  const before = levelOf(sound)
  const gain = level && before > SILENT_DBM0 ? Math.min(MOST_GAIN_DB, RECOMMENDED_DBM0 - before) : 0
  const samples = toPcm(sound.samples, 10 ** (gain / 20))
  return ok({
    seconds: samples.length / rate,
    levelDbm0: Math.round((before + gain) * 10) / 10,
    wav: wavOf(samples, rate),
  })
}

function levelOf({ samples }: Sound): number {
  let power = 0
  for (const sample of samples) power += sample * sample
  return 10 * Math.log10((2 * power) / samples.length + 1e-10) + FULL_SCALE_DBM0
}

function toPcm(samples: Float32Array, gain: number): Int16Array {
  const pcm = new Int16Array(samples.length)
  for (let i = 0; i < pcm.length; i++) {
    pcm[i] = Math.max(-32_768, Math.min(32_767, Math.round((samples[i] ?? 0) * gain * 32_768)))
  }
  return pcm
}

const HEADER = 44

function wavOf(samples: Int16Array, rate: number): Buffer {
  const header = Buffer.alloc(HEADER)
  header.write('RIFF')
  header.writeUInt32LE(HEADER - 8 + samples.byteLength, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20) // PCM
  header.writeUInt16LE(1, 22) // channel
  header.writeUInt32LE(rate, 24)
  header.writeUInt32LE(2 * rate, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(samples.byteLength, 40)
  return Buffer.concat([header, Buffer.from(samples.buffer)])
}
