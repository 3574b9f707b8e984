import type { Signal } from '../gateway/contract.ts'

// North American precise tone plan (ANSI T1.401, GR-506-CORE). Other countries come with the tone plans.

/** 440 + 480 Hz, 2 s on, 4 s off. */
export const ringbackTone: Signal = {
  kind: 'tone',
  hz: [440, 480],
  levelDbm0: -19,
  cadenceMs: [2000, 4000],
  totalMs: 0,
}

/** Nothing to be heard, and packets all the same: a tone that hardly ever sounds, at the lowest level that there is. */
export const silence: Signal = {
  kind: 'tone',
  hz: [1000],
  levelDbm0: -63,
  cadenceMs: [1, 65_535],
  totalMs: 0,
}

/** A confirmation beep, where a recorded announcement is missing. */
export const beep: Signal = {
  kind: 'tone',
  hz: [1000],
  levelDbm0: -16,
  cadenceMs: [200, 200],
  totalMs: 1000,
}

/** 350 + 440 Hz: the exchange waits for digits. */
export const dialTone: Signal = steady([350, 440], -13)

/** Dial tone in three short bursts, then steady: a second call is being made (recall). */
export const recallDialTone: Signal = {
  kind: 'tone',
  hz: [350, 440],
  levelDbm0: -13,
  cadenceMs: [100, 100, 100, 100, 100, 100],
  totalMs: 600,
}

/** 480 + 620 Hz at 60 impulses a minute: the called party is busy. */
export const busyTone: Signal = interrupted([480, 620], -24, 500)

/** The same at 120: the call cannot be completed. */
export const reorderTone: Signal = interrupted([480, 620], -24, 250)

/** Loud enough to be heard beside the telephone: its receiver is off the hook (GR-506 §17). */
export const howlerTone: Signal = {
  kind: 'tone',
  hz: [1400, 2060, 2450, 2600],
  levelDbm0: -6,
  cadenceMs: [100, 100],
  totalMs: 0,
}

function steady(hz: readonly number[], levelDbm0: number): Signal {
  return { kind: 'tone', hz, levelDbm0, cadenceMs: [], totalMs: 0 }
}

function interrupted(hz: readonly number[], levelDbm0: number, ms: number): Signal {
  return { kind: 'tone', hz, levelDbm0, cadenceMs: [ms, ms], totalMs: 0 }
}
