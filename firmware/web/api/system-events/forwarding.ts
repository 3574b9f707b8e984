import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { WayName } from '../../../forwarding/forwarder.ts'
import { AdminEvents } from '../../../store/admin-events.ts'
import { message } from '../../../words/say.ts'
import type { ForwardingTest, ShownForwarding, ShownWay } from '../../contract.ts'
import type { Parts } from '../../server/parts.ts'
import { originOf, whoAsks } from '../../server/request-session.ts'
import { type WordsOf, wordsOf } from '../../words-of.ts'

const FEW = { rateLimit: { max: 10, timeWindow: 60_000 } }
const WAYS = ['mail', 'syslog'] as const
const NAMES = { mail: 'E-mail', syslog: 'Syslog' } as const

/** How events are sent on (NOTIF, TOOL-10): state, a test with its answer, and what waits discarded. */
export function forwardingEndpoints(app: FastifyInstance, parts: Parts): void {
  app.get('/api/v1/forwarding', (request): ShownForwarding => {
    const words = wordsOf(request)
    parts.store()
    return { mail: shown(parts, 'mail', words), syslog: shown(parts, 'syslog', words) }
  })

  for (const way of WAYS) {
    app.post(
      `/api/v1/forwarding/${way}/test`,
      { config: FEW },
      async (request): Promise<ForwardingTest> => {
        parts.store()
        const answer = await parts.forwarder().test(way, whoAsks(request).login)
        note(parts, request, message('event.forwarding-tested', { way: { id: NAMES[way] } }))
        const { say } = wordsOf(request)
        return { sent: answer.ok, text: say(answer.ok ? answer.value : answer.error) }
      },
    )

    app.post(`/api/v1/forwarding/${way}/flush`, (request) => {
      parts.store()
      parts.forwarder().flush(way)
      note(parts, request, message('event.forwarding-flushed', { way: { id: NAMES[way] } }))
      return {}
    })
  }
}

function shown(parts: Parts, way: WayName, { say }: WordsOf): ShownWay {
  const { lastFailure, ...state } = parts.forwarder().state(way)
  if (!lastFailure) return state
  return { ...state, lastFailure: { at: lastFailure.at, why: say(lastFailure.why) } }
}

function note(parts: Parts, request: FastifyRequest, text: ReturnType<typeof message>): void {
  new AdminEvents(parts.store().records, parts.clock).add({ ...originOf(request), text })
}
