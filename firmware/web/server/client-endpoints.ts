import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import { AdminEvents } from '../../store/admin-events.ts'
import type { Message } from '../../words/message.ts'
import { message, say } from '../../words/say.ts'
import type { ClientCertificate, ClientCertificates, FieldProblem } from '../contract.ts'
import type { Parts } from './parts.ts'
import { problem, refused } from './problems.ts'
import { Refusal } from './refusal.ts'
import { originOf } from './request-session.ts'

const Wanted = Type.Object(
  {
    name: Type.String({ maxLength: 256 }),
    reason: Type.String({ maxLength: 256 }),
    password: Type.String({ maxLength: 1024 }),
  },
  { additionalProperties: false },
)
const FEW = { rateLimit: { max: 30, timeWindow: 60_000 } }
const PATH = '/api/v1/client-certificates'
const LONGEST_NAME = 64 // of a common name, X.520's upper bound
const [SHORTEST, LONGEST] = [12, 128] // characters of a password, WEB-44

type ById = { Params: { id: string } }

/** Client certificates for remote administration (WEB-40 to WEB-54). */
export function clientEndpoints(app: FastifyInstance, parts: Parts): void {
  const { clients } = parts
  const note = (request: FastifyRequest, text: Message) => {
    parts.log.warn({ from: originOf(request) }, say('en', text))
    new AdminEvents(parts.store().records, parts.clock).add({ ...originOf(request), text })
  }

  app.get(PATH, async (): Promise<ClientCertificates> => {
    const { issuer } = clients()
    const { port, open } = parts.doors().remote
    return { ...(issuer !== undefined && { issuer }), port, open, items: clients().list() }
  })

  app.post<{ Body: Static<typeof Wanted> }>(
    PATH,
    { schema: { body: Wanted }, config: FEW, bodyLimit: 8 * 1024 },
    async (request, reply): Promise<ClientCertificate> => {
      const { name, reason, password } = request.body
      const problems = problemsOf(request.body)
      if (problems.length > 0) throw refused(problems)
      const commonName = `${name.trim()} - ${reason.trim()}` // WEB-46
      const made = await clients().make({ commonName, password })
      note(request, message('event.client-certificate-made', { name: commonName }))
      void reply.status(201)
      return made
    },
  )

  app.get<ById>(`${PATH}/:id/file`, async (request, reply) => {
    const { id } = request.params
    const file = clients().file(id)
    if (!file) throw missing()
    return reply
      .type('application/x-pkcs12')
      .header('content-disposition', `attachment; filename="strowger-${id}.p12"`)
      .send(file)
  })

  app.delete<ById>(`${PATH}/:id`, async (request) => {
    const commonName = await clients().revoke(request.params.id)
    if (commonName === undefined) throw missing()
    note(request, message('event.client-certificate-revoked', { name: commonName }))
    return {}
  })

  app.delete(PATH, async (request) => {
    const count = await clients().revokeAll()
    if (count > 0) note(request, message('event.client-certificates-revoked', { count }))
    return {}
  })
}

function missing(): Refusal {
  return new Refusal('not-found', 'There is no such client certificate.')
}

function problemsOf({ name, reason, password }: Static<typeof Wanted>): FieldProblem[] {
  const found: FieldProblem[] = []
  for (const [field, value] of Object.entries({ name, reason })) {
    if (/^[\p{L}\p{N} ._'-]+$/u.test(value) && value.trim() !== '') continue
    const remedy = "Use letters, digits, spaces and . _ ' - only."
    found.push(problem(field, 'it is empty or has other characters', remedy))
  }
  if (found.length === 0 && `${name.trim()} - ${reason.trim()}`.length > LONGEST_NAME) {
    const what = `name and reason have more than ${LONGEST_NAME - 3} characters together`
    found.push(problem('reason', what, 'Shorten one of them.'))
  }
  const { length } = [...password]
  if (length < SHORTEST || length > LONGEST || /\p{Cc}/u.test(password)) {
    const what = `it has not ${SHORTEST} to ${LONGEST} plain characters`
    found.push(problem('password', what, 'Choose another; it is needed when the file is imported.'))
  }
  return found
}
