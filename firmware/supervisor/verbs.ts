import { command } from '../bus/command.ts'
import { CommandError } from '../bus/command-error.ts'
import type { Verbs } from '../bus/command-socket.ts'
import type { Program } from '../program.ts'
import { commandSocket } from '../run-directory.ts'
import { condition } from '../words/condition.ts'
import { beginReset, finishReset, resetIsPending } from './factory-reset.ts'
import { PowerPlan } from './power-plan.ts'
import { readPowerRequest } from './power-request.ts'
import { restoreSnapshot, SNAPSHOT_NAME } from './restore-snapshot.ts'
import type { Supervisor } from './supervisor.ts'

const ASK_MS = 5000

/** What the supervisor's command socket answers. Whoever may connect to it has signed a person in before it asks for more than `status`. */
export function supervisorVerbs(program: Program, supervisor: Supervisor): Verbs {
  const { environment, clock, log } = program
  let restarting = false
  const restartNow = async (between?: () => void) => {
    restarting = true
    try {
      await supervisor.restartAll(between)
    } finally {
      restarting = false
    }
  }
  const restartAll = (between?: () => void) => {
    if (plan.current && plan.current.state !== 'begun') plan.cancel('a restart') // RST-12
    restarting = true
    setImmediate(() => void restartNow(between)) // the answer leaves first
  }
  const plan = new PowerPlan({
    clock,
    log,
    ask: (process, verb, args = {}) =>
      command(commandSocket(environment.run, process), verb, args, { timeoutMs: ASK_MS, clock }),
    restartAll: () => {
      refuseTwo()
      return restartNow()
    },
    raise: program.raise,
    clear: program.clear,
  })
  const refuseTwo = () => {
    if (restarting) throw new CommandError('busy', 'Everything is being restarted already.')
  }
  return {
    status: () => supervisor.status,
    /** One process, by name. */
    restart: async (args) => {
      const name = textOf(args, 'name')
      const unit = supervisor.unit(name)
      if (!unit) throw new CommandError('unknown-process', `There is no process '${name}'.`)
      log.warn({ process: name, by: textOf(args, 'by') }, 'restart asked for')
      await unit.restart()
    },
    /** All processes but this one. Calls are released first. */
    'restart-all': (args) => {
      refuseTwo()
      log.warn({ by: textOf(args, 'by') }, 'restart of everything asked for')
      restartAll()
    },
    /** What is planned, and whether all processes do their jobs. */
    power: () => ({ plan: plan.current ?? null, ready: supervisor.status.ready }),
    /** A restart or shutdown, now, at a time or when all calls have ended (RST rows). */
    'power-plan': (args) => {
      refuseTwo()
      return plan.plan(readPowerRequest(args))
    },
    'power-cancel': (args) => ({ plan: plan.cancel(textOf(args, 'by')) ?? null }),
    /** Erases all settings, users and files and starts anew, unclaimed (FDEF-3). */
    'factory-reset': (args) => {
      refuseTwo()
      const reset = { at: clock.now(), by: textOf(args, 'by'), from: textOf(args, 'from') }
      log.warn(reset, 'factory reset asked for')
      beginReset(environment, reset)
      restartAll(() => erase(program))
    },
    /** The configuration as one of this unit's rescue files has it; everything stops meanwhile. */
    'restore-snapshot': (args) => {
      refuseTwo()
      const file = textOf(args, 'file')
      if (!SNAPSHOT_NAME.test(file)) {
        throw new CommandError('bad-arguments', 'Name a snapshot of this unit.')
      }
      log.warn({ file, by: textOf(args, 'by'), from: textOf(args, 'from') }, 'restore asked for')
      restartAll(() => restoreSnapshot(program, file))
    },
  }
}

/** Ends a factory reset that a power cut or the end of a supervisor interrupted. */
export async function endPendingReset(program: Program, supervisor: Supervisor): Promise<void> {
  if (!resetIsPending(program.environment)) return
  program.log.warn({}, 'a factory reset was interrupted: it goes on')
  await supervisor.restartAll(() => erase(program)) // others of it may run, adopted
}

function erase(program: Program): void {
  try {
    program.log.warn(finishReset(program.environment), 'factory reset done')
    program.clear('factory-reset')
  } catch (error) {
    program.log.error({ error }, 'the factory reset could not be ended')
    program.raise(condition('factory-reset', { why: (error as Error).message }))
  }
}

function textOf(args: unknown, name: string): string {
  const value = (args as Record<string, unknown> | null | undefined)?.[name]
  return typeof value === 'string' ? value.slice(0, 128) : ''
}
