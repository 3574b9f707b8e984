import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import {
  MOST_PASSKEYS,
  type Passkey,
  Passkeys,
  passkeysOf,
  passkeysText,
} from '../../access/passkeys.ts'
import { sentence } from '../../model/problem.ts'
import { User } from '../../model/user.ts'
import { AdminEvents } from '../../store/admin-events.ts'
import { message } from '../../words/say.ts'
import type { ShownPasskey } from '../contract.ts'
import { addressOf } from './address-of.ts'
import { namedAsker } from './named-asker.ts'
import type { Parts } from './parts.ts'
import { Refusal } from './refusal.ts'
import { originOf, whoAsks } from './request-session.ts'
import { accept, noteSignIn, opened, sourceOf, tellChanged } from './session-answers.ts'

const closed = { additionalProperties: false }
const Password = Type.Object({ password: Type.String({ minLength: 1, maxLength: 1024 }) }, closed)
/** What a browser answers has many parts, of which the library reads those it needs. */
const Answer = Type.Object({ id: Type.String({ maxLength: 1400 }), response: Type.Object({}) })
const NewPasskey = Type.Object(
  { name: Type.String({ pattern: '^[^\\p{Cc}]{1,64}$' }), response: Answer },
  closed,
)
const SignIn = Type.Object({ response: Answer }, closed)
const NAME_NEEDED = 'Passkeys need the name of the unit in the address bar.'
const FEW = { rateLimit: { max: 30, timeWindow: 60_000 } }

/** Passkeys of people: made and removed with the password, then enough by themselves. */
export function passkeyEndpoints(app: FastifyInstance, parts: Parts): void {
  const passkeys = new Passkeys(parts.clock)
  const options = (body: object) => ({ schema: { body }, config: FEW, bodyLimit: 32 * 1024 })
  const prove = async (request: FastifyRequest, password: string) =>
    accept(
      await parts.signIn().provePassword({
        login: whoAsks(request).login,
        password,
        source: sourceOf(request),
      }),
    )

  app.get('/api/v1/session/passkeys', (request): readonly ShownPasskey[] =>
    passkeysOf(parts.store(), whoAsks(request).user).map(shown),
  )

  app.post<{ Body: Static<typeof Password> }>(
    '/api/v1/session/passkeys/begin',
    options(Password),
    async (request) => {
      const asker = namedAsker(request, parts, NAME_NEEDED)
      await prove(request, request.body.password)
      const store = parts.store()
      const user = store.get(User, whoAsks(request).user)
      if (!user) throw new Refusal('signed-out', 'Sign in first.')
      if (passkeysOf(store, user.id).length >= MOST_PASSKEYS) {
        throw new Refusal('refused', 'There are too many passkeys. Remove one first.')
      }
      return passkeys.begin(store, user, asker)
    },
  )

  app.post<{ Body: Static<typeof NewPasskey> }>(
    '/api/v1/session/passkeys',
    options(NewPasskey),
    async (request, reply): Promise<ShownPasskey> => {
      const { user } = whoAsks(request)
      const { name, response } = request.body
      const answer = response as unknown as RegistrationResponseJSON
      const made = await passkeys.finish(
        user,
        name.trim(),
        namedAsker(request, parts, NAME_NEEDED),
        answer,
      )
      if (!made) throw new Refusal('wrong', 'The browser made no passkey for this unit. Try again.')
      keep(request, parts, [...passkeysOf(parts.store(), user), made])
      note(request, parts, message('event.passkey-made', { name: made.name }))
      void reply.status(201)
      return shown(made)
    },
  )

  app.delete<{ Params: { id: string }; Body: Static<typeof Password> }>(
    '/api/v1/session/passkeys/:id',
    options(Password),
    async (request, reply) => {
      await prove(request, request.body.password)
      const { user } = whoAsks(request)
      const all = passkeysOf(parts.store(), user)
      const removed = all.find((one) => markOf(one) === request.params.id)
      if (!removed) throw new Refusal('not-found', 'There is no such passkey.')
      keep(
        request,
        parts,
        all.filter((one) => one !== removed),
      )
      note(request, parts, message('event.passkey-removed', { name: removed.name }))
      parts.sessions.endAllOf(user) // whoever had it may have opened one
      return opened(request, reply, parts, user)
    },
  )

  app.post('/api/v1/session/passkey/begin', { config: FEW, bodyLimit: 1024 }, (request) =>
    passkeys.ask(namedAsker(request, parts, NAME_NEEDED)),
  )

  app.post<{ Body: Static<typeof SignIn> }>(
    '/api/v1/session/passkey',
    options(SignIn),
    async (request, reply) => {
      const answer = request.body.response as unknown as AuthenticationResponseJSON
      const user = await passkeys.signIn(
        parts.store(),
        namedAsker(request, parts, NAME_NEEDED),
        answer,
      )
      if (!user) {
        parts.log.warn({ address: addressOf(request) }, 'a passkey was refused')
        throw new Refusal('wrong', 'That passkey is not known here.')
      }
      parts.log.info({ login: user.login, address: addressOf(request) }, 'signed in by passkey')
      const session = await opened(request, reply, parts, user.id)
      noteSignIn(request, parts, user.login)
      return session
    },
  )
}

function keep(request: FastifyRequest, parts: Parts, all: readonly Passkey[]): void {
  const { user } = whoAsks(request)
  const changed = parts.store().change(originOf(request), (edit) => {
    edit.update(User, user, { passkeys: passkeysText(all) })
  })
  if (!changed.ok) throw new Refusal('refused', changed.error.map(sentence).join(' '))
  tellChanged(parts)
}

function note(request: FastifyRequest, parts: Parts, text: ReturnType<typeof message>): void {
  new AdminEvents(parts.store().records, parts.clock).add({ ...originOf(request), text })
}

/** Short, for addresses. */
const markOf = ({ id }: Passkey) => id.slice(0, 43)

function shown(passkey: Passkey): ShownPasskey {
  const { name, host, madeAt } = passkey
  return { id: markOf(passkey), name, host, madeAt }
}
