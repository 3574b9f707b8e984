import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ProcessSpec } from '../processes/backend.ts'
import { claimPidFile } from '../processes/process-identity.ts'
import { SpawnBackend } from '../processes/spawn-backend.ts'
import type { Program } from '../program.ts'
import { SetupError } from '../setup-error.ts'
import { watchClock } from './clock-watch.ts'
import { watchDisks } from './disk-watch.ts'
import { rotateLogs } from './log-rotation.ts'
import { Supervisor } from './supervisor.ts'
import { endPendingReset, supervisorVerbs } from './verbs.ts'

/** The supervisor's work on whatever table of processes it is given. It is ready at once: to answer how the others are. */
export function supervise(program: Program, table: readonly ProcessSpec[]): void {
  const { environment, clock, log, stopping } = program
  const { run } = environment
  const pidFile = join(run, 'supervisor.pid')
  const other = claimPidFile(pidFile)
  if (other) {
    throw new SetupError(`Process ${other.pid} supervises ${run} already.`, 'Stop that one first.')
  }
  const supervisor = new Supervisor(program, table, new SpawnBackend({ run, clock, log }))
  program.verbs(supervisorVerbs(program, supervisor))
  program.onStop(async () => {
    await supervisor.stop()
    for (const { name } of table) rmSync(join(run, `${name}.pid`), { force: true })
    rmSync(pidFile, { force: true })
  })
  supervisor.start()
  void endPendingReset(program, supervisor)
  const watch = { clock, log, signal: stopping, raise: program.raise, clear: program.clear }
  void watchDisks({ ...watch, disks: { data: environment.data, run } }) // ends with the program
  void watchClock(watch)
  void rotateLogs(join(run, 'log'), { clock, log, signal: stopping }) // ends with the program
  program.ready()
}
