import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { silentLog } from '../../log.ts'
import { claimPidFile, readPidFile } from '../../processes/process-identity.ts'
import { programSpec } from '../../processes/program-spec.ts'
import { SpawnBackend } from '../../processes/spawn-backend.ts'
import { Unit } from '../../processes/unit.ts'
import { makeRunDirectory } from '../../run-directory.ts'
import type { CliIo } from '../command.ts'
import { EXIT } from '../command.ts'
import { checkDataDirectory } from './data-directory.ts'
import { endAll } from './end-all.ts'
import { follow } from './follow.ts'
import type { Terminal } from './terminal.ts'

export interface RunOptions {
  /** The supervisor's main.ts. */
  readonly supervisor: string
  readonly terminal: Terminal
}

const STOP_MS = 5000

/**
 * Starts the server, or finds the one that a killed `run` left behind, and keeps its supervisor alive until a person stops it.
 * @returns the exit code: 0 stopped, 1 it cannot run here and why was said
 */
export async function runServer(io: CliIo, options: RunOptions): Promise<number> {
  const { environment, clock, stderr } = io
  const { data, run } = environment
  checkDataDirectory(data)
  makeRunDirectory(run)
  const claims = [join(data, 'run.pid'), join(run, 'run.pid')]
  for (const claim of claims) {
    const other = claimPidFile(claim)
    if (!other) continue
    stderr(`strowger: it runs already on ${data}: process ${other.pid}. 'strowger stop' ends it.\n`)
    return EXIT.failed
  }

  const attached = readPidFile(join(run, 'supervisor.pid')) !== undefined
  const unit = new Unit({
    spec: supervisorSpec(io, options),
    backend: new SpawnBackend({ run, clock, log: silentLog }),
    clock,
    log: silentLog,
    changed: () => {},
  })
  const stopping = stopSignal()
  unit.start()
  const failure = await follow(io, { ...options, unit, attached, stopping })
  await unit.stop(STOP_MS)
  await endAll(run, clock)
  for (const claim of claims) rmSync(claim, { force: true })
  if (failure === undefined) return EXIT.ok
  stderr(`strowger: ${failure}\n`)
  return EXIT.failed
}

function supervisorSpec({ environment, clock }: CliIo, { supervisor }: RunOptions) {
  const spec = programSpec('supervisor', {
    run: environment.run,
    clock,
    vital: true,
    stopTurn: 0,
    stopMs: STOP_MS,
    main: supervisor,
  })
  return { ...spec, variables: { ...spec.variables, STROWGER_DATA: environment.data } }
}

/** Fires when a person or the system wants an end. A terminal that closes, or a connection that breaks, ends no telephone call. */
function stopSignal(): AbortController {
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort())
  process.on('SIGHUP', () => {})
  return stopping
}
