import type { Authenticator } from '../phones/authenticator.ts'
import type { Lamps } from '../phones/lamps/lamps.ts'
import type { Registrar } from '../phones/registrar.ts'
import type { IncomingRequest } from '../sip/contract.ts'

/** Requests outside dialogs other than INVITE. Every one of them is challenged (SECURITY row 3), OPTIONS too: no oracle (row 1). */
export function answerRequest(
  request: IncomingRequest,
  registrar: Registrar,
  authenticator: Authenticator,
  lamps: Lamps,
): void {
  const { method } = request.message
  if (method === 'REGISTER') {
    registrar.register(request)
    return
  }
  const proven = authenticator.prove(request)
  if (!proven.ok) return
  switch (method) {
    case 'OPTIONS':
      request.respond(200, { headers: [['Allow-Events', lamps.allowEvents]] })
      break
    case 'SUBSCRIBE':
      lamps.subscribe(request, proven.value)
      break
    case 'PUBLISH':
      lamps.publish(request, proven.value)
      break
    case 'NOTIFY':
      request.respond(481) // we have not subscribed to anything (RFC 6665 §4.1.3)
      break
    default:
      request.respond(501)
  }
}
