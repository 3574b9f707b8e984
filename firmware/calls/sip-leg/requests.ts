import type { IncomingRequest } from '../../sip/contract.ts'
import { keyOfInfo } from '../info-digit.ts'
import type { Refer } from './contract.ts'

/** What a party may want by a request in its dialog. */
export interface Wishes {
  readonly digit: (key: string) => void
  /** A NOTIFY; false: it is about nothing that we have asked for. */
  readonly notified: (request: IncomingRequest) => boolean
  /** Must answer the request; undefined where nobody transfers. */
  readonly referred: ((refer: Refer) => void) | undefined
}

/** A request inside the dialog that is none of its own (BYE, INVITE …). */
export function receive(request: IncomingRequest, wishes: Wishes): void {
  const { digit, referred, notified } = wishes
  const { method, contentType, body } = request.message
  if (method === 'INFO') {
    const key = keyOfInfo(contentType, body)
    request.respond(200)
    if (key) digit(key)
  } else if (method === 'OPTIONS' || method === 'MESSAGE') {
    request.respond(method === 'OPTIONS' ? 200 : 405)
  } else if (method === 'NOTIFY') {
    request.respond(notified(request) ? 200 : 481) // RFC 6665 §4.1.3
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
