import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { command } from '../bus/command.ts'
import type { Condition } from '../bus/condition.ts'
import type { Clock } from '../clock/clock.ts'
import type { Environment } from '../environment.ts'
import { readPidFile } from '../processes/process-identity.ts'
import type { SupervisorStatus } from '../processes/supervisor-status.ts'
import type { LastExit, UnitState } from '../processes/unit.ts'
import type { Health } from '../program.ts'
import { commandSocket } from '../run-directory.ts'

/** What `status --json` prints. Kept stable: others read it. */
export interface InstanceStatus {
  /** Short name of the instance, the same for the same data directory. */
  readonly instance: string
  readonly data: string
  readonly run: string
  readonly ready: boolean
  readonly processes: readonly ShownProcess[]
  readonly conditions: readonly Condition[]
}

export interface ShownProcess {
  readonly name: string
  readonly pid: number | null
  /** `unsupervised`: it goes on while the supervisor is dead. */
  readonly state: UnitState | 'unsupervised'
  readonly ready: boolean
  /** UTC in milliseconds since 1970. */
  readonly since: number
  readonly restarts: number
  readonly lastExit: LastExit | null
}

const TIMEOUT_MS = 3000

/** How an instance is, asked of its supervisor, or of each process while there is none. Undefined: nothing of it runs. */
export async function readStatus(
  { data, run }: Pick<Environment, 'data' | 'run'>,
  clock: Clock,
): Promise<InstanceStatus | undefined> {
  const head = { instance: basename(run), data, run }
  const ask = (verb: string) =>
    command(commandSocket(run, 'supervisor'), verb, {}, { timeoutMs: TIMEOUT_MS, clock })
  const [health, status] = await Promise.all([ask('health'), ask('status')])
  if (!health.ok || !status.ok) {
    const processes = await leftAlone(run, clock)
    if (!processes.some(({ state }) => state === 'unsupervised')) return undefined
    return { ...head, ready: false, processes, conditions: [] }
  }
  const { pid, ready, startedAt } = health.value as Health
  const { processes, conditions, ...rest } = status.value as SupervisorStatus
  const supervisor: ShownProcess = {
    name: 'supervisor',
    pid,
    state: ready ? 'ready' : 'starting',
    ready,
    since: startedAt,
    restarts: 0,
    lastExit: null,
  }
  return {
    ...head,
    ready: rest.ready && ready,
    processes: [supervisor, ...processes.map(shown)],
    conditions,
  }
}

function shown({ name, pid, state, ready, since, restarts, lastExit }: ShownProcess): ShownProcess {
  return { name, pid, state, ready, since, restarts, lastExit }
}

/** The processes that pid files name, without a supervisor. */
async function leftAlone(run: string, clock: Clock): Promise<ShownProcess[]> {
  const names = pidFiles(run).filter((name) => name !== 'run')
  return Promise.all(
    names.map(async (name): Promise<ShownProcess> => {
      const pid = readPidFile(join(run, `${name}.pid`))?.pid ?? null
      const socket = commandSocket(run, name)
      const health = await command(socket, 'health', {}, { timeoutMs: TIMEOUT_MS, clock })
      const { ready = false, startedAt = 0 } = health.ok ? (health.value as Health) : {}
      const state = pid === null ? 'stopped' : 'unsupervised'
      return { name, pid, state, ready, since: startedAt, restarts: 0, lastExit: null }
    }),
  )
}

/** Names of the pid files in a run directory. */
export function pidFiles(run: string): string[] {
  if (!existsSync(run)) return []
  return readdirSync(run)
    .filter((file) => file.endsWith('.pid'))
    .map((file) => file.slice(0, -'.pid'.length))
    .sort()
}
