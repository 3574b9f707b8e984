import type { FastifyRequest } from 'fastify'
import { type Asker, isName } from '../../access/passkeys.ts'
import { tokenOf } from './cookie.ts'
import type { Parts } from './parts.ts'
import { Refusal } from './refusal.ts'
import { csrfOf } from './sessions.ts'

/** Under which name the unit was asked, and by which browser. @throws Refusal `refused` with these words where it was reached by an address */
export function namedAsker(request: FastifyRequest, parts: Parts, otherwise: string): Asker {
  const { host: named = '' } = request.headers
  const host = hostOf(named)
  if (!isName(host)) throw new Refusal('refused', otherwise)
  const token = tokenOf(request, parts.environment.webPort) ?? ''
  return { host, origin: `https://${named.toLowerCase()}`, browser: csrfOf(token) }
}

/** Whether a browser has come by a name, for which alone it signs in with passkeys or at a provider (UX.md). */
export function cameByName({ headers }: FastifyRequest): boolean {
  return isName(hostOf(headers.host ?? ''))
}

const hostOf = (named: string) => named.replace(/:\d+$/, '').toLowerCase()
