import type { Call } from '../../calls/call.ts'
import type { SentOn } from '../../calls/sent-on.ts'
import type { SipContact } from '../../calls/sip-leg/contract.ts'
import { inviteOptionsOf } from '../../calls/sip-leg/invite-options.ts'
import type { PartyNumber } from '../../model/party-number.ts'
import type { SipTrunk } from '../../model/sip-trunk.ts'
import { outwardSip } from '../../numbers/outward.ts'
import { escapeUser, formatHostPort, formatUri, parseUri } from '../../sip/message/uri.ts'
import { diversionsOf } from './outgoing-diversion.ts'
import { addressOf, presented } from './outgoing-identity.ts'
import type { TrunkWay } from './trunk-line.ts'
import { domainOf } from './trunk-uris.ts'

/** The INVITE for an outside number over one way of a trunk. */
export function trunkContact(
  call: Pick<Call, 'caller'>,
  trunk: SipTrunk,
  way: TrunkWay,
  number: PartyNumber,
  sentOn?: SentOn,
): SipContact {
  const domain = domainBehind(trunk, way)
  const called = calledAt(number, trunk, domain)
  const told = sentOn ? diversionsOf(sentOn, trunk, domain, called) : []
  const policy = told.length > 0 ? ({ ...trunk, diversion: 'never' } as const) : trunk
  const { from, headers } = presented(call.caller.party, policy, domain)
  const { hops } = call.caller
  return {
    target: targetOf(trunk, way, called, domain),
    flow: way.flow,
    to: { uri: called },
    from,
    contactUser: trunk.userId || trunk.loginId,
    headers: [
      ...headers,
      ...told,
      ...(hops === undefined ? [] : [['Max-Forwards', String(hops)] as const]),
    ],
    options: inviteOptionsOf(trunk),
    earlyMedia: trunk.earlyMedia,
    ...(sentOn && { sentOn }),
  }
}

/** The address of a number at the trunk, as it wants its numbers. */
export function calledAt(number: PartyNumber, trunk: SipTrunk, domain: string): string {
  return addressOf(outwardSip(number, trunk), { ...trunk, e164: false }, domain)
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

/** What stands behind the `@` of addresses at a trunk. */
export function domainBehind(trunk: SipTrunk, { flow }: TrunkWay): string {
  return trunk.server === '' ? formatHostPort(flow.remote) : domainOf(trunk)
}
