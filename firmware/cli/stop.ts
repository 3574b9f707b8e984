import { join } from 'node:path'
import { command } from '../bus/command.ts'
import { isAlive, readPidFile } from '../processes/process-identity.ts'
import { commandSocket } from '../run-directory.ts'
import type { CliCommand, CliIo } from './command.ts'
import { EXIT } from './command.ts'
import { pidFiles } from './read-status.ts'
import { endAll } from './run/end-all.ts'

const PATIENCE_MS = 8000

export const stop: CliCommand = {
  name: 'stop',
  summary: 'stop the telephone server of this data directory',
  usage: '',
  async run(_args, io) {
    const { environment, json, stdout } = io
    const alive = () => processes(environment.run).length
    const found = alive()
    if (found) await stopAll(io)
    const left = alive()
    if (json) stdout(`${JSON.stringify({ stopped: found - left, left })}\n`)
    else if (!found) stdout(`nothing runs on ${environment.data}\n`)
    else stdout(left ? `${left} processes are still there\n` : 'stopped\n')
    return left ? EXIT.failed : EXIT.ok
  },
}

function processes(run: string) {
  return pidFiles(run).flatMap((name) => readPidFile(join(run, `${name}.pid`)) ?? [])
}

/** By whoever is in charge: `run`, else the supervisor; whoever then is left is ended one by one. */
async function stopAll({ environment: { run }, clock }: CliIo): Promise<void> {
  const runner = readPidFile(join(run, 'run.pid'))
  const supervisor = readPidFile(join(run, 'supervisor.pid'))
  if (runner) process.kill(runner.pid, 'SIGTERM')
  else await command(commandSocket(run, 'supervisor'), 'stop', {}, { timeoutMs: 2000, clock })
  const inCharge = runner ?? supervisor
  const giveUp = clock.uptime() + PATIENCE_MS
  while (inCharge && isAlive(inCharge) && clock.uptime() < giveUp) await clock.sleep(50)
  await endAll(run, clock)
}
