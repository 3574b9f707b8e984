import type { Call } from '../../calls/call.ts'
import type { Cause } from '../../calls/cause.ts'
import { Cause as causes } from '../../calls/cause.ts'
import type { Leg } from '../../calls/leg.ts'
import type { TransferState } from '../../calls/transfer.ts'
import type { Goal } from '../../numbers/reach.ts'
import type { TransferOffice } from './transfer-office.ts'

const SETTLE_MS = 50 // a termination that the gateway is still making
const SETTLE_TRIES = 20

type Part = TransferState<Goal>['part']

/**
 * RFC 5589 §7: the transferor's leg in another call gives its place to the transferred party. Whoever it talks with there, or rings,
 * goes on in this call; the other call is over. Answered with that party, or with what follows.
 */
export async function joinOther(
  call: Call,
  { transferred }: { readonly transferred: Leg },
  replaces: string,
  office: TransferOffice,
): Promise<{ readonly third: Leg } | Part> {
  for (let tries = 0; tries < SETTLE_TRIES; tries++) {
    const other = office.calls.callWith(replaces)
    const place = other?.leg(replaces)
    if (!other || !place || other === call || place.phase === 'released') break
    const third = other.partnerOf(place)
    if (third?.phase === 'answered') {
      if (office.joining(transferred, third) === 'refused')
        return hand(transferred, third, place, office)
      if (other.context.isSettled(third.id)) return take(call, other, third, office)
    } else if (!isRingingFor(other, place, office)) {
      break
    } else if (other.ringing.every(([, leg]) => other.context.isSettled(leg.id))) {
      return ringOn(call, other, transferred, office)
    }
    await call.until(() => undefined, call.clock.uptime() + SETTLE_MS)
  }
  return failed(causes.facilityRejected)
}

/** Two outside parties: their own line may join them, where both are on it. */
function hand(transferred: Leg, third: Leg, place: Leg, office: TransferOffice): Part {
  const referTo = office.handingOver(transferred, third)
  if (referTo === undefined) return failed(causes.outgoingBarred)
  return { name: 'handing', referTo, place: place.id }
}

function isRingingFor(other: Call, place: Leg, office: TransferOffice): boolean {
  return place === other.origin && office.reaching(other) !== undefined
}

function take(
  call: Call,
  other: Call,
  third: Leg,
  office: TransferOffice,
): { readonly third: Leg } {
  office.calls.move(third, other, call)
  other.abandon(causes.normalClearing)
  return { third }
}

/** Semi-attended: the telephones that ring go on ringing, for the transferred party. */
function ringOn(call: Call, other: Call, transferred: Leg, office: TransferOffice): Part {
  const reaching = office.reaching(other)
  if (!reaching) return failed(causes.facilityRejected)
  const { ringing } = other
  if (ringing.some(([, leg]) => office.joining(transferred, leg) === 'refused')) {
    return failed(causes.outgoingBarred)
  }
  const step = call.steps.coming // the one that `connect` will take
  for (const [key, leg] of ringing) office.calls.move(leg, other, call, `${step}/${key}`)
  other.abandon(causes.normalClearing)
  const { goal, attempt } = reaching
  return { name: 'ringing', goal, attempt: ringing.length > 0 ? attempt : attempt + 1 }
}

function failed(cause: Cause): Part {
  return { name: 'failed', cause }
}
