import type { DiversionReason, Forward } from '../calls/sent-on.ts'
import { DIVERSION_REASONS } from '../calls/sent-on.ts'
import { dialledNumber } from '../model/party-number.ts'
import { DIVERSION } from '../sip/message/headers/diversion.ts'
import type { SipResponse } from '../sip/message/message.ts'
import { parseUri } from '../sip/message/uri.ts'

/**
 * Whom a telephone names in a 3xx: the first contact that is a number here, and why by its Diversion header (RFC 5806), where it has one.
 * What is at other servers is nobody's here to call.
 */
export function forwardIn(
  response: SipResponse,
  contacts: readonly string[],
  isHere: (host: string) => boolean,
): Forward | undefined {
  for (const contact of contacts) {
    const uri = parseUri(contact)
    if (!uri.ok) continue
    const { scheme, user = '', host } = uri.value
    if (scheme !== 'tel' && !isHere(host)) continue
    const dialled = dialledNumber(user)
    if (dialled.digits !== '') return { dialled, reason: reasonIn(response) }
  }
  return undefined
}

function reasonIn(response: SipResponse): DiversionReason {
  const read = response.read(DIVERSION)
  const told = read?.ok ? read.value[0]?.reason : undefined
  return DIVERSION_REASONS.find((reason) => reason === told) ?? 'unconditional'
}
