import type { FastifyInstance } from 'fastify'
import Type, { type Static } from 'typebox'
import { FIRST_LOGIN } from '../../access/set-up.ts'
import { User } from '../../model/user.ts'
import { addressOf } from './address-of.ts'
import { giveToken, tokenOf } from './cookie.ts'
import type { Parts } from './parts.ts'
import { Refusal } from './refusal.ts'
import { whoAsks } from './request-session.ts'
import { SecondSteps } from './second-steps.ts'
import { accept, noteSignIn, opened, shown, sourceOf, tellChanged } from './session-answers.ts'
import { newToken } from './sessions.ts'

const Words = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const closed = { additionalProperties: false }
const Claim = Type.Object({ code: Words(16), password: Words(1024) }, closed)
const SignInBody = Type.Object(
  { login: Words(128), password: Words(1024), totp: Type.Optional(Type.String({ maxLength: 16 })) },
  closed,
)
const NewPassword = Type.Object({ current: Words(1024), next: Words(1024) }, closed)
const NewPin = Type.Object({ password: Words(1024), next: Words(32) }, closed)
const Password = Type.Object({ password: Words(1024) }, closed)
const Code = Type.Object({ code: Words(16) }, closed)

/** Of one address; LockOut slows guessers down before. */
const FEW = { rateLimit: { max: 30, timeWindow: 60_000 } }
const SMALL = 8 * 1024 // bytes

/** Signing in and out, one's own password and second step (contract.ts). */
export function sessionEndpoints(app: FastifyInstance, parts: Parts): void {
  const steps = new SecondSteps(parts)
  const options = (body: object) => ({ schema: { body }, config: FEW, bodyLimit: SMALL })

  app.get('/api/v1/session', async (request, reply) => {
    const token = tokenOf(request, parts.environment.webPort)
    if (token) return shown(request, parts, token)
    const fresh = newToken()
    giveToken(reply, parts.environment.webPort, fresh)
    return shown(request, parts, fresh)
  })

  app.post<{ Body: Static<typeof Claim> }>(
    '/api/v1/session/claim',
    options(Claim),
    async (request, reply) => {
      const { code, password } = request.body
      accept(await parts.signIn().claim(code, password, sourceOf(request)))
      const user = parts.store().find(User, 'login', FIRST_LOGIN)
      if (!user) throw new Refusal('wrong', 'The administrator was removed meanwhile.')
      parts.log.info({ address: addressOf(request) }, 'the unit is claimed')
      tellChanged(parts)
      const session = await opened(request, reply, parts, user.id)
      noteSignIn(request, parts, user.login)
      return session
    },
  )

  app.post<{ Body: Static<typeof SignInBody> }>(
    '/api/v1/session/sign-in',
    options(SignInBody),
    async (request, reply) => {
      const answer = await parts.signIn().signIn({ ...request.body, source: sourceOf(request) })
      if (!answer.ok) {
        // Not what was typed: people type their password there.
        const address = addressOf(request)
        parts.log.warn({ address, why: answer.error.why }, 'sign-in refused')
      }
      const { user, login } = accept(answer)
      parts.log.info({ login, address: addressOf(request) }, 'signed in')
      const session = await opened(request, reply, parts, user)
      noteSignIn(request, parts, login)
      return session
    },
  )

  app.post('/api/v1/session/sign-out', { bodyLimit: SMALL }, async (request, reply) => {
    const { webPort } = parts.environment
    const token = tokenOf(request, webPort)
    if (token) parts.sessions.end(token)
    const fresh = newToken()
    giveToken(reply, webPort, fresh)
    request.session = undefined
    return shown(request, parts, fresh)
  })

  app.post<{ Body: Static<typeof NewPassword> }>(
    '/api/v1/session/password',
    options(NewPassword),
    async (request, reply) => {
      const { user, login } = whoAsks(request)
      const { current, next } = request.body
      const attempt = { login, password: current, source: sourceOf(request) }
      accept(await parts.signIn().changePassword(attempt, next))
      parts.log.info({ login, address: addressOf(request) }, 'password changed')
      tellChanged(parts)
      return opened(request, reply, parts, user)
    },
  )

  app.post<{ Body: Static<typeof NewPin> }>(
    '/api/v1/session/pin',
    options(NewPin),
    async (request) => {
      const { login } = whoAsks(request)
      const { password, next } = request.body
      const attempt = { login, password, source: sourceOf(request) }
      accept(await parts.signIn().changePin(attempt, next))
      parts.log.info({ login, address: addressOf(request) }, 'PIN changed')
      tellChanged(parts)
      return {}
    },
  )

  app.post<{ Body: Static<typeof Password> }>(
    '/api/v1/session/totp',
    options(Password),
    (request) => steps.begin(request, request.body.password),
  )
  app.post<{ Body: Static<typeof Code> }>(
    '/api/v1/session/totp/confirm',
    options(Code),
    (request, reply) => steps.confirm(request, reply, request.body.code),
  )
  app.delete<{ Body: Static<typeof Password> }>(
    '/api/v1/session/totp',
    options(Password),
    (request, reply) => steps.remove(request, reply, request.body.password),
  )
}
