import { statfs } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { checkSimCommand } from '../../gateway/sim-command.ts'
import { AdminEvents } from '../../store/admin-events.ts'
import { VERSION } from '../../version.ts'
import { message } from '../../words/say.ts'
import type { SimAnswer, SystemFacts } from '../contract.ts'
import type { Parts } from '../server/parts.ts'
import { Refusal } from '../server/refusal.ts'
import { originOf, whoAsks } from '../server/request-session.ts'
import { refusalBy } from './live/unavailable.ts'

/** The unit itself: its facts, its processes, the far ends of simulated lines. */
export function systemEndpoints(app: FastifyInstance, parts: Parts): void {
  const { environment, clock, log, ask, stopping } = parts
  const startedAt = clock.now()

  app.get('/api/v1/system', async (): Promise<SystemFacts> => {
    const { bavail, blocks, bsize } = await statfs(environment.data)
    const { names, notAfter, caFingerprint } = parts.certificate
    return {
      version: VERSION,
      node: process.version,
      startedAt,
      addresses: environment.bind,
      storage: { freeBytes: bavail * bsize, totalBytes: blocks * bsize },
      certificate: { names, notAfter, caFingerprint },
    }
  })

  app.post('/api/v1/system/restart/:process', async (request) => {
    const { process: name } = request.params as { process: string }
    const who = whoAsks(request)
    if (!/^[a-z][a-z0-9-]{0,31}$/.test(name)) {
      throw new Refusal('not-found', 'There is no such process.')
    }
    log.warn({ process: name, by: who.login, from: who.address }, 'restart asked for on a page')
    const answer = await ask('supervisor', 'restart', { name, by: who.login }, stopping)
    if (!answer.ok) throw refusalBy('supervisor', answer.error)
    const text = message('event.restarted', { name })
    new AdminEvents(parts.store().records, clock).add({ ...originOf(request), text })
    return {}
  })

  app.get('/api/v1/sim', async (): Promise<SimAnswer> => {
    const answer = await ask('lines', 'sim', {}, stopping)
    if (!answer.ok) throw refusalBy('lines', answer.error)
    return answer.value
  })

  app.post('/api/v1/sim', async (request): Promise<SimAnswer> => {
    const command = checkSimCommand(request.body)
    if (!command.ok)
      throw new Refusal('bad-request', message('refusal.sim', { why: command.error }))
    if (command.value.action === 'record') {
      throw new Refusal('forbidden', 'Pages do not write files: record on the command line.')
    }
    const answer = await ask('lines', 'sim', command.value, stopping)
    if (!answer.ok) throw refusalBy('lines', answer.error)
    return answer.value
  })
}
