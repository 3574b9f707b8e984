import type { SipTrunk } from '../model/sip-trunk.ts'
import { userOf } from '../phones/authenticator.ts'
import type { Bindings } from '../phones/bindings.ts'
import { sameFlow } from '../phones/bindings.ts'
import type { IncomingRequest } from '../sip/contract.ts'
import type { SipTrunks } from '../trunks/sip/sip-trunks.ts'
import type { Office } from './office.ts'

export interface TrunkSourceOptions {
  readonly trunks: SipTrunks
  readonly office: Office
  readonly bindings: Bindings
}

/**
 * The trunk that a request comes from, by its source address. A telephone behind the same address is not taken for it: what comes over
 * the very flow that it has registered is its own.
 */
export function trunkOf(
  request: IncomingRequest,
  { trunks, office, bindings }: TrunkSourceOptions,
): SipTrunk | undefined {
  const trunk = trunks.identify(request)
  if (!trunk) return undefined
  const account = office.bySipUser(userOf(request.message.from.uri) ?? '')
  const isPhone =
    account && bindings.of(account.id).some(({ flow }) => sameFlow(flow, request.flow))
  return isPhone ? undefined : trunk
}
