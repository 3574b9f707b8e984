import { METHODS, understands } from './capabilities.ts'
import type { ResponseParts } from './contract.ts'
import type { SipRequest } from './message/message.ts'

/** A refusal that follows from the request alone, whoever sent it. */
export interface Refusal {
  readonly status: number
  readonly parts?: ResponseParts
}

const known: ReadonlySet<string> = new Set(METHODS)
const SCHEMES = new Set(['sip', 'sips', 'tel'])

/** What every request must pass before anybody looks who it is from, in the order of RFC 3261 §8.2; undefined: it passes. */
export function inspect(request: SipRequest): Refusal | undefined {
  const { method } = request
  if (!known.has(method)) return { status: 405 }
  if (!SCHEMES.has(request.requestUri.scheme)) return { status: 416 }
  // Only an INVITE goes on from here, as another call: the others end at us, and 0 is enough for them.
  if (method === 'INVITE' && request.maxForwards === 0) return { status: 483 }
  return unsupported(request) ?? unreadableBody(request)
}

function unsupported(request: SipRequest): Refusal | undefined {
  if (request.method === 'CANCEL' || request.index.find('require') < 0) return undefined
  const unknown = request.headers('Require').filter((tag) => !understands(request.method, tag))
  if (!unknown.length) return undefined
  return { status: 420, parts: { headers: [['Unsupported', unknown.join(', ')]] } }
}

function unreadableBody(request: SipRequest): Refusal | undefined {
  const encoding = request.header('Content-Encoding')
  if (encoding && encoding.toLowerCase() !== 'identity') {
    return { status: 415, parts: { headers: [['Accept-Encoding', 'identity']] } }
  }
  if (request.method !== 'INVITE' && request.method !== 'UPDATE') return undefined
  if (!request.body || request.contentType === 'application/sdp') return undefined
  return { status: 415, parts: { headers: [['Accept', 'application/sdp']] } }
}
