import type { Flow } from '../contract.ts'
import { buildResponse } from '../message/build.ts'
import type { SipRequest } from '../message/message.ts'

/**
 * A 503 that leaves nothing behind (RFC 3261 §8.2.7, §21.5.4): no transaction, and the same To tag for a repetition of the request, made of
 * its branch.
 */
export function refusedNow(
  request: SipRequest,
  flow: Flow,
  retryAfterSeconds: number,
  { product }: { readonly product: string },
): string {
  return buildResponse(request, flow, 503, {
    product,
    headers: [['Retry-After', String(retryAfterSeconds)]],
    toTag: request.toTag === undefined ? tagOf(request) : undefined,
  })
}

/** FNV-1a of what a repetition has in common with its first. */
function tagOf(request: SipRequest): string {
  let hash = 0x811c9dc5
  for (const char of `${request.vias[0]?.branch} ${request.callId}`) {
    hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193)
  }
  return (hash >>> 0).toString(16).padStart(8, '0')
}
