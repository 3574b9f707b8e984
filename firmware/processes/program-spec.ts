import { command } from '../bus/command.ts'
import type { Clock } from '../clock/clock.ts'
import type { Health } from '../program.ts'
import { commandSocket } from '../run-directory.ts'
import type { Probe, ProcessSpec } from './backend.ts'

/**
 * For programs that allocate little: a new generation of 1 MB instead of 16 MB saves 25 MB each (57 MB PSS to 32 MB for one that
 * has loaded `firmware/program.ts`, Node 24, 2026-11-22).
 */
const SMALL = ['--max-semi-space-size=1']

/**
 * malloc makes an arena for each thread that asks while another is busy, and Node has eight threads: one arena for all saves 7 of 216 MB in all our
 * processes (2026-11-23).
 */
const ONE_ARENA = { MALLOC_ARENA_MAX: '1' }

export interface ProgramOptions {
  readonly run: string
  readonly clock: Clock
  readonly vital: boolean
  readonly stopTurn: number
  readonly stopMs?: number
  /** Its main.ts. */
  readonly main: string
  /** Arguments for Node; left out for `SMALL`. */
  readonly node?: readonly string[]
  /** Of the environment; left out for `ONE_ARENA`. */
  readonly variables?: Readonly<Record<string, string>>
  /** Verb that it is sent before everything stops. */
  readonly farewell?: string
}

const FAREWELL_MS = 1200

/** A program made with `runProgram`, asked over its command socket. */
export function programSpec(name: string, options: ProgramOptions): ProcessSpec {
  const { run, clock, vital, stopTurn, stopMs = 1200, main, node = SMALL, farewell } = options
  const { variables = ONE_ARENA } = options
  const ask = (verb: string, timeoutMs: number) =>
    command(commandSocket(run, name), verb, {}, { timeoutMs, clock })
  return {
    name,
    command: [process.execPath, '--expose-gc', ...node, main],
    variables,
    vital,
    stopTurn,
    stopMs,
    ...(farewell && { farewell: async () => void (await ask(farewell, FAREWELL_MS)) }),
    probe: async (timeoutMs): Promise<Probe> => {
      const answer = await ask('health', timeoutMs)
      if (!answer.ok) return { answered: false }
      const { ready, conditions } = answer.value as Health
      return { answered: true, ready, conditions }
    },
  }
}
