/** Reusable for all tests that listen: mu-law and A-law by their formulas, and how loud one frequency is. */

const RATE = 8000
const FULL_SCALE_DBM0 = 3.14 // of a sine with peak 32768, ITU-T G.711 table 5

/** One mu-law code to 16-bit linear, ITU-T G.711. */
export function decodeMuLaw(code: number): number {
  const bits = ~code & 0xff
  const magnitude = ((((bits & 0x0f) << 3) + 132) << ((bits >> 4) & 7)) - 132
  return bits & 0x80 ? -magnitude : magnitude
}

/** 16-bit linear to the nearest mu-law code. */
export function encodeMuLaw(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), 32635) + 132
  const segment = 31 - Math.clz32(magnitude) - 7
  const bits = (segment << 4) | ((magnitude >> (segment + 3)) & 0x0f)
  return ~(bits | (sample < 0 ? 0x80 : 0)) & 0xff
}

/** One A-law code to 16-bit linear, ITU-T G.711. */
export function decodeALaw(code: number): number {
  const bits = code ^ 0x55
  const segment = (bits >> 4) & 7
  const base = ((bits & 0x0f) << 4) + 8
  const magnitude = segment === 0 ? base : (base + 256) << (segment - 1)
  return bits & 0x80 ? magnitude : -magnitude
}

/** 16-bit linear to the nearest A-law code. */
export function encodeALaw(sample: number): number {
  const magnitude = Math.min(sample < 0 ? -sample - 1 : sample, 32767) >> 4
  const segment = magnitude < 16 ? 0 : 31 - Math.clz32(magnitude) - 3
  const bits = segment === 0 ? magnitude : (segment << 4) | ((magnitude >> (segment - 1)) & 0x0f)
  return (bits | (sample < 0 ? 0 : 0x80)) ^ 0x55
}

/** A sine of `hz` and `dbm0`, `count` samples of 8 kHz from sample `from` on. */
export function sine(hz: number, dbm0: number, count: number, from = 0): Int16Array {
  const peak = 32768 * 10 ** ((dbm0 - FULL_SCALE_DBM0) / 20)
  return Int16Array.from({ length: count }, (_, i) =>
    Math.round(peak * Math.sin((2 * Math.PI * hz * (from + i)) / RATE)),
  )
}

/** The level of frequency `hz` in `samples` of 8 kHz, in dBm0 (Goertzel); -Infinity for none. */
export function levelAt(samples: ArrayLike<number>, hz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / RATE)
  let last = 0
  let before = 0
  for (let i = 0; i < samples.length; i++) {
    const now = (samples[i] ?? 0) + coefficient * last - before
    before = last
    last = now
  }
  const power = last * last + before * before - coefficient * last * before
  const peak = (2 * Math.sqrt(Math.max(power, 0))) / samples.length
  return 20 * Math.log10(peak / 32768) + FULL_SCALE_DBM0
}

/** The level of everything in `samples`, as a sine of the same power would have it, in dBm0. */
export function loudness(samples: ArrayLike<number>): number {
  let power = 0
  for (let i = 0; i < samples.length; i++) power += (samples[i] ?? 0) ** 2
  return 10 * Math.log10((2 * power) / samples.length / 32768 ** 2) + FULL_SCALE_DBM0
}
