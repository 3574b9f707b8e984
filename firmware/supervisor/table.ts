import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readCredentials } from '../bus/credentials.ts'
import type { Clock } from '../clock/clock.ts'
import type { Environment } from '../environment.ts'
import type { Probe, ProcessSpec } from '../processes/backend.ts'
import { programSpec } from '../processes/program-spec.ts'
import { busCredentials, busSocket } from '../run-directory.ts'
import { probeBroker } from './broker-probe.ts'

/** What the firmware consists of beside the supervisor, in the order in which it is shown. */
export function processTable(
  { run, console }: Pick<Environment, 'run' | 'console'>,
  brokerConfig: string,
  clock: Clock,
): ProcessSpec[] {
  const shared = { run, clock }
  const wired = { ...shared, main: main('console'), vital: false, stopTurn: 0 }
  return [
    brokerSpec(run, brokerConfig, clock),
    programSpec('host', { ...shared, main: main('host'), vital: false, stopTurn: 1 }),
    programSpec('lines', { ...shared, main: main('lines'), vital: true, stopTurn: 1 }),
    programSpec('media', {
      ...shared,
      main: main('media'),
      vital: true,
      stopTurn: 1,
      variables: { MALLOC_ARENA_MAX: '16' }, // its threads wait for nobody's lock
    }),
    programSpec('exchange', {
      ...shared,
      main: main('exchange'),
      vital: true,
      stopTurn: 0,
      stopMs: 2000,
      farewell: 'release-all', // a call whose media ends must not stand on the phones
      node: ['--max-semi-space-size=16'],
    }),
    programSpec('web', {
      ...shared,
      main: main('web'),
      vital: false,
      stopTurn: 0,
      node: ['--max-semi-space-size=4'],
    }),
    ...(console ? [programSpec('console', wired)] : []),
  ]
}

const main = (name: string) => fileURLToPath(new URL(`../${name}/main.ts`, import.meta.url))

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
