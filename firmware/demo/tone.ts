import type { Sound } from './wav.ts'

/** RMS of 0 dBm0 in 16-bit linear: a full-scale sine is +3.14 dBm0 (G.711 table 1a; 3.17 for µ-law). */
const RMS_0_DBM0 = 32768 / Math.SQRT2 / 10 ** (3.14 / 20)
const WINDOW_MS = 20
const HEARD_ABOVE_DBM0 = -45 // what counts as the tone being there: far above G.711 noise, far below any tone we send
const SILENT_DBM0 = -90

/** A pause in a tone. Milliseconds from the start of the sound. */
export interface Gap {
  readonly at: number
  readonly ms: number
}

export interface HeardTone {
  /** dBm0, the median of the windows in which it was heard; -90 when it was not. */
  readonly level: number
  /** Milliseconds from the start of the sound to where the tone begins and ends; undefined when it was not heard. */
  readonly firstAt: number | undefined
  readonly lastAt: number | undefined
  readonly gaps: readonly Gap[]
}

/** A sine of `hz` at `level` dBm0. */
export function makeTone(hz: number, level: number, seconds: number, rate = 8000): Sound {
  const peak = RMS_0_DBM0 * Math.SQRT2 * 10 ** (level / 20)
  const samples = new Int16Array(Math.round(seconds * rate))
  for (let index = 0; index < samples.length; index++) {
    samples[index] = Math.round(peak * Math.sin((2 * Math.PI * hz * index) / rate))
  }
  return { rate, samples }
}

export function makeSilence(seconds: number, rate = 8000): Sound {
  return { rate, samples: new Int16Array(Math.round(seconds * rate)) }
}

/**
 * Level of `hz` in all of `samples`, dBm0; never below -90. Goertzel under a Hann window, because the side lobes of a bare
 * one let a loud tone be taken for a faint one far from it.
 */
export function levelOf(samples: Int16Array, hz: number, rate = 8000): number {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / rate)
  const step = (2 * Math.PI) / samples.length
  let last = 0
  let beforeLast = 0
  for (let index = 0; index < samples.length; index++) {
    const weight = 1 - Math.cos(step * index) // mean 1: the level stays
    const next = (samples[index] ?? 0) * weight + turn * last - beforeLast
    beforeLast = last
    last = next
  }
  const power = last * last + beforeLast * beforeLast - turn * last * beforeLast
  const rms = (Math.SQRT2 * Math.sqrt(Math.max(0, power))) / Math.max(1, samples.length)
  return Math.max(SILENT_DBM0, 20 * Math.log10(rms / RMS_0_DBM0 || 1e-9))
}

/** Level of `hz` in each window of `windowMs`, dBm0; a last part of a window is left out. */
export function levels(sound: Sound, hz: number, windowMs = WINDOW_MS): number[] {
  const size = Math.round((sound.rate * windowMs) / 1000)
  const count = Math.floor(sound.samples.length / size)
  return Array.from({ length: count }, (_, index) =>
    levelOf(sound.samples.subarray(index * size, (index + 1) * size), hz, sound.rate),
  )
}

/**
 * Where and how loud a tone is in a sound.
 *
 * @param windowMs how fine gaps are measured; 20 ms tells tones apart that differ by 100 Hz or more
 */
export function heardTone(sound: Sound, hz: number, windowMs = WINDOW_MS): HeardTone {
  const all = levels(sound, hz, windowMs)
  const heard = all.map((level) => level > HEARD_ABOVE_DBM0)
  const first = heard.indexOf(true)
  if (first < 0) return { level: SILENT_DBM0, firstAt: undefined, lastAt: undefined, gaps: [] }
  const last = heard.lastIndexOf(true)
  return {
    level: median(all.filter((_, index) => heard[index])),
    firstAt: first * windowMs,
    lastAt: (last + 1) * windowMs,
    gaps: gapsBetween(heard, first, last, windowMs),
  }
}

function median(numbers: number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? SILENT_DBM0
}

function gapsBetween(heard: boolean[], first: number, last: number, windowMs: number): Gap[] {
  const gaps: Gap[] = []
  for (let index = first; index < last; index++) {
    if (heard[index]) continue
    const start = index
    while (!heard[index + 1]) index++
    gaps.push({ at: start * windowMs, ms: (index + 1 - start) * windowMs })
  }
  return gaps
}
