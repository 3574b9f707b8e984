import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import type { Standing } from '../../access/tokens.ts'
import { fullName, User } from '../../model/user.ts'
import type { Store } from '../../store/store.ts'
import { StoreError } from '../../store/store-error.ts'
import { message } from '../../words/say.ts'
import type { TokenScope } from '../contract.ts'
import { addressOf } from './address-of.ts'
import { Bearers } from './bearers.ts'
import { tokenOf } from './cookie.ts'
import type { Parts } from './parts.ts'
import { Refusal } from './refusal.ts'
import type { RequestSession } from './request-session.ts'
import { RIGHTS, type Right, rightOf, scopeOf } from './rights.ts'
import { csrfOf, type KeptSession } from './sessions.ts'

/**
 * Asks of every request below /api/ who sends it, whether that person may, and whether a page of ours made it. Throws for a route that
 * has no row in the table of rights.
 */
export function guard(app: FastifyInstance, parts: Parts, rights = RIGHTS): void {
  app.decorateRequest('session', undefined)
  app.addHook('onRoute', (route: RouteOptions) => {
    for (const method of [route.method].flat()) {
      if (rightOf(method, route.url, rights)) continue
      throw new Error(`'${method} ${route.url}' has no row in the table of rights`)
    }
  })
  parts.sessions.judgeBy((session) => isGood(session, parts))
  parts.tokens.judgeBy((owner) => standingOf(owner, parts))
  const bearers = new Bearers(parts)
  app.addHook('onRequest', async (request) => {
    const path = request.routeOptions.url
    if (path?.startsWith('/api/') !== true) return
    const right = rightOf(request.method, path, rights)
    if (right === undefined) throw new Refusal('forbidden', 'Nobody may do that.')
    await parts.unit.state() // opens the store once there is one
    const { authorization } = request.headers
    if (authorization !== undefined) {
      // No browser sends this by itself, so no page of another server can have it sent: neither origin nor CSRF token are asked for.
      request.session = bearers.sessionOf(request, authorization)
      demandScope(scopeOf(request.method, path), request.session)
      demandRight(right, request.session)
      return
    }
    request.session = sessionOf(request, parts)
    demandRight(right, request.session)
    demandOurPage(request, parts)
  })
}

/** Who has signed in with the token of this request, as the store knows that person now. */
function sessionOf(request: FastifyRequest, parts: Parts): RequestSession | undefined {
  const token = tokenOf(request, parts.environment.webPort)
  const session = token && parts.sessions.find(token, isByItself(request))
  const store = parts.unit.store
  if (!session || !store) return undefined
  const user = store.get(User, session.user)
  if (!user || markOf(store, user.id) !== session.mark || hasLostRole(session, user)) {
    parts.sessions.endKey(session.key)
    return undefined
  }
  return {
    id: idOf(session),
    user: user.id,
    login: user.login,
    name: fullName(user),
    roles: session.roles, // ROLE-9
    language: user.language,
    passwordDue: user.mustChangePassword,
    address: addressOf(request),
    ended: session.ended,
  }
}

/**
 * A role that is given acts at the next sign-in (ROLE-9). One that is taken ends the sessions that have it, so that the person signs in again: rights that
 * somebody has no more are not kept for the length of a working day.
 */
function hasLostRole({ roles }: KeptSession, user: User): boolean {
  return roles.some((role) => !user.roles.includes(role))
}

/** What lists call a session. */
export function idOf({ key }: KeptSession): string {
  return key.slice(0, 16)
}

/** Watching is not activity: nobody needs to be there for it (contract.ts). */
function isByItself({ headers }: FastifyRequest): boolean {
  return headers.upgrade !== undefined || headers['x-by-itself'] !== undefined
}

/** Whether its person, password and second step are as they were. While nobody can tell it stays. */
function isGood(session: KeptSession, { unit }: Parts): boolean {
  try {
    if (!unit.store) return true
    const user = unit.store.get(User, session.user)
    if (!user || hasLostRole(session, user)) return false
    return markOf(unit.store, user.id) === session.mark
  } catch (error) {
    if (error instanceof StoreError) return true
    throw error
  }
}

function standingOf(owner: string, { unit }: Parts): Standing {
  try {
    if (!unit.store) return 'unknown'
    const user = unit.store.get(User, owner)
    if (!user) return 'gone'
    const hasPassword = Boolean(unit.store.reveal(User, owner, 'passwordHash'))
    return hasPassword && !user.mustChangePassword ? 'here' : 'away'
  } catch (error) {
    if (error instanceof StoreError) return 'unknown'
    throw error
  }
}

function demandScope(scope: TokenScope | undefined, { token }: RequestSession): void {
  if (scope === undefined) throw new Refusal('forbidden', 'That is for people: no token does it.')
  if (token?.scopes.includes(scope)) return
  throw new Refusal('forbidden', message('refusal.takes-scope', { scope }))
}

/** Changes with the password and the second step, wherever that happens: sessions opened with the old ones end. */
export function markOf(store: Store, user: string): string {
  const parts = [store.reveal(User, user, 'passwordHash'), store.reveal(User, user, 'totpSecret')]
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}

function demandRight(right: Right, session: RequestSession | undefined): void {
  if (right === 'anybody') return
  if (!session) throw new Refusal('signed-out', 'Sign in first.')
  if (right === 'password-due') return
  if (session.passwordDue) throw new Refusal('forbidden', 'Choose a password of your own first.')
  if (right === 'signed-in') return
  if (right.some((role) => session.roles.includes(role))) return
  const roles = right.map((role) => ({ id: `choice.${role}` }))
  throw new Refusal('forbidden', message('refusal.takes-role', { count: right.length, roles }))
}

/** A change needs the CSRF token; it and a WebSocket must come from a page of this very host and port. */
function demandOurPage(request: FastifyRequest, { environment }: Parts): void {
  const upgrade = request.headers.upgrade !== undefined
  const changes = !['GET', 'HEAD', 'OPTIONS'].includes(request.method)
  if (!upgrade && !changes) return
  const { origin, host } = request.headers
  // Browsers name the origin of every change and WebSocket. A program may leave it out where it must know the token.
  const named = origin === undefined ? !upgrade : host !== undefined && origin === `https://${host}`
  const site = request.headers['sec-fetch-site'] ?? 'same-origin' // a browser's own word, which no page can forge
  if (!named || site !== 'same-origin') {
    throw new Refusal('forbidden', 'That came from a page of another server.')
  }
  if (!changes) return
  const token = tokenOf(request, environment.webPort)
  const given = request.headers['x-csrf']
  if (token && typeof given === 'string' && sameText(given, csrfOf(token))) return
  throw new Refusal('csrf', 'The page is out of date: load it again.')
}

function sameText(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
