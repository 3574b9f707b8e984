import type { PartyNumber } from '../../model/party-number.ts'
import type { NumberSpace } from '../../numbers/dial-plan.ts'
import { route } from '../../numbers/dial-plan.ts'
import type { InviteListener } from '../../sip/contract.ts'
import { formatUri, parseUri } from '../../sip/message/uri.ts'
import { calledAt, domainBehind } from './outgoing-call.ts'
import type { TrunkLine } from './trunk-line.ts'

type Go = Parameters<NonNullable<InviteListener['redirected']>>[2]

/**
 * A trunk answers a call with 3xx. It is followed where the trunk is set to (SADV-5), to the first target that is at the trunk itself, and
 * over the way that the call has taken: nobody sends our calls, and their caller's name, to strangers. Else the call is refused.
 */
export function followRedirection(
  line: TrunkLine | undefined,
  contacts: readonly string[],
  go: Go,
): void {
  const [way] = line?.ways ?? []
  for (const contact of line?.trunk.redirect && way ? contacts : []) {
    const uri = parseUri(contact)
    if (!uri.ok || uri.value.scheme !== 'sip' || !line || !way) continue
    const { user, host } = uri.value
    if (user === undefined || !isAtTrunk(line, host)) continue
    go.follow(formatUri(uri.value), way.flow)
    return
  }
  go.refuse()
}

function isAtTrunk(line: TrunkLine, host: string): boolean {
  const { server, registrar, outboundProxy } = line.trunk
  const names = [server, registrar, outboundProxy].map((name) => name.toLowerCase())
  return (host !== '' && names.includes(host.toLowerCase())) || line.isAt(host)
}

/**
 * The address by which a trunk makes a call itself that one of ours has sent on to an outside number (SADV-5); undefined: it does no
 * such thing, or nobody is called there.
 */
export function redirection(
  line: TrunkLine | undefined,
  dialled: PartyNumber,
  space: NumberSpace,
): string | undefined {
  const [way] = line?.ways ?? []
  const { target } = route(dialled, space)
  if (!line?.trunk.redirect || !way || target.kind !== 'outside') return undefined
  const { trunk } = line
  return calledAt(target.number, trunk, domainBehind(trunk, way))
}
