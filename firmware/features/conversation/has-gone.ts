import type { Leg } from '../../calls/leg.ts'

export function hasGone(leg: Leg): boolean {
  return leg.phase === 'released'
}
