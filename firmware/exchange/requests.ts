import type { Authenticator } from '../phones/authenticator.ts'
import type { Registrar } from '../phones/registrar.ts'
import type { IncomingRequest } from '../sip/contract.ts'

/** Requests outside dialogs other than INVITE. Every one of them is challenged (SECURITY row 3), OPTIONS too: no oracle (row 1). */
export function answerRequest(
  request: IncomingRequest,
  registrar: Registrar,
  authenticator: Authenticator,
): void {
  const { method } = request.message
  if (method === 'REGISTER') {
    registrar.register(request)
    return
  }
  if (!authenticator.prove(request).ok) return
  request.respond(method === 'OPTIONS' ? 200 : 501)
}
