import { Cause } from '../calls/cause.ts'
import type { Leg } from '../calls/leg.ts'
import type { Sender, SentOn } from '../calls/sent-on.ts'
import type { PartyNumber } from '../model/party-number.ts'
import type { Target } from '../numbers/dial-plan.ts'
import type { Reachable } from '../numbers/reach.ts'

/** What is needed to judge where a telephone sends a call. */
export interface ForwardingOffice {
  isTelephone(device: string | undefined): boolean
  /** ID of the extension with that number. */
  extensionOf(number: string): string | undefined
  /** Where that telephone may send the caller: what it may dial itself (SECURITY row 10); a cause when it may not. */
  target(forwarder: Leg, caller: Leg, dialled: PartyNumber): Target | Cause
  /** The address by which the caller's own trunk reaches that number itself (SADV-5); undefined: it does no such thing. */
  redirection(caller: Leg, dialled: PartyNumber, sentOn: SentOn): string | undefined
}

/** CH-16: a call that is sent on so often has met a loop, or somebody who wants to make one. */
const MOST = 2

/** Where a telephone sends a call that it was rung with; nowhere where it may not dial itself. */
export function forwardingOf(office: ForwardingOffice): NonNullable<Reachable['forward']> {
  return (forwarder, caller, alone) => {
    const { forward, device, sentOn, party } = forwarder
    if (!forward || !office.isTelephone(device)) return undefined
    const extension = office.extensionOf(party.digits)
    const sender: Sender = { number: party, extension, reason: forward.reason }
    const by = [...(sentOn?.by ?? []), sender]
    if (by.length > MOST || by.some(({ number }) => number.digits === forward.dialled.digits)) {
      return undefined
    }
    const goal = office.target(forwarder, caller, forward.dialled)
    if (typeof goal === 'number') {
      if (alone && goal === Cause.outgoingBarred) redirect(office, caller, forward.dialled, { by })
      return undefined
    }
    return goal.kind === 'extension' || goal.kind === 'outside'
      ? { goal, sentOn: { by } }
      : undefined
  }
}

/** An outside caller is not sent out again by us; his own line may do it, where it is set so. */
function redirect(
  office: ForwardingOffice,
  caller: Leg,
  dialled: PartyNumber,
  sentOn: SentOn,
): void {
  if (caller.direction !== 'in' || caller.phase === 'answered') return
  const target = office.redirection(caller, dialled, sentOn)
  if (target !== undefined) caller.redirect?.(target)
}
