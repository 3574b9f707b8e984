import { connectBus } from '../bus/connect.ts'
import { readCredentials } from '../bus/credentials.ts'
import { HERE, topics } from '../bus/topics.ts'
import type { Clock } from '../clock/clock.ts'
import { silentLog } from '../log.ts'
import { busCredentials, busSocket } from '../run-directory.ts'

const PATIENCE_MS = 1000

/** Tells the running processes of a commit. Without a broker nobody is told, and they find out when they meet it again. */
export async function tellChanged(revision: number, run: string, clock: Clock): Promise<void> {
  const bus = connectBus({
    path: busSocket(run),
    credentials: () => readCredentials(busCredentials(run, 'cli')),
    clock,
    log: silentLog,
  })
  const waiting = new AbortController()
  bus.publish(topics.configChanged, { site: HERE }, { revision })
  await new Promise<void>((resolve) => {
    const timer = clock.after(PATIENCE_MS, resolve)
    bus.whenConnected(() => {
      timer.cancel()
      resolve()
    }, waiting.signal)
  })
  waiting.abort()
  await bus.close()
}
