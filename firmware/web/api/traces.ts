import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AdminEvents } from '../../store/admin-events.ts'
import { message } from '../../words/say.ts'
import type { TracedMessage } from '../contract.ts'
import type { Parts } from '../server/parts.ts'
import { Refusal } from '../server/refusal.ts'
import { originOf, whoAsks } from '../server/request-session.ts'
import { refusalBy } from './live/unavailable.ts'

const CALL = /^\d{1,3}-\d{1,8}-\d{1,10}$/ // number of a call
const HANDSET = /^[\w.-]{1,64}$/ // ID, or SIP user

/** What the exchange keeps of the signalling: messages of the last calls, and of telephones that register. */
export function traceEndpoints(app: FastifyInstance, parts: Parts): void {
  const ask = async (verb: string, args: object, request: FastifyRequest): Promise<unknown> => {
    const secrets = wantsSecrets(request, parts)
    const answer = await parts.ask('exchange', verb, { ...args, secrets }, parts.stopping)
    if (!answer.ok) throw refusalBy('exchange', answer.error)
    return answer.value
  }

  app.get('/api/v1/calls/:call/messages', async (request): Promise<readonly TracedMessage[]> => {
    const messages = await ask('trace', { call: callOf(request) }, request)
    return messages as readonly TracedMessage[]
  })

  app.get('/api/v1/calls/:call/pcap', async (request, reply) => {
    const call = callOf(request)
    const { file } = (await ask('trace-pcap', { call }, request)) as { file: string }
    return reply
      .type('application/vnd.tcpdump.pcap')
      .header('content-disposition', `attachment; filename="call-${call}.pcapng"`)
      .send(Buffer.from(file, 'base64'))
  })

  app.get(
    '/api/v1/phones/:handset/messages',
    async (request): Promise<readonly TracedMessage[]> => {
      const { handset } = request.params as { handset: string }
      if (!HANDSET.test(handset)) throw new Refusal('not-found', 'There is no such telephone.')
      return (await ask('trace', { phone: handset }, request)) as readonly TracedMessage[]
    },
  )
}

function callOf(request: FastifyRequest): string {
  const { call } = request.params as { call: string }
  if (CALL.test(call)) return call
  throw new Refusal('not-found', 'There is no such call.')
}

/** Whoever has the answers to challenges can try passwords at home: for server administrators, and noted. */
function wantsSecrets(request: FastifyRequest, { store, clock }: Parts): boolean {
  const { secrets } = request.query as Record<string, unknown>
  if (secrets !== 'yes') return false
  if (!whoAsks(request).roles.includes('server-admin')) {
    throw new Refusal('forbidden', 'Credentials are shown to server administrators only.')
  }
  const text = message('event.credentials-shown')
  new AdminEvents(store().records, clock).add({ ...originOf(request), text })
  return true
}
