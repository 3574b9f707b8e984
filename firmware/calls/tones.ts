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

/** A confirmation beep, where a recorded announcement is missing. */
export const beep: Signal = {
  kind: 'tone',
  hz: [1000],
  levelDbm0: -16,
  cadenceMs: [200, 200],
  totalMs: 1000,
}
