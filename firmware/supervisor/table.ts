import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { command } from '../bus/command.ts'
import { readCredentials } from '../bus/credentials.ts'
import type { Clock } from '../clock/clock.ts'
import type { Health } from '../program.ts'
import { busCredentials, busSocket, commandSocket } from '../run-directory.ts'
import type { Probe, ProcessSpec } from './backend.ts'
import { probeBroker } from './broker-probe.ts'

/** What the firmware consists of beside the supervisor, in the order in which it is shown. */
export function processTable(run: string, brokerConfig: string, clock: Clock): ProcessSpec[] {
  return [
    brokerSpec(run, brokerConfig, clock),
    programSpec('host', { run, clock, vital: false, stopTurn: 1 }),
    programSpec('media', { run, clock, vital: true, stopTurn: 1 }),
    programSpec('exchange', { run, clock, vital: true, stopTurn: 0, stopMs: 2500 }),
  ]
}

export interface ProgramOptions {
  readonly run: string
  readonly clock: Clock
  readonly vital: boolean
  readonly stopTurn: number
  readonly stopMs?: number
  /** Its main.ts; left out for `firmware/<name>/main.ts`. */
  readonly main?: string
}

/** A program made with `runProgram`, asked over its command socket. */
export function programSpec(name: string, options: ProgramOptions): ProcessSpec {
  const { run, clock, vital, stopTurn, stopMs = 1200 } = options
  const main = options.main ?? fileURLToPath(new URL(`../${name}/main.ts`, import.meta.url))
  return {
    name,
    command: [process.execPath, main],
    vital,
    stopTurn,
    stopMs,
    probe: async (timeoutMs): Promise<Probe> => {
      const answer = await command(commandSocket(run, name), 'health', {}, { timeoutMs, clock })
      if (!answer.ok) return { answered: false }
      const { ready, conditions } = answer.value as Health
      return { answered: true, ready, conditions }
    },
  }
}

/** Mosquitto, asked by signing in. */
export function brokerSpec(run: string, config: string, clock: Clock): ProcessSpec {
  return {
    name: 'broker',
    command: [findProgram('mosquitto'), '-c', config],
    vital: false,
    stopTurn: 2,
    stopMs: 500,
    probe: async (timeoutMs): Promise<Probe> => {
      const account = readCredentials(busCredentials(run, 'supervisor'))
      const answered = await probeBroker(busSocket(run), account, clock, timeoutMs)
      return answered ? { answered, ready: true } : { answered }
    },
  }
}

/** Debian keeps daemons in /usr/sbin, which is not in everybody's PATH. The bare name when it is nowhere. */
function findProgram(name: string): string {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  for (const folder of folders) {
    const path = join(folder, name)
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {
      // not here: the next folder
    }
  }
  return name
}
