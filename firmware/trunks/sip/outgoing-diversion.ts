import type { DiversionReason, Sender, SentOn } from '../../calls/sent-on.ts'
import type { SipTrunk } from '../../model/sip-trunk.ts'
import type { ExtraHeaders } from '../../sip/contract.ts'
import { formatHistoryEntry } from '../../sip/message/headers/diversion.ts'
import { addressOf, diversionHeader } from './outgoing-identity.ts'

type Policy = Pick<
  SipTrunk,
  | 'diversion'
  | 'route'
  | 'callerNumber'
  | 'callerNumberFromHandset'
  | 'userId'
  | 'e164'
  | 'userPhone'
>

/** Why, as the response that sent it on would have said (RFC 4458 §2.1). */
const STATUS: Partial<Record<DiversionReason, number>> = {
  'user-busy': 486,
  'no-answer': 408,
  'do-not-disturb': 480,
  deflection: 480,
  unavailable: 503,
  'out-of-service': 503,
}

/**
 * Whose call it was that goes out (SADV-12): Diversion, the latest first (RFC 5806), and the same as History-Info (RFC 7044), which came
 * after it. `target`: where the call goes. A sender is named by a number that the trunk knows, never by our extension number alone.
 */
export function diversionsOf(
  { by }: SentOn,
  policy: Policy,
  domain: string,
  target: string,
): ExtraHeaders {
  if (by.length === 0 || policy.diversion === 'never') return []
  const uris = by.map((sender) => addressOf(numberOf(sender, policy), policy, domain))
  const diversions = by.map(({ reason }, at) => diversionHeader(uris[at] ?? '', reason)).reverse()
  const history = [...uris, target].map((uri, at) => {
    const reason = by[at]
    return formatHistoryEntry({
      uri,
      index: Array.from({ length: at + 1 }, () => 1),
      ...(at > 0 && { change: { how: 'mp', of: indexOf(at - 1) } }),
      ...(reason && { reason: { protocol: 'sip', cause: STATUS[reason.reason] ?? 302 } }),
    })
  })
  return [...diversions, ['History-Info', history.join(', ')]]
}

/** The number that the trunk has for the extension; else the one that all our calls show. */
function numberOf({ number, extension }: Sender, policy: Policy): string {
  const { route, callerNumber, callerNumberFromHandset, userId } = policy
  const own = route.numbers.find((each) => each.extension === extension)?.number
  if (own !== undefined) return own
  return (callerNumberFromHandset && number.digits) || callerNumber || userId
}

function indexOf(at: number): string {
  return Array.from({ length: at + 1 }, () => 1).join('.')
}
