import type { Bus } from './bus/bus.ts'
import { CommandError } from './bus/command-error.ts'
import type { CommandServer, Verb, Verbs } from './bus/command-socket.ts'
import { serveCommands } from './bus/command-socket.ts'
import type { Condition } from './bus/condition.ts'
import { connectBus } from './bus/connect.ts'
import { readCredentials } from './bus/credentials.ts'
import type { Clock } from './clock/clock.ts'
import { systemClock } from './clock/system-clock.ts'
import type { RaisedCondition } from './conditions.ts'
import { Conditions } from './conditions.ts'
import type { Environment } from './environment.ts'
import { readEnvironment } from './environment.ts'
import { giveBackMemory } from './give-back-memory.ts'
import type { Log } from './log.ts'
import { processLog } from './log.ts'
import type { MetricFamily } from './metrics.ts'
import { processMetrics } from './metrics.ts'
import { busCredentials, busSocket, commandSocket, makeRunDirectory } from './run-directory.ts'
import { EX_CONFIG, setupErrorOf } from './setup-error.ts'
import { VERSION } from './version.ts'

const STOP_MS = 4500 // the supervisor kills after 5 s

/** What a program's main.ts is handed: its surroundings, and how it tells the others about itself. */
export interface Program {
  readonly name: string
  readonly environment: Environment
  readonly clock: Clock
  readonly log: Log
  readonly bus: Bus
  /** Fires when the program is told to stop, before the `onStop` functions run. */
  readonly stopping: AbortSignal

  /** The program does its job from now on: `health` says so, and the supervisor goes on. */
  ready(): void

  /** Runs when the program is told to stop; the last one handed in runs first, each after the other, 4.5 s in all. */
  onStop(stop: () => void | Promise<void>): void

  /**
   * Answers these on the command socket from now on. `health`, `stop` and `metrics` are there already; `own-metrics` adds to what
   * the last one tells.
   */
  verbs(verbs: Verbs): void

  /**
   * Shows a condition, or shows it anew. `id` without the program's name: `ports-used-up` becomes `media/ports-used-up`. It stays on
   * the bus until cleared or the program ends, also over a broker's restart.
   */
  raise(condition: RaisedCondition): void

  /** Those that this program has raised. */
  readonly conditions: readonly Condition[]

  /** Takes a condition back, by the same `id`. Does nothing when it is not raised. */
  clear(id: string): void
}

/** What verb `health` answers. */
export interface Health {
  readonly name: string
  readonly pid: number
  /** UTC in milliseconds since 1970. */
  readonly startedAt: number
  readonly ready: boolean
  readonly version: string
  readonly conditions: readonly Condition[]
}

/**
 * Runs a program of the firmware until it is told to stop (SIGTERM, SIGINT, verb `stop`) or fails. Exit codes: 0 stopped, 1 a
 * defect or a stop that hung, 78 something a person must mend; why stands in the last line of the log.
 */
export async function runProgram(
  name: string,
  main: (program: Program) => void | Promise<void>,
): Promise<void> {
  const clock = systemClock
  const log = processLog(name, clock)
  exitOnDefects(log)
  const environment = readEnvironment()
  if (!environment.ok) return misconfigured(log, environment.error.join(' '))
  try {
    makeRunDirectory(environment.value.run)
    const { program, stop } = await open(name, environment.value, clock, log)
    process.on('SIGTERM', () => void stop('SIGTERM'))
    process.on('SIGINT', () => void stop('SIGINT'))
    await main(program)
  } catch (error) {
    const setup = setupErrorOf(error)
    if (setup) return misconfigured(log, `${setup.message} ${setup.remedy}`, setup.exitCode)
    log.fatal({ error }, 'could not start')
    process.exit(1)
  }
}

function exitOnDefects(log: Log): void {
  const die = (error: unknown) => {
    log.fatal({ error }, 'a defect: the program ends')
    process.exit(1)
  }
  process.on('uncaughtException', die)
  process.on('unhandledRejection', die)
}

function misconfigured(log: Log, text: string, code = EX_CONFIG): never {
  log.fatal({}, text)
  process.exit(code)
}

async function open(
  name: string,
  environment: Environment,
  clock: Clock,
  log: Log,
): Promise<{ program: Program; stop: (why: string) => Promise<void> }> {
  const { run } = environment
  const stopping = new AbortController()
  const stops: (() => void | Promise<void>)[] = []
  const startedAt = clock.now()
  let ready = false

  const bus = connectBus({
    path: busSocket(run),
    credentials: () => readCredentials(busCredentials(run, name)),
    clock,
    log,
  })
  const conditions = new Conditions(name, bus, clock)
  conditions.tidy(stopping.signal)
  const health = (): Health => ({
    name,
    pid: process.pid,
    startedAt,
    ready,
    version: VERSION,
    conditions: conditions.all,
  })
  const stop = once(async (why: string) => {
    log.info({ why }, 'stopping')
    clock.after(STOP_MS, () => {
      log.error({}, `did not stop within ${STOP_MS} ms`)
      process.exit(1)
    })
    stopping.abort(new CommandError('stopping', 'The program is stopping.'))
    for (const part of stops.reverse()) await part()
    await bus.close()
    await server.close()
    log.info({}, 'stopped')
    process.exit(0)
  })
  const verbs: Record<string, Verb> = {
    health,
    metrics: async (...asked) => [
      ...processMetrics(name, startedAt),
      ...(((await verbs['own-metrics']?.(...asked)) as readonly MetricFamily[] | undefined) ?? []),
    ],
    stop: () => {
      setImmediate(() => void stop('asked to')) // the answer leaves first
    },
  }
  const server: CommandServer = await serveCommands({
    path: commandSocket(run, name),
    name,
    verbs,
    log,
    clock,
  })
  const program: Program = {
    name,
    environment,
    clock,
    log,
    bus,
    stopping: stopping.signal,
    ready: () => {
      if (ready) return
      log.info({ ms: Math.round(clock.now() - startedAt) }, 'ready')
      ready = true
      giveBackMemory(clock)
    },
    onStop: (part) => void stops.push(part),
    verbs: (more) => void Object.assign(verbs, more),
    get conditions() {
      return conditions.all
    },
    raise: (raised) => conditions.raise(raised),
    clear: (id) => conditions.clear(id),
  }
  return { program, stop }
}

function once<Args extends unknown[]>(
  run: (...args: Args) => Promise<void>,
): (...args: Args) => Promise<void> {
  let running: Promise<void> | undefined
  return (...args) => {
    running ??= run(...args)
    return running
  }
}
