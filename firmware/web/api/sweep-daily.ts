import type { FastifyInstance } from 'fastify'
import type { Timer } from '../../clock/clock.ts'
import type { Store } from '../../store/store.ts'
import type { Parts } from '../server/parts.ts'

const SWEEP_MS = 86_400_000

/** Once a day, while the web process runs: files that nothing points to any more go. `failed` is logged when they cannot. */
export function sweepDaily(
  app: FastifyInstance,
  { clock, unit, log }: Pick<Parts, 'clock' | 'unit' | 'log'>,
  shelf: { sweep(store: Store): void },
  failed: string,
): void {
  let timer: Timer | undefined
  const later = () => {
    timer = clock.after(SWEEP_MS, () => {
      try {
        if (unit.store) shelf.sweep(unit.store)
      } catch (error) {
        log.warn({ error }, failed)
      }
      later()
    })
  }
  app.addHook('onReady', async () => later())
  app.addHook('onClose', async () => timer?.cancel())
}
