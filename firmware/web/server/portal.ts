import type { FastifyRequest } from 'fastify'
import { User } from '../../model/user.ts'
import { tokenOf } from './cookie.ts'
import { passageOf } from './door-of.ts'
import type { Parts } from './parts.ts'

const PAGE = '/portal'

/**
 * Where a browser that asks for a page is sent instead: to people's own pages, by the portal's door always, by that of administration
 * whoever has signed in and administrates nothing.
 */
export function portalInstead(request: FastifyRequest, parts: Parts): string | undefined {
  const { door } = passageOf(request)
  if (door === 'portal') return request.url === '/' ? PAGE : undefined
  const port = portalPort(request, parts, userOf(request, parts))
  const [host] = /^([\w.-]+|\[[0-9a-fA-F:.]+\])/.exec(request.headers.host ?? '') ?? []
  return host && port ? `https://${host}:${port}${PAGE}` : undefined
}

/** Port of the portal for somebody who is at the wrong door; undefined for everybody else, and while it is closed. */
export function portalPort(
  request: FastifyRequest,
  parts: Parts,
  user: User | undefined,
): number | undefined {
  if (!user || user.roles.length > 0 || passageOf(request).door === 'portal') return undefined
  const { portal } = parts.doors()
  return portal.open ? portal.port : undefined
}

function userOf(request: FastifyRequest, { environment, sessions, unit }: Parts): User | undefined {
  const token = tokenOf(request, environment.webPort)
  const session = token && sessions.find(token, true)
  return session ? unit.store?.get(User, session.user) : undefined
}
