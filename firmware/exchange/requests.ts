import type { Authenticator } from '../phones/authenticator.ts'
import type { Lamps } from '../phones/lamps/lamps.ts'
import type { Registrar } from '../phones/registrar.ts'
import type { IncomingRequest } from '../sip/contract.ts'

/**
 * Requests outside dialogs other than INVITE. Every one of them is challenged (SECURITY row 3), OPTIONS too: no oracle (row 1).
 *
 * REFER without a call (RFC 3515 §2.4.2 leaves it to us) would make this server ring a telephone, and call a number for it, at the word of whoever has its
 * password, with nobody at the handset: it is forbidden. Who wants to click and talk has the browser phone.
 */
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
    case 'REFER':
      request.respond(403, { reason: 'Only In A Call' })
      break
    default:
      request.respond(405) // a method for dialogs (RFC 3261 §8.2.1); the stack knows no others
  }
}
