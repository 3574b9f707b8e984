import { join } from 'node:path'
import type { Clock } from '../../clock/clock.ts'
import { isAlive, readPidFile } from '../../processes/process-identity.ts'
import { pidFiles } from '../read-status.ts'

/** Ends what a supervisor that died or hung left behind: SIGTERM, and SIGKILL after `patienceMs`. */
export async function endAll(run: string, clock: Clock, patienceMs = 2000): Promise<void> {
  const left = pidFiles(run)
    .filter((name) => name !== 'run')
    .flatMap((name) => readPidFile(join(run, `${name}.pid`)) ?? [])
  for (const { pid } of left) process.kill(pid, 'SIGTERM')
  const giveUp = clock.uptime() + patienceMs
  while (left.some(isAlive) && clock.uptime() < giveUp) await clock.sleep(20)
  for (const identity of left) {
    if (isAlive(identity)) process.kill(identity.pid, 'SIGKILL')
  }
}
