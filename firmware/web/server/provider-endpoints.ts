import type { FastifyInstance } from 'fastify'
import Type, { type Static } from 'typebox'
import { type NotIn, ProviderSignIn } from '../../access/provider.ts'
import { reachProvider } from '../../access/reach-provider.ts'
import { addressOf } from './address-of.ts'
import { namedAsker } from './named-asker.ts'
import type { Parts } from './parts.ts'
import { type Code, Refusal } from './refusal.ts'
import { noteSignIn, opened } from './session-answers.ts'

const Answer = Type.Object(
  { answer: Type.String({ minLength: 1, maxLength: 8192 }) },
  { additionalProperties: false },
)
const FEW = { rateLimit: { max: 30, timeWindow: 60_000 } }
const NAME_NEEDED = 'Signing in at the provider needs the name of the unit in the address bar.'

/** All but one are `refused`: pages have words of their own for other codes, and these say more. */
const WORDS: Readonly<Record<NotIn, readonly [code: Code, text: string]>> = {
  off: ['not-found', 'Nobody signs in at a provider here.'],
  away: [
    'refused',
    'The provider does not answer as it should. Sign in with your password; its administrator finds why in the log.',
  ],
  denied: ['refused', 'The provider did not let you in, or it took too long. Try again.'],
  unknown: [
    'refused',
    'The provider knows you, but nobody here has that name. Ask an administrator.',
  ],
  'second-step': [
    'refused',
    'That account has a second step here. Sign in with the password and the code.',
  ],
}

/** Signing in at the provider: a page of ours fetches the address to go to, and brings back what the provider answered. */
export function providerEndpoints(app: FastifyInstance, parts: Parts): void {
  const provider = new ProviderSignIn(parts.clock, reachProvider)
  const refused = (why: NotIn, detail: string, address: string): Refusal => {
    if (why !== 'off') parts.log.warn({ address, why, detail }, 'no sign-in by the provider')
    return new Refusal(...WORDS[why])
  }

  app.post('/api/v1/session/provider/begin', { config: FEW, bodyLimit: 1024 }, async (request) => {
    const begun = await provider.begin(parts.store(), namedAsker(request, parts, NAME_NEEDED))
    if (!begun.ok) throw refused(begun.error.why, begun.error.detail, addressOf(request))
    return { url: begun.value }
  })

  app.post<{ Body: Static<typeof Answer> }>(
    '/api/v1/session/provider',
    { schema: { body: Answer }, config: FEW, bodyLimit: 16 * 1024 },
    async (request, reply) => {
      const asker = namedAsker(request, parts, NAME_NEEDED)
      const answer = await provider.finish(parts.store(), asker, request.body.answer)
      if (!answer.ok) throw refused(answer.error.why, answer.error.detail, addressOf(request))
      const { id, login } = answer.value
      parts.log.info({ login, address: addressOf(request) }, 'signed in by the provider')
      const session = await opened(request, reply, parts, id)
      noteSignIn(request, parts, login)
      return session
    },
  )
}
