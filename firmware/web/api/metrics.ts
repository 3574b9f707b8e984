import type { FastifyInstance } from 'fastify'
import type { MetricFamily } from '../../metrics.ts'
import { merged, OPEN_METRICS, openMetrics } from '../../metrics.ts'
import type { Parts } from '../server/parts.ts'

/** Every process that tells anything of itself. */
const PROCESSES = ['exchange', 'media', 'lines', 'web', 'host', 'console']

/** Counters of all processes for programs that gather such things; what is away is left out, and says so. */
export function metricsEndpoint(app: FastifyInstance, { ask, stopping }: Parts): void {
  app.get('/api/v1/metrics', async (_request, reply) => {
    const answers = await Promise.all(
      PROCESSES.map(async (name) => ({ name, answer: await ask(name, 'metrics', {}, stopping) })),
    )
    const up: MetricFamily = {
      name: 'strowger_process_up',
      kind: 'gauge',
      help: 'Whether a process answers',
      samples: answers.map(({ name, answer }) => ({
        labels: { process: name },
        value: answer.ok ? 1 : 0,
      })),
    }
    const told = answers.flatMap(({ answer }) =>
      answer.ok && Array.isArray(answer.value) ? (answer.value as MetricFamily[]) : [],
    )
    return reply.type(OPEN_METRICS).send(openMetrics(merged([up, ...told])))
  })
}
