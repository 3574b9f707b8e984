import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import { type KeptToken, SCOPES } from '../../access/tokens.ts'
import { User } from '../../model/user.ts'
import { AdminEvents } from '../../store/admin-events.ts'
import type { Message } from '../../words/message.ts'
import { message } from '../../words/say.ts'
import type { ApiToken, MadeToken } from '../contract.ts'
import type { Parts } from './parts.ts'
import { problem, refused } from './problems.ts'
import { Refusal } from './refusal.ts'
import { originOf, type RequestSession, whoAsks } from './request-session.ts'

const NewToken = Type.Object(
  {
    name: Type.String({ maxLength: 256 }),
    scopes: Type.Array(Type.Enum([...SCOPES]), { maxItems: SCOPES.length, uniqueItems: true }),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })),
  },
  { additionalProperties: false },
)
const FEW = { rateLimit: { max: 30, timeWindow: 60_000 } }

/** Tokens for programs: one's own, and for administrators everybody's. */
export function tokenEndpoints(app: FastifyInstance, parts: Parts): void {
  const { tokens } = parts
  const note = (request: FastifyRequest, text: Message) =>
    new AdminEvents(parts.store().records, parts.clock).add({ ...originOf(request), text })

  app.get('/api/v1/tokens', async (request): Promise<readonly ApiToken[]> => {
    const who = whoAsks(request)
    return tokens
      .all()
      .filter((token) => mayReach(who, token))
      .map((token) => shown(parts, token))
  })

  app.post<{ Body: Static<typeof NewToken> }>(
    '/api/v1/tokens',
    { schema: { body: NewToken }, config: FEW, bodyLimit: 8 * 1024 },
    async (request, reply): Promise<MadeToken> => {
      const who = whoAsks(request)
      const { name, scopes, days } = checked(request.body)
      if (!tokens.hasRoom(who.user)) {
        throw new Refusal('refused', 'There are too many tokens. Remove those that nobody uses.')
      }
      const { token, kept } = tokens.make({ name, scopes, owner: who.user, days })
      note(request, message('event.token-made', { name, scopes: scopes.join(', ') }))
      void reply.status(201)
      return { ...shown(parts, kept), token }
    },
  )

  app.delete<{ Params: { id: string } }>('/api/v1/tokens/:id', async (request) => {
    const token = tokens.all().find(({ id }) => id === request.params.id)
    if (!token || !mayReach(whoAsks(request), token)) {
      throw new Refusal('not-found', 'There is no such token.')
    }
    tokens.remove(token.id)
    const values = { name: token.name, owner: ownerOf(parts, token) }
    note(request, message('event.token-removed', values))
    return {}
  })
}

/** To remove somebody's token gives nobody a right, so ADMINS may whoever it acts for. */
function mayReach({ user, roles }: RequestSession, { owner }: KeptToken): boolean {
  return owner === user || roles.includes('server-admin') || roles.includes('system-admin')
}

function checked(body: Static<typeof NewToken>): Static<typeof NewToken> {
  const name = body.name.trim()
  const problems = [
    ...(/^[^\p{Cc}]{1,64}$/u.test(name)
      ? []
      : [
          problem(
            'name',
            'it is not a text of 1 to 64 characters',
            'Say what the token is for, on one line.',
          ),
        ]),
    ...(body.scopes.length > 0
      ? []
      : [problem('scopes', 'there is none', 'Choose what the token may do.')]),
  ]
  if (problems.length > 0) throw refused(problems)
  return { ...body, name }
}

function shown(parts: Parts, token: KeptToken): ApiToken {
  const { hash: _, ...facts } = token
  return { ...(facts as Omit<ApiToken, 'owner'>), owner: ownerOf(parts, token) }
}

function ownerOf(parts: Parts, { owner }: KeptToken): string {
  return parts.store().get(User, owner)?.login ?? '(removed)'
}
