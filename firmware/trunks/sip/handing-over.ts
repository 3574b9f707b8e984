import type { Leg } from '../../calls/leg.ts'
import { SipLeg } from '../../calls/sip-leg.ts'
import type { PartyNumber } from '../../model/party-number.ts'
import type { NumberSpace } from '../../numbers/dial-plan.ts'
import { route } from '../../numbers/dial-plan.ts'
import { formatReferTo } from '../../sip/message/headers/transfer.ts'
import { calledAt, domainBehind } from './outgoing-call.ts'
import type { SipTrunks } from './sip-trunks.ts'

/**
 * Refer-To by which the trunk of an outside party brings it to that outside number, or to a party of another call over the same trunk
 * (SADV-4). Undefined: the trunk does no such thing, or it is none of its business.
 */
export function handingOver(
  trunks: Pick<SipTrunks, 'line'> | undefined,
  transferred: Leg,
  to: PartyNumber | Leg,
  space: NumberSpace,
): string | undefined {
  const line = trunks?.line(transferred.device)
  const [way] = line?.ways ?? []
  if (!line?.trunk.refer || !way || transferred.phase !== 'answered') return undefined
  if ('phase' in to) return to.device === transferred.device ? inPlaceOf(to) : undefined
  const { target } = route(to, space)
  if (target.kind !== 'outside') return undefined
  return formatReferTo(calledAt(target.number, line.trunk, domainBehind(line.trunk, way)))
}

/** RFC 5589 §7: the dialog of the third party, as that party knows it. */
function inPlaceOf(third: Leg): string | undefined {
  if (!(third instanceof SipLeg)) return undefined
  const { address, dialogName } = third
  if (address === undefined || dialogName?.remoteTag === undefined) return undefined
  const { callId, localTag, remoteTag } = dialogName
  return formatReferTo(address, { callId, localTag: remoteTag, remoteTag: localTag })
}
