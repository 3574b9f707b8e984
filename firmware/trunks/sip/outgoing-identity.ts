import type { DiversionReason } from '../../calls/sent-on.ts'
import type { PartyNumber } from '../../model/party-number.ts'
import type { SipTrunk } from '../../model/sip-trunk.ts'
import type { ExtraHeaders, NameAddress } from '../../sip/contract.ts'
import { formatDiversion } from '../../sip/message/headers/diversion.ts'
import { formatPrivacy, formatRemoteParty } from '../../sip/message/headers/identity.ts'
import { formatNameAddress } from '../../sip/message/name-address.ts'
import { parseTelephone, phoneUri } from '../../sip/message/telephone.ts'
import { escapeUser } from '../../sip/message/uri.ts'
import { e164Of } from './caller-number.ts'

/** What of a trunk decides who is shown as the caller. */
export type CallerPolicy = Pick<
  SipTrunk,
  | 'callerName'
  | 'callerNameFromHandset'
  | 'callerNameFromOutside'
  | 'callerNumber'
  | 'callerNumberFromHandset'
  | 'callerNumberFromOutside'
  | 'userId'
  | 'e164'
  | 'userPhone'
  | 'identity'
  | 'diversion'
>

/** How we present ourselves in an INVITE. */
export interface Presented {
  readonly from: NameAddress
  readonly headers: ExtraHeaders
}

/**
 * Who calls over a trunk: SIPT-7, SIPT-8, SADV-9, SADV-11; and whose number the call stands for where the trunk always wants to know
 * (SADV-12). `domain`: what stands behind the `@`.
 */
export function presented(caller: PartyNumber, policy: CallerPolicy, domain: string): Presented {
  const identity = identityOf(caller, policy, domain)
  const withheld = caller.presentation === 'restricted'
  return {
    from: withheld
      ? { name: 'Anonymous', uri: 'sip:anonymous@anonymous.invalid' } // RFC 3323 §4.1.1.3
      : identity,
    headers: [
      ...identityHeaders(identity, policy, withheld),
      ...(policy.diversion === 'always' ? [diversionHeader(identity.uri, 'unconditional')] : []),
    ],
  }
}

function identityOf(caller: PartyNumber, policy: CallerPolicy, domain: string): NameAddress {
  const isOurs = caller.screening === 'own'
  const nameToo = isOurs ? policy.callerNameFromHandset : policy.callerNameFromOutside
  const numberToo = isOurs ? policy.callerNumberFromHandset : policy.callerNumberFromOutside
  const shown = numberToo && caller.presentation === 'allowed' ? caller.digits : ''
  const number = shown || policy.callerNumber || policy.userId
  const name = (nameToo && caller.presentation === 'allowed' && caller.name) || policy.callerName
  return { ...(name && { name }), uri: addressOf(number, policy, domain) }
}

/** The SIP address of a number at the trunk's domain; '' stands for nobody in particular. */
export function addressOf(
  number: string,
  { e164, userPhone }: Pick<SipTrunk, 'e164' | 'userPhone'>,
  domain: string,
): string {
  const known = e164 ? e164Of(number) : undefined
  const user = known === undefined ? number : `+${known}`
  if (user === '') return `sip:anonymous@${domain}`
  const telephone = userPhone ? parseTelephone(user) : undefined
  return telephone?.ok ? phoneUri(telephone.value, domain) : `sip:${escapeUser(user)}@${domain}`
}

function identityHeaders(
  address: NameAddress,
  { identity }: CallerPolicy,
  withheld: boolean,
): ExtraHeaders {
  const privacy: ExtraHeaders = withheld ? [['Privacy', formatPrivacy(['id'])]] : []
  if (identity === 'asserted') {
    return [['P-Asserted-Identity', formatNameAddress(address)], ...privacy]
  }
  if (identity === 'remote-party') {
    const remote = {
      address,
      party: 'calling',
      screen: true,
      privacy: withheld ? 'full' : 'off',
    } as const
    return [['Remote-Party-ID', formatRemoteParty(remote)], ...privacy]
  }
  return privacy
}

/** RFC 5806 */
export function diversionHeader(uri: string, reason: DiversionReason): readonly [string, string] {
  return ['Diversion', formatDiversion({ address: { uri }, reason })]
}
