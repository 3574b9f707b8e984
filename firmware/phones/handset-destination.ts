import type { Call } from '../calls/call.ts'
import type { Destination } from '../calls/connect.ts'
import type { Leg, Who } from '../calls/leg.ts'
import type { SentOn } from '../calls/sent-on.ts'
import type { SipContact } from '../calls/sip-leg/contract.ts'
import { internalNumber } from '../model/party-number.ts'
import { formatDiversion } from '../sip/message/headers/diversion.ts'
import { escapeUser, formatHostPort, formatUri, parseUri } from '../sip/message/uri.ts'
import type { Binding } from './bindings.ts'
import { flowTo } from './bindings.ts'
import type { HandsetAccount } from './handset-directory.ts'

/** Starts an outgoing SIP leg of a call. */
export type Dialler = (call: Call, id: string, who: Who, contact: SipContact) => Leg

/** Every place where the handset is registered, to be rung together. */
export function handsetDestinations(
  handset: HandsetAccount,
  bindings: readonly Binding[],
  ringSeconds: number,
  dial: Dialler,
): readonly Destination[] {
  const party = internalNumber(handset.caller?.number ?? handset.sipUser, handset.caller?.name)
  const who = { party, device: handset.id }
  return onePerPhone(bindings).map((binding) => ({
    key: `${handset.id}/${binding.contact}`,
    ringSeconds,
    dial: (call, id) => dial(call, id, who, contactOf(call, handset, binding)),
  }))
}

/** The same, with who has sent the call on (RFC 5806) or asked for it (RFC 3892), which a telephone may show. */
export function tellingOf(contact: SipContact, sentOn: SentOn): SipContact {
  const here = formatHostPort(contact.flow.local)
  const diversions = sentOn.by.toReversed().map(({ number, reason }) => {
    const uri = `sip:${escapeUser(number.digits)}@${here}`
    const address = { uri, ...(number.name && { name: number.name }) }
    return ['Diversion', formatDiversion({ address, reason })] as const
  })
  const { referredBy } = sentOn
  const asked = referredBy && `<sip:${escapeUser(referredBy.digits)}@${here}>`
  const referred = asked === undefined ? [] : [['Referred-By', asked] as const]
  return { ...contact, headers: [...contact.headers, ...diversions, ...referred], sentOn }
}

/** GSIP-14: the place where it is registered, with the number for a user part, as a gateway wants it. */
function withNumber(contact: string, digits: string): string {
  const uri = parseUri(contact)
  return uri.ok && digits !== '' ? formatUri({ ...uri.value, user: digits }) : contact
}

/** RFC 5626 §5.1: of several flows to one telephone only the latest is used. */
function onePerPhone(bindings: readonly Binding[]): readonly Binding[] {
  const seen = new Set<string>()
  return bindings.filter(({ instance }) => {
    if (instance === undefined) return true
    const isFirst = !seen.has(instance)
    seen.add(instance)
    return isFirst
  })
}

function contactOf(call: Call, handset: HandsetAccount, binding: Binding): SipContact {
  const { contact, path } = binding
  const flow = flowTo(binding)
  const caller = call.caller.party
  const here = formatHostPort(flow.local)
  const shown = caller.presentation === 'allowed' && caller.digits !== ''
  const user = shown ? caller.digits : 'anonymous'
  return {
    target: handset.calledByNumber ? withNumber(contact, call.dialled.digits) : contact,
    flow,
    to: { uri: `sip:${escapeUser(handset.sipUser)}@${here}` },
    from: {
      ...(shown && caller.name ? { name: caller.name } : {}),
      uri: `sip:${escapeUser(user)}@${here}`,
    },
    contactUser: user,
    ...(path && { routes: path }),
    ...(handset.options && { options: handset.options }),
    ...(handset.earlyMedia === false && { earlyMedia: false }),
    headers: call.caller.hops === undefined ? [] : [['Max-Forwards', String(call.caller.hops)]],
  }
}
