import type { Flow } from './contract.ts'
import { buildResponse, readOwn } from './message/build.ts'
import type { SipRequest, SipResponse } from './message/message.ts'

/** A response that nobody sent: 408 for silence, 503 for a dead transport (RFC 3261 §8.1.3.1), 481 for a dead dialog. */
export function localResponse(
  product: string,
  request: SipRequest,
  flow: Flow,
  status: number,
): SipResponse {
  return readOwn(buildResponse(request, flow, status, { product })) as SipResponse
}
