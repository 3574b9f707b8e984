import { METHODS, understands } from './capabilities.ts'
import type { ResponseParts } from './contract.ts'
import { ACCEPT, accepts } from './message/headers/options.ts'
import type { SipRequest } from './message/message.ts'
import { bodyPart, insists } from './message/multipart.ts'

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

/** What is asked of a body, RFC 3261 §8.2.3: a description where one is expected, and nothing else that must be understood. */
function unreadableBody(request: SipRequest): Refusal | undefined {
  const encoding = request.header('Content-Encoding')
  if (encoding && encoding.toLowerCase() !== 'identity') {
    return { status: 415, parts: { headers: [['Accept-Encoding', 'identity']] } }
  }
  if (!DESCRIBES.has(request.method)) return undefined
  return unknownBody(request) ?? unwantedAnswer(request)
}

const DESCRIBES = new Set(['INVITE', 'UPDATE', 'PRACK'])
const ACCEPTED = 'application/sdp, multipart/mixed, multipart/alternative'
const UNSUPPORTED_TYPE: Refusal = { status: 415, parts: { headers: [['Accept', ACCEPTED]] } }

function unknownBody(request: SipRequest): Refusal | undefined {
  if (!request.bodyOctets || request.contentType === 'application/sdp') return undefined
  const body = bodyPart(request)
  if (!body?.ok) {
    return request.contentType?.startsWith('multipart/') ? { status: 400 } : UNSUPPORTED_TYPE
  }
  if (body.value.parts.length) return insists(body.value, isSdp) ? UNSUPPORTED_TYPE : undefined
  return body.value.disposition?.isRequired === false ? undefined : UNSUPPORTED_TYPE
}

function isSdp(type: string): boolean {
  return type === 'application/sdp'
}

/** A caller that takes no description in the answer cannot be called (RFC 3261 §20.1, RFC 4475 §3.3.15). */
function unwantedAnswer(request: SipRequest): Refusal | undefined {
  if (request.method !== 'INVITE') return undefined
  const accepted = request.read(ACCEPT)
  if (!accepted?.ok || accepts(accepted.value, 'application/sdp')) return undefined
  return { status: 406 }
}
