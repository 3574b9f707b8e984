import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { command } from '../../firmware/bus/command.ts'
import { systemClock as clock } from '../../firmware/clock/system-clock.ts'
import { readPidFile } from '../../firmware/processes/process-identity.ts'
import type { SupervisorStatus } from '../../firmware/processes/supervisor-status.ts'
import type { UnitStatus } from '../../firmware/processes/unit.ts'
import { commandSocket, logFile } from '../../firmware/run-directory.ts'

const fixture = fileURLToPath(new URL('fixtures/supervisor.ts', import.meta.url))
const PATIENCE_MS = 60_000 // for a machine that does much else

/** A supervisor with dummies in a run directory of its own. `close` leaves nothing behind. */
export class Instance {
  readonly run: string
  readonly #dummies: string
  supervisor: ChildProcess | undefined

  constructor(dummies: string) {
    this.run = mkdtempSync(join(tmpdir(), 'strowger-'))
    this.#dummies = dummies
  }

  get environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      STROWGER_DATA: join(this.run, 'data'),
      STROWGER_RUN: this.run,
      STROWGER_BIND: '127.0.0.1',
      DUMMIES: this.#dummies,
      TEST_PID: `${process.pid}`,
    }
  }

  /** Starts the supervisor, not waiting for anything. */
  start(): ChildProcess {
    mkdirSync(join(this.run, 'log'), { recursive: true, mode: 0o700 })
    const log = openSync(logFile(this.run, 'supervisor'), 'a')
    const env = this.environment
    this.supervisor = spawn(process.execPath, [fixture], {
      env,
      stdio: ['ignore', log, log],
      detached: true,
    })
    closeSync(log)
    return this.supervisor
  }

  async status(): Promise<SupervisorStatus | undefined> {
    const socket = commandSocket(this.run, 'supervisor')
    const answer = await command(socket, 'status', {}, { timeoutMs: 30_000, clock })
    return answer.ok ? (answer.value as SupervisorStatus) : undefined
  }

  /** Waits until the status is as wanted; answers it. */
  async until(wanted: (status: SupervisorStatus) => boolean): Promise<SupervisorStatus> {
    const giveUp = clock.uptime() + PATIENCE_MS
    for (;;) {
      const status = await this.status()
      if (status && wanted(status)) return status
      if (clock.uptime() > giveUp) throw new Error(`waited in vain: ${JSON.stringify(status)}`)
      await clock.sleep(20)
    }
  }

  ready(): Promise<SupervisorStatus> {
    return this.until((status) => status.ready)
  }

  async process(name: string): Promise<UnitStatus> {
    return processOf(await this.until(() => true), name)
  }

  /** Ends everything that was ever started here, whatever state it is in. */
  async close(): Promise<void> {
    await command(commandSocket(this.run, 'supervisor'), 'stop', {}, { timeoutMs: 2000, clock })
    const names = readdirSync(this.run).filter((name) => name.endsWith('.pid'))
    const giveUp = clock.uptime() + 6000
    const alive = () => names.flatMap((name) => readPidFile(join(this.run, name)) ?? [])
    while (alive().length && clock.uptime() < giveUp) await clock.sleep(20)
    for (const { pid } of alive()) process.kill(pid, 'SIGKILL')
    rmSync(this.run, { recursive: true, force: true })
  }
}

export function processOf(status: SupervisorStatus, name: string): UnitStatus {
  const found = status.processes.find((process) => process.name === name)
  if (!found) throw new Error(`no process ${name}`)
  return found
}

/** Resolves when a process has ended. */
export function ended(child: ChildProcess): Promise<{ code: number | null }> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return Promise.resolve({ code: child.exitCode })
  }
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code })))
}
