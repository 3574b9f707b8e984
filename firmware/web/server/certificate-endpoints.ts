import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import { AdminEvents } from '../../store/admin-events.ts'
import type { Message } from '../../words/message.ts'
import { message, say } from '../../words/say.ts'
import type { ShownServerCertificate } from '../contract.ts'
import { requestProblems } from './certificate-request.ts'
import type { Parts } from './parts.ts'
import { refused } from './problems.ts'
import { originOf } from './request-session.ts'

const closed = { additionalProperties: false }
const Text = Type.Optional(Type.String({ maxLength: 256 }))
const Asked = Type.Object(
  {
    commonName: Type.String({ maxLength: 256 }),
    organization: Text,
    unit: Text,
    city: Text,
    state: Text,
    country: Text,
    email: Text,
    includeAddresses: Type.Boolean(),
    keyType: Type.Optional(Type.Enum(['ec', 'rsa'])),
  },
  closed,
)
const Given = Type.Object(
  {
    certificate: Type.String({ maxLength: 64 * 1024 }),
    key: Type.Optional(Type.String({ maxLength: 16 * 1024 })),
    keyPassword: Type.Optional(Type.String({ maxLength: 1024 })),
  },
  closed,
)
const FEW = { rateLimit: { max: 30, timeWindow: 60_000 } }
const PATH = '/api/v1/certificate'

/** The server's certificate: what it is, requests for another, its replacement (WEB-20 to WEB-29). */
export function certificateEndpoints(app: FastifyInstance, parts: Parts): void {
  const { serverCertificate } = parts
  const note = (request: FastifyRequest, text: Message) => {
    parts.log.warn({ from: originOf(request) }, say('en', text))
    new AdminEvents(parts.store().records, parts.clock).add({ ...originOf(request), text })
  }

  app.get(PATH, async (): Promise<ShownServerCertificate> => serverCertificate().shown())

  app.post<{ Body: Static<typeof Asked> }>(
    `${PATH}/request`,
    { schema: { body: Asked }, config: FEW, bodyLimit: 16 * 1024 },
    async (request) => {
      const problems = requestProblems(request.body)
      if (problems.length > 0) throw refused(problems)
      const pem = await serverCertificate().request(request.body)
      note(request, message('event.certificate-requested', { name: request.body.commonName }))
      return { pem }
    },
  )

  app.delete(`${PATH}/request`, async () => {
    serverCertificate().forgetRequest()
    return {}
  })

  app.put<{ Body: Static<typeof Given> }>(
    PATH,
    { schema: { body: Given }, config: FEW, bodyLimit: 128 * 1024 },
    async (request): Promise<ShownServerCertificate> => {
      const installed = serverCertificate().install(request.body)
      if (!installed.ok) throw refused(installed.error)
      const { dns, ip } = installed.value.names
      const names = [...dns, ...ip].join(', ')
      note(request, message('event.certificate-installed', { names }))
      return serverCertificate().shown()
    },
  )

  app.delete(PATH, async (request): Promise<ShownServerCertificate> => {
    serverCertificate().remove()
    note(request, message('event.certificate-removed'))
    return serverCertificate().shown()
  })
}
