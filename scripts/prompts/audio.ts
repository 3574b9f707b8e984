/** What prompts need of audio: WAV in and out, another rate, no silence at the ends, a level. */

/** Of all that we make, samples a second: what the telephone carries. */
export const RATE = 8000

export interface Pcm {
  readonly samples: Int16Array
  readonly rate: number
}

/** A WAV file of PCM 16, mono. Throws when it is another. */
export function readPcm(bytes: Buffer): Pcm {
  let rate = 0
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = bytes.toString('latin1', at, at + 4)
    const length = bytes.readUInt32LE(at + 4)
    if (name === 'fmt ') {
      const isPcm = bytes.readUInt16LE(at + 8) === 1 && bytes.readUInt16LE(at + 22) === 16
      if (!isPcm || bytes.readUInt16LE(at + 10) !== 1) throw new Error('not PCM 16, mono')
      rate = bytes.readUInt32LE(at + 12)
    }
    if (name === 'data' && rate > 0) {
      const data = bytes.subarray(at + 8, Math.min(at + 8 + length, bytes.length))
      const samples = new Int16Array(data.length >> 1)
      for (let i = 0; i < samples.length; i++) samples[i] = data.readInt16LE(2 * i)
      return { samples, rate }
    }
    at += 8 + length + (length & 1)
  }
  throw new Error('no WAV file')
}

/** A WAV file of PCM 16, mono. */
export function wavOf(samples: Int16Array, rate = RATE): Buffer {
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + samples.byteLength, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(rate, 24)
  header.writeUInt32LE(rate * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(samples.byteLength, 40)
  return Buffer.concat([
    header,
    Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength),
  ])
}

const ZEROS = 16 // of the filter on each side: 60 dB beyond the telephone's band

/** At RATE, by a windowed sinc; one table a phase. */
export function resampled(samples: Int16Array, rate: number): Int16Array {
  if (rate === RATE) return samples
  const common = gcd(rate, RATE)
  const [up, down] = [RATE / common, rate / common]
  const cutoff = Math.min(1, RATE / rate) * 0.92
  const reach = Math.ceil(ZEROS / cutoff)
  const filters = Array.from({ length: up }, (_, phase) => filter(phase / up, cutoff, reach))
  const out = new Int16Array(Math.floor((samples.length * up) / down))
  for (let i = 0; i < out.length; i++) {
    const at = Math.floor((i * down) / up)
    const taps = filters[(i * down) % up] ?? new Float64Array()
    let sum = 0
    for (let j = 0; j < taps.length; j++) {
      sum += (taps[j] ?? 0) * (samples[at + j - reach + 1] ?? 0)
    }
    out[i] = clipped(sum)
  }
  return out
}

function filter(offset: number, cutoff: number, reach: number): Float64Array {
  return Float64Array.from({ length: 2 * reach }, (_, j) => {
    const x = j - reach + 1 - offset
    const sinc = x === 0 ? cutoff : Math.sin(Math.PI * cutoff * x) / (Math.PI * x)
    return Math.abs(x) > reach ? 0 : sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / reach))
  })
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}

const WINDOW = RATE / 100 // samples of 10 ms
const SPEECH = 330 // root mean square of a window with speech in it: 40 dB below full scale
const LEAD = 6 // windows that stay before speech, so that no f or s is cut,
const TRAIL = 10 // and after it

/** Without the silence before and after speech; what has no speech stays whole. */
export function trimmed(samples: Int16Array): Int16Array {
  const loud = levels(samples).map((level) => level > SPEECH)
  const first = loud.indexOf(true)
  if (first < 0) return samples
  const last = loud.lastIndexOf(true)
  return samples.slice(Math.max(first - LEAD, 0) * WINDOW, (last + 1 + TRAIL) * WINDOW)
}

function levels(samples: Int16Array): number[] {
  return Array.from({ length: Math.ceil(samples.length / WINDOW) }, (_, i) => {
    const window = samples.subarray(i * WINDOW, (i + 1) * WINDOW)
    return Math.sqrt(window.reduce((sum, sample) => sum + sample * sample, 0) / window.length)
  })
}

const PEAK = 30_000 // below clipping, also in µ-law

/** With speech at a level in dB below full scale, as far as its peaks allow. */
export function atLevel(samples: Int16Array, dbfs: number): Int16Array {
  const loud = levels(samples).filter((level) => level > SPEECH)
  if (loud.length === 0) return samples
  const now = Math.sqrt(loud.reduce((sum, level) => sum + level * level, 0) / loud.length)
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1)
  const gain = Math.min((32_768 * 10 ** (dbfs / 20)) / now, PEAK / peak)
  return samples.map((sample) => clipped(sample * gain))
}

function clipped(sample: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(sample)))
}
