import type { PartyNumber } from '../../model/party-number.ts'
import { printable } from '../../model/printable.ts'
import type { SipTrunk } from '../../model/sip-trunk.ts'
import { DIVERSION, HISTORY_INFO } from '../../sip/message/headers/diversion.ts'
import {
  P_ASSERTED_IDENTITY,
  PRIVACY,
  REMOTE_PARTY_ID,
} from '../../sip/message/headers/identity.ts'
import type { NameAddr, SipRequest } from '../../sip/message/message.ts'
import { parseNameAddress } from '../../sip/message/name-address.ts'
import { telephoneOf } from '../../sip/message/telephone.ts'
import { parseUri } from '../../sip/message/uri.ts'
import { comparable, e164Of } from './caller-number.ts'

const LONGEST_NAME = 64
const LONGEST_NUMBER = 32

/** Whose call on a trunk is diverted, and why. */
export interface Diverted {
  readonly number: string
  /** `user-busy`, `no-answer` …, or a SIP status. */
  readonly reason: string
}

/**
 * Who calls: of P-Asserted-Identity or Remote-Party-ID where the trunk is trusted with it (SADV-11), else of From. Withheld where
 * Privacy (RFC 3323), the header itself or the address says so (INC-2); a number that is only missing is not withheld.
 */
export function callerOf(
  request: SipRequest,
  { identity }: Pick<SipTrunk, 'identity'>,
): PartyNumber {
  const { from } = request
  const told = asserted(request, identity)
  const address = told?.address ?? from
  const user = userOf(address.uri)
  const withheld = told?.withheld || isWithheld(request) || isAnonymous(from)
  if (withheld) return withheldNumber(user)
  const digits = comparable(user).slice(0, LONGEST_NUMBER)
  const name = printable(address.name ?? from.name ?? '', LONGEST_NAME)
  const e164 = e164Of(user)
  return {
    digits: e164 ?? digits,
    plan: e164 === undefined ? 'unknown' : 'e164',
    raw: printable(user, LONGEST_NUMBER),
    presentation: digits === '' ? 'unavailable' : 'allowed',
    screening: digits === '' ? 'none' : 'network',
    ...(name && { name }),
  }
}

/** The number that was called, of the place that the trunk tells it in (SADV-13); of the Request-URI where that is empty. */
export function dialledOf(request: SipRequest, { didSource }: Pick<SipTrunk, 'didSource'>): string {
  const inUri = request.requestUri.user ?? ''
  if (didSource === 'to') return userOf(request.to.uri) || inUri
  if (didSource === 'request-uri') return inUri
  const header = request.header('P-Called-Party-ID')
  const party = header === undefined ? undefined : parseNameAddress(header)
  return (party?.ok ? userOf(party.value.uri) : '') || inUri
}

/** Who sent the call on before it came here: Diversion (RFC 5806), else the last retargeting of History-Info (RFC 7044). */
export function divertedBy(request: SipRequest): Diverted | undefined {
  const diversions = request.read(DIVERSION)
  const [last] = diversions?.ok ? diversions.value : []
  if (last) return diverted(last.address.uri, last.reason)
  const history = request.read(HISTORY_INFO)
  const entries = history?.ok ? history.value : []
  const sentOn = entries.findLast(({ reason }) => reason !== undefined)
  return sentOn && diverted(sentOn.uri, String(sentOn.reason?.cause ?? sentOn.reason?.text ?? ''))
}

function diverted(uri: string, reason: string): Diverted {
  return {
    number: printable(userOf(uri), LONGEST_NUMBER),
    reason: printable(reason, LONGEST_NUMBER),
  }
}

interface Asserted {
  readonly address: NameAddr
  readonly withheld: boolean
}

function asserted(request: SipRequest, identity: SipTrunk['identity']): Asserted | undefined {
  if (identity === 'asserted') {
    const read = request.read(P_ASSERTED_IDENTITY)
    const [address] = read?.ok ? read.value : []
    return address && { address, withheld: false }
  }
  if (identity === 'remote-party') {
    const read = request.read(REMOTE_PARTY_ID)
    const all = read?.ok ? read.value : []
    const calling = all.find(({ party }) => party !== 'called')
    return calling && { address: calling.address, withheld: calling.privacy !== 'off' }
  }
  return undefined
}

function isWithheld(request: SipRequest): boolean {
  const read = request.read(PRIVACY)
  if (!read?.ok) return false
  return (['id', 'user', 'header'] as const).some((word) => read.value.has(word))
}

/** RFC 3323 §4.1.1.3, and what is met instead. */
function isAnonymous({ uri }: NameAddr): boolean {
  const parsed = parseUri(uri)
  if (!parsed.ok) return false
  const { host, user } = parsed.value
  return host === 'anonymous.invalid' || user?.toLowerCase() === 'anonymous'
}

function withheldNumber(user: string): PartyNumber {
  return {
    digits: '',
    plan: 'unknown',
    raw: printable(user, LONGEST_NUMBER),
    presentation: 'restricted',
    screening: 'network',
  }
}

/** User part of a SIP URI, or the number of a tel: URI; empty where there is none. */
function userOf(uri: string): string {
  const parsed = parseUri(uri)
  if (!parsed.ok) return ''
  const telephone = telephoneOf(parsed.value)
  if (telephone?.ok) return telephone.value.number
  return (parsed.value.user ?? '').split(';', 1)[0] ?? ''
}
