import type { Cadence } from '../gateway/contract.ts'
import type { RingType } from '../model/extension.ts'

/**
 * Ringing of an FXS port, RING-7: ring, pause, ring, pause … in milliseconds. Double ring, types 4 and 5 are distinctive ringing as
 * central offices do it (Telcordia GR-506), the others are built like them. Every cycle takes 6 s, so that a number of rings means
 * the same time, and ends with a silence that has room for caller ID.
 */
const CADENCES: Readonly<Record<RingType, Cadence>> = {
  single: [2000, 4000],
  double: [800, 400, 800, 4000], // short, short
  'type-1': [400, 400, 1200, 4000], // short, long
  'type-2': [1200, 400, 400, 4000], // long, short
  'type-3': [600, 200, 600, 200, 600, 3800], // long, long, long
  'type-4': [400, 200, 400, 200, 800, 4000], // short, short, long
  'type-5': [300, 200, 1000, 200, 300, 4000], // short, long, short
  'type-6': [800, 200, 400, 200, 400, 4000], // long, short, short
}

/** One cycle, to be repeated as long as it rings. */
export function ringCadence(type: RingType): Cadence {
  return CADENCES[type]
}
