import type { FastifyInstance } from 'fastify'
import type { Measure, Measured } from '../../contract.ts'
import type { Parts } from '../../server/parts.ts'
import { numberOf } from '../config-query.ts'
import { Sampler } from './sampler.ts'

/** Calls, CPU and memory of the last day, for the charts. */
export function measureEndpoints(app: FastifyInstance, { clock, ask, stopping }: Parts): void {
  const sampler = new Sampler({ clock, ask, stopping })
  app.addHook('onReady', async () => sampler.start())
  app.addHook('onClose', async () => sampler.stop())

  app.get('/api/v1/measures', (request): Measured => {
    const hours = numberOf(request.query as Record<string, unknown>, 'hours', 1, 24, 1)
    return sampler.measured(hours)
  })
  app.get('/api/v1/measures/now', (): Promise<Measure> => sampler.now())
}
