import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Refused, Source } from '../../access/sign-in.ts'
import { HERE, topics } from '../../bus/topics.ts'
import { PasswordRules } from '../../model/password-rules.ts'
import { permitted } from '../../model/permissions.ts'
import { SignInProvider } from '../../model/sign-in-provider.ts'
import { fullName, User } from '../../model/user.ts'
import type { Result } from '../../result.ts'
import { AdminEvents } from '../../store/admin-events.ts'
import { VERSION } from '../../version.ts'
import { message } from '../../words/say.ts'
import type { Session } from '../contract.ts'
import { addressOf } from './address-of.ts'
import { giveToken, tokenOf } from './cookie.ts'
import { passageOf } from './door-of.ts'
import { markOf } from './guard.ts'
import { cameByName } from './named-asker.ts'
import type { Parts } from './parts.ts'
import { portalPort } from './portal.ts'
import { Refusal } from './refusal.ts'
import { csrfOf } from './sessions.ts'

const LONGEST_NAME = 256 // characters of what a browser calls itself

/** What pages are told of the session with this token. */
export async function shown(
  request: FastifyRequest,
  parts: Parts,
  token: string,
): Promise<Session> {
  const { unit, environment } = parts
  const { state } = await unit.state()
  if (state === 'unreadable') throw new Refusal('unavailable', 'The configuration cannot be read.')
  const id = request.session?.user
  const user = id === undefined ? undefined : unit.store?.get(User, id)
  const whole = {
    site: unit.name,
    version: VERSION,
    simulated: /(^|;)sim\b/.test(environment.lines),
    csrf: csrfOf(token),
  }
  if (!user) {
    const provider = state === 'claimed' && providerFor(request, parts)
    return {
      ...whole,
      state: state === 'claimed' ? 'signed-out' : state,
      ...(provider !== false && { provider }),
    }
  }
  const { length, lower, upper, digit, special, pinLength } = parts.store().only(PasswordRules)
  const portal = portalPort(request, parts, user)
  return {
    ...whole,
    demands: { length, lower, upper, digit, special, pinLength },
    ...(portal !== undefined && { portalPort: portal }),
    sipPort: environment.sipPort,
    state: user.mustChangePassword ? 'password-due' : 'signed-in',
    user: {
      id: user.id,
      login: user.login,
      name: fullName(user),
      roles: request.session?.roles ?? [],
      may: permitted(request.session?.roles ?? []),
      language: user.language,
      totp: Boolean(unit.store?.reveal(User, user.id, 'totpSecret')),
    },
  }
}

/** What the button says by which this browser may sign in at the provider; false where it may not. */
function providerFor(request: FastifyRequest, { store }: Parts): string | false {
  const { enabled, name, issuer } = store().only(SignInProvider)
  if (!enabled || !cameByName(request)) return false
  return name || (URL.parse(issuer)?.hostname ?? '')
}

/** Opens a session under a new token, ends the one that the request came with, and answers the new one. */
export async function opened(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: Parts,
  user: string,
): Promise<Session> {
  const { sessions, environment } = parts
  const store = parts.store()
  const before = tokenOf(request, environment.webPort)
  if (before) sessions.end(before)
  const now = store.get(User, user)
  if (!now) throw new Refusal('wrong', 'That account was removed meanwhile.')
  const token = sessions.begin({
    user,
    mark: markOf(store, user),
    roles: now.roles,
    from: addressOf(request),
    userAgent: (request.headers['user-agent'] ?? '').slice(0, LONGEST_NAME),
    first: now.roles.includes('server-admin'), // who can mend what fills the places
  })
  if (token === undefined) {
    throw new Refusal(
      'too-many',
      'All places are taken: too many people are signed in. Try again later.',
    )
  }
  giveToken(reply, environment.webPort, token)
  request.session = {
    id: '',
    user,
    login: now.login,
    name: fullName(now),
    roles: now.roles,
    language: now.language,
    passwordDue: now.mustChangePassword,
    address: addressOf(request),
    ended: new AbortController().signal,
  }
  return shown(request, parts, token)
}

/** @throws Refusal with the words of access/ */
export function accept<T>(answer: Result<T, Refused>): T {
  if (answer.ok) return answer.value
  const { why, text, said = text, waitSeconds } = answer.error
  throw new Refusal(why, said, waitSeconds > 0 ? { waitSeconds } : {})
}

export function sourceOf(request: FastifyRequest): Source {
  return `address ${addressOf(request)}`
}

/** Which administrator signed in, and through which client certificate, stays on record (EVT-7, WEB-53). */
export function noteSignIn(request: FastifyRequest, { store, clock }: Parts, login: string): void {
  const { certificate } = passageOf(request)
  const isAdministrator = (store().find(User, 'login', login)?.roles.length ?? 0) > 0
  if (certificate === undefined && !isAdministrator) return
  const text =
    certificate === undefined
      ? message('event.signed-in', { login })
      : message('event.signed-in-remotely', { login, certificate })
  new AdminEvents(store().records, clock).add({ by: login, from: sourceOf(request), text })
}

export function tellChanged({ bus, unit }: Parts): void {
  bus.publish(topics.configChanged, { site: HERE }, { revision: unit.revision })
}
