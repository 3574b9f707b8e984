import type { Call } from '../../calls/call.ts'
import type { Leg } from '../../calls/leg.ts'

export function hasGone(leg: Leg): boolean {
  return leg.phase === 'released'
}

export function legOf(call: Call, id: string): Leg | undefined {
  return call.leg(id)
}
