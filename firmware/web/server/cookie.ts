import type { FastifyReply, FastifyRequest } from 'fastify'
import { isToken } from './sessions.ts'

/**
 * Browsers send a host's cookies to all its ports, so several units on one machine would sign each other out: the name holds the port.
 * `__Host-`: only this host, only over HTTPS, may have set it.
 */
const nameOf = (port: number): string => `__Host-strowger-${port}`

/** The token that a request carries: of a session, or of somebody who has not signed in. */
export function tokenOf(request: FastifyRequest, port: number): string | undefined {
  const token = request.cookies[nameOf(port)]
  return isToken(token) ? token : undefined
}

export function giveToken(reply: FastifyReply, port: number, token: string): void {
  const rules = { path: '/', secure: true, httpOnly: true, sameSite: 'strict' } as const
  reply.setCookie(nameOf(port), token, rules)
}
