import type { FastifyInstance, FastifyRequest } from 'fastify'
import { passkeysOf } from '../../access/passkeys.ts'
import { sentence } from '../../model/problem.ts'
import { outranks, User } from '../../model/user.ts'
import { AdminEvents } from '../../store/admin-events.ts'
import type { Message } from '../../words/message.ts'
import { message, say } from '../../words/say.ts'
import type { GivenPassword, GivenPin, PersonAccess, ShownSession } from '../contract.ts'
import { idOf } from './guard.ts'
import type { Parts } from './parts.ts'
import { Refusal } from './refusal.ts'
import { originOf, whoAsks } from './request-session.ts'
import { tellChanged } from './session-answers.ts'

type ById = { Params: { id: string } }

const FEW = { config: { rateLimit: { max: 30, timeWindow: 60_000 } } }

/** How people get in: what administrators do for those who cannot any more, and everybody's own sessions. */
export function peopleEndpoints(app: FastifyInstance, parts: Parts): void {
  app.get<ById>('/api/v1/people/:id/access', async (request): Promise<PersonAccess> => {
    const { id, login, mustChangePassword } = personOf(parts, request.params.id)
    const store = parts.store()
    return {
      login,
      hasPassword: Boolean(store.reveal(User, id, 'passwordHash')),
      mustChange: mustChangePassword,
      totp: Boolean(store.reveal(User, id, 'totpSecret')),
      passkeys: passkeysOf(store, id).length,
      hasPin: Boolean(store.reveal(User, id, 'pinHash')),
      sessions: sessionsOf(parts, id, request),
    }
  })

  app.post<ById>('/api/v1/people/:id/password', FEW, async (request): Promise<GivenPassword> => {
    const person = forWhom(parts, request)
    const password = await parts.signIn().givePassword(person.id, originOf(request))
    if (password === undefined) {
      throw new Refusal('refused', 'That person has no way in that could be changed here.')
    }
    parts.sessions.endAllOf(person.id)
    note(parts, request, message('event.password-given', { login: person.login }))
    return { login: person.login, password }
  })

  app.post<ById>('/api/v1/people/:id/pin', FEW, async (request): Promise<GivenPin> => {
    const person = personOf(parts, request.params.id)
    demandRank(request, person)
    const pin = await parts.signIn().givePin(person.id, originOf(request))
    if (pin === undefined) throw new Refusal('not-found', 'There is no such person.')
    note(parts, request, message('event.pin-given', { login: person.login }))
    return { login: person.login, pin }
  })

  app.delete<ById>('/api/v1/people/:id/passkeys', FEW, async (request) => {
    const { id, login } = forWhom(parts, request)
    const changed = parts.store().change(originOf(request), (edit) => {
      edit.update(User, id, { passkeys: '' })
    })
    if (!changed.ok) throw new Refusal('refused', changed.error.map(sentence).join(' '))
    parts.sessions.endAllOf(id)
    note(parts, request, message('event.passkeys-removed', { login }))
    return {}
  })

  app.delete<ById>('/api/v1/people/:id/totp', FEW, async (request) => {
    const { id, login } = forWhom(parts, request)
    const changed = parts.store().change(originOf(request), (edit) => {
      edit.update(User, id, { totpSecret: '' })
    })
    if (!changed.ok) throw new Refusal('refused', changed.error.map(sentence).join(' '))
    parts.sessions.endAllOf(id)
    note(parts, request, message('event.second-step-removed', { login }))
    return {}
  })

  app.get('/api/v1/session/all', async (request) =>
    sessionsOf(parts, whoAsks(request).user, request),
  )

  app.delete<ById>('/api/v1/session/all/:id', async (request) => {
    const own = parts.sessions.allOf(whoAsks(request).user)
    const session = own.find((one) => idOf(one) === request.params.id)
    if (!session) throw new Refusal('not-found', 'There is no such session any more.')
    parts.sessions.endKey(session.key)
    return {}
  })
}

/** Whose way in is changed. @throws Refusal for oneself, who proves the old password instead, and for whoever has higher rights */
function forWhom(parts: Parts, request: FastifyRequest<ById>): User {
  const person = personOf(parts, request.params.id)
  const who = whoAsks(request)
  if (person.id === who.user) {
    throw new Refusal('refused', 'Change your own way in under Account, with your password.')
  }
  demandRank(request, person)
  return person
}

/** @throws Refusal for whoever has higher rights */
function demandRank(request: FastifyRequest, person: User): void {
  if (outranks(whoAsks(request).roles, person.roles)) return
  throw new Refusal(
    'forbidden',
    'That person has higher rights than yours. Ask one who has them too.',
  )
}

function personOf(parts: Parts, id: string): User {
  const person = /^[0-9a-f-]{36}$/.test(id) ? parts.store().get(User, id) : undefined
  if (person) return person
  throw new Refusal('not-found', 'There is no such person.')
}

function sessionsOf(parts: Parts, user: string, request: FastifyRequest): ShownSession[] {
  const { clock, sessions } = parts
  const bootAt = clock.now() - clock.uptime()
  return sessions.allOf(user).map((session) => ({
    id: idOf(session),
    from: session.from,
    userAgent: session.userAgent,
    since: Math.round(bootAt + session.since),
    seen: Math.round(bootAt + session.seen),
    current: idOf(session) === request.session?.id,
  }))
}

function note(parts: Parts, request: FastifyRequest, text: Message): void {
  const { login, address } = whoAsks(request)
  parts.log.warn({ by: login, address }, say('en', text))
  new AdminEvents(parts.store().records, parts.clock).add({ ...originOf(request), text })
  tellChanged(parts)
}
