import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import websocket from '@fastify/websocket'
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import type { Log } from '../../log.ts'
import { StoreError } from '../../store/store-error.ts'
import { message } from '../../words/say.ts'
import { languageOf } from '../words-of.ts'
import { guard } from './guard.ts'
import { addHeaders, headersNow } from './headers.ts'
import type { Parts } from './parts.ts'
import { type Code, Refusal } from './refusal.ts'
import type { Right } from './rights.ts'

/** Registers endpoints; each must have a row in rights.ts. Called in the root of the app, so no plugin wrapper is needed. */
export type Endpoints = (app: FastifyInstance, parts: Parts) => void | Promise<void>

const LONGEST_BODY = 1024 * 1024 // bytes; an endpoint that takes more says so itself
const LARGEST_MESSAGE = 64 * 1024 // bytes of a WebSocket message from a page

/**
 * The web server without its sockets: `inject` requests, or hand `routing` to a socket (doors.ts). Rejects when an endpoint has no row in
 * the table of rights.
 */
export async function createApp(
  parts: Parts,
  endpoints: readonly Endpoints[],
  rights?: Readonly<Record<string, Right>>,
): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: LONGEST_BODY,
    routerOptions: { maxParamLength: 128 },
    ajv: { customOptions: { removeAdditional: false } }, // an unknown field is a mistake to be told
    frameworkErrors: (error, request, reply) =>
      answer(error, request as FastifyRequest, reply as FastifyReply, parts),
  })
  app.setErrorHandler((error, request, reply) => answer(error, request, reply, parts))
  app.setNotFoundHandler(() => {
    throw new Refusal('not-found', 'There is no such page.')
  })
  addHeaders(app, parts)
  await app.register(cookie)
  await app.register(websocket, { options: { maxPayload: LARGEST_MESSAGE } })
  guard(app, parts, rights)
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { ttl }) => tooMany(Math.ceil(ttl / 1000)),
  })
  for (const register of endpoints) await register(app, parts)
  await app.ready()
  return app
}

function answer(error: unknown, request: FastifyRequest, reply: FastifyReply, parts: Parts): void {
  const refusal = refusalOf(error, parts.log)
  const { status } = refusal
  const body = refusal.in(languageOf(request))
  if (body.waitSeconds) reply.header('retry-after', body.waitSeconds)
  reply.header('cache-control', 'no-store')
  void reply.headers(headersNow(parts)).status(status).send(body) // sent by Fastify itself: no promise of ours
}

function tooMany(waitSeconds: number): Refusal {
  const text = message('refusal.too-many', { seconds: waitSeconds })
  return new Refusal('too-many', text, { waitSeconds })
}

/** What the person is told of an error; our own defects are logged and say nothing of the inside. */
function refusalOf(error: unknown, log: Log): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof StoreError) {
    log.error({ error }, 'the store failed a request')
    return new Refusal('unavailable', error.said)
  }
  const { statusCode, message: reason, validation } = error as FastifyError
  if (validation || (statusCode !== undefined && statusCode < 500)) {
    return new Refusal(codeOf(statusCode), reason)
  }
  log.error({ error }, 'a request failed')
  return new Refusal('unavailable', 'That failed by a defect of the unit. Its log says more.')
}

function codeOf(status: number | undefined): Code {
  if (status === 413) return 'too-large'
  if (status === 404) return 'not-found'
  if (status === 429) return 'too-many'
  return 'bad-request'
}
