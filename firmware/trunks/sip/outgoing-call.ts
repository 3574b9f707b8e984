import type { Call } from '../../calls/call.ts'
import type { SipContact } from '../../calls/sip-leg/contract.ts'
import type { PartyNumber } from '../../model/party-number.ts'
import type { SipTrunk } from '../../model/sip-trunk.ts'
import { outwardSip } from '../../numbers/outward.ts'
import { escapeUser, formatHostPort, formatUri, parseUri } from '../../sip/message/uri.ts'
import { addressOf, presented } from './outgoing-identity.ts'
import type { TrunkWay } from './trunk-line.ts'
import { domainOf } from './trunk-uris.ts'

/** The INVITE for an outside number over one way of a trunk. */
export function trunkContact(
  call: Pick<Call, 'caller'>,
  trunk: SipTrunk,
  way: TrunkWay,
  number: PartyNumber,
): SipContact {
  const domain = domainBehind(trunk, way)
  const called = addressOf(outwardSip(number, trunk), { ...trunk, e164: false }, domain)
  const { from, headers } = presented(call.caller.party, trunk, domain)
  const { hops } = call.caller
  return {
    target: targetOf(trunk, way, called, domain),
    flow: way.flow,
    to: { uri: called },
    from,
    contactUser: trunk.userId || trunk.loginId,
    headers: [...headers, ...(hops === undefined ? [] : [['Max-Forwards', String(hops)] as const])],
    options: { reliable: trunk.reliable ? 'offer' : 'off' },
    earlyMedia: trunk.earlyMedia,
  }
}

/** SADV-14; a gateway that has registered is called where it is, with the number for a user part (RFC 3261 §16.5). */
function targetOf(trunk: SipTrunk, way: TrunkWay, called: string, domain: string): string {
  if (trunk.requestUri === 'account') {
    return way.contact ?? `sip:${escapeUser(trunk.userId || trunk.loginId)}@${domain}`
  }
  const contact = way.contact === undefined ? undefined : parseUri(way.contact)
  const number = parseUri(called)
  if (!contact?.ok || !number.ok || number.value.user === undefined) return called
  const { user } = number.value
  return formatUri({ ...contact.value, user })
}

function domainBehind(trunk: SipTrunk, { flow }: TrunkWay): string {
  return trunk.server === '' ? formatHostPort(flow.remote) : domainOf(trunk)
}
