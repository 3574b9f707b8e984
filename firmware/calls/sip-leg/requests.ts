import type { IncomingRequest } from '../../sip/contract.ts'
import { keyOfInfo } from '../info-digit.ts'
import type { Refer } from './contract.ts'

/** What a party may want by a request in its dialog. */
export interface Wishes {
  readonly digit: (key: string) => void
  /** Must answer the request; undefined where nobody transfers. */
  readonly referred: ((refer: Refer) => void) | undefined
}

/** A request inside the dialog that is none of its own (BYE, INVITE …). */
export function receive(request: IncomingRequest, { digit, referred }: Wishes): void {
  const { method, contentType, body } = request.message
  if (method === 'INFO') {
    const key = keyOfInfo(contentType, body)
    request.respond(200)
    if (key) digit(key)
  } else if (method === 'OPTIONS' || method === 'MESSAGE' || method === 'NOTIFY') {
    request.respond(method === 'OPTIONS' ? 200 : 405)
  } else if (method === 'REFER') {
    receiveRefer(request, referred)
  } else {
    request.respond(501)
  }
}

function receiveRefer(request: IncomingRequest, referred: Wishes['referred']): void {
  const { message } = request
  const [referTo, second] = message.headers('Refer-To')
  if (referTo === undefined || second !== undefined) {
    request.respond(400, { reason: 'One Refer-To Is Needed' }) // RFC 3515 §2.4.2
  } else if (referred) {
    referred({ referTo, referredBy: message.header('Referred-By'), request })
  } else {
    request.respond(603)
  }
}
