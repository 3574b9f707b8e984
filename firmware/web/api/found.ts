import type { FastifyInstance } from 'fastify'
import type { Parts } from '../server/parts.ts'
import { Refusal } from '../server/refusal.ts'
import { refusalBy } from './live/unavailable.ts'

/** Hides a telephone of *Found on your network*; the list itself is a live topic. */
export function foundEndpoints(app: FastifyInstance, parts: Parts): void {
  app.post('/api/v1/found/:id/dismiss', async (request) => {
    const { id } = request.params as { id: string }
    if (!/^[0-9a-f]{16}$/.test(id)) throw new Refusal('not-found', 'There is no such telephone.')
    const answer = await parts.ask('exchange', 'found-dismiss', { id }, parts.stopping)
    if (!answer.ok) throw refusalBy('exchange', answer.error)
    return {}
  })
}
