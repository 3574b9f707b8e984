import { isIP } from 'node:net'
import { SipTrunk } from '../model/sip-trunk.ts'
import type { Store } from '../store/store.ts'

/** From where providers and gateways may call, as far as the configuration has numbers. */
export function trunkAddresses(store: Pick<Store, 'all'>): readonly string[] {
  return store
    .all(SipTrunk)
    .flatMap(({ server, outboundProxy, sources }) => [server, outboundProxy, ...sources])
    .filter((address) => isIP(address) !== 0)
}
