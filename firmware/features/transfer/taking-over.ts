import type { Call } from '../../calls/call.ts'
import { isEmergency } from '../../calls/emergency-call.ts'
import type { Leg } from '../../calls/leg.ts'
import type { ServerSettings } from '../../model/server-settings.ts'

/** What is needed to judge who may take whose call. */
export interface TakingOffice {
  /** Whose telephone it is: a person, or an extension of nobody. Undefined where it is no telephone of ours, or has no extension. */
  ownerOf(device: string): string | undefined
  readonly settings: Pick<ServerSettings, 'takingOver'>
}

/**
 * Whether that telephone may take the place of a leg by Replaces (RFC 3891 §4 leaves it to us): its own person's calls always; those of others while
 * they ring, as by call pick-up (FC-44), or at any time, as the office is set. Never a party on an outside line, and nobody else's call with the emergency centre.
 */
export function mayTakeOver(
  taker: string,
  leg: Pick<Leg, 'device' | 'direction' | 'phase'>,
  call: Pick<Call, 'program' | 'steps'>,
  office: TakingOffice,
): boolean {
  if (leg.device === undefined) return false
  if (leg.device === taker) return true
  const [mine, theirs] = [office.ownerOf(taker), office.ownerOf(leg.device)]
  if (theirs === undefined) return false
  if (mine === theirs) return true
  if (isEmergency(call)) return false
  const { takingOver } = office.settings
  return takingOver === 'all' || (takingOver === 'ringing' && isRinging(leg))
}

function isRinging({ direction, phase }: Pick<Leg, 'direction' | 'phase'>): boolean {
  return direction === 'out' && (phase === 'calling' || phase === 'alerting')
}
