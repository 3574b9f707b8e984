import type { Signal } from '../gateway/contract.ts'

// What sounds alike in every country; the others are in country-tones.ts.

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

/** Loud enough to be heard beside the telephone: its receiver is off the hook (GR-506 §17). */
export const howlerTone: Signal = {
  kind: 'tone',
  hz: [1400, 2060, 2450, 2600],
  levelDbm0: -6,
  cadenceMs: [100, 100],
  totalMs: 0,
}
