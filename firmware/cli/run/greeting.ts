import { command } from '../../bus/command.ts'
import type { Clock } from '../../clock/clock.ts'
import type { Environment } from '../../environment.ts'
import type { ShownLine } from '../../gateway/shown-line.ts'
import type { Overview } from '../../phones/live-phone.ts'
import { commandSocket } from '../../run-directory.ts'
import type { CliIo } from '../command.ts'
import { webAddress } from './progress.ts'

const LIMIT_MS = 1000

export interface Greeting {
  readonly lines: readonly string[]
  /** There is a simulated outside line that a key may ring. */
  readonly canRing: boolean
}

/** What a newcomer can do with the server that has just started, on as many lines as there is something to say. */
export async function greeting({ environment, clock }: CliIo): Promise<Greeting> {
  const ask = <T>(program: string, verb: string) => answerOf<T>(environment, clock, program, verb)
  const lines = (await ask<readonly ShownLine[]>('lines', 'lines')) ?? []
  const overview = await ask<Overview>('exchange', 'overview')
  return {
    lines: [
      ...(await signIn(environment, clock)),
      ...ports(lines),
      ...(overview ? phones(overview) : []),
      ...(overview ? firstTry(overview, environment, lines) : []),
    ],
    canRing: simulatedOutside(lines) !== undefined,
  }
}

/** Rings the first simulated outside line, as a caller from the city; in words what happens, or why not. */
export async function ringOutsideLine({ environment, clock }: CliIo): Promise<string> {
  const lines = (await answerOf<readonly ShownLine[]>(environment, clock, 'lines', 'lines')) ?? []
  const line = simulatedOutside(lines)
  if (line === undefined) return '(there is no simulated outside line to ring)'
  const ring = { line, action: 'ring', number: '2125550142', name: 'Jane Doe' }
  const socket = commandSocket(environment.run, 'lines')
  const rung = await command(socket, 'sim', ring, { timeoutMs: LIMIT_MS, clock })
  return rung.ok ? `(${line} rings: Jane Doe, 212 555 0142)` : `(${rung.error.text})`
}

function simulatedOutside(lines: readonly ShownLine[]): string | undefined {
  return lines.find(({ kind, driver }) => kind === 'fxo' && driver === 'sim')?.line
}

async function answerOf<T>(
  { run }: Environment,
  clock: Clock,
  program: string,
  verb: string,
): Promise<T | undefined> {
  const answer = await command(
    commandSocket(run, program),
    verb,
    {},
    { timeoutMs: LIMIT_MS, clock },
  )
  return answer.ok ? (answer.value as T) : undefined
}

/** While nobody has claimed the unit, whoever started it may know how. */
async function signIn(environment: Environment, clock: Clock): Promise<string[]> {
  try {
    const { readSetUp } = await import('../read-set-up.ts')
    const state = await readSetUp(environment, clock)
    if (state?.state !== 'unclaimed') return []
    return [`Sign in   ${webAddress(environment)}     ${state.login} / ${state.firstPassword}`]
  } catch {
    return [] // what is wrong with the store is said as a condition
  }
}

function ports(lines: readonly ShownLine[]): string[] {
  if (lines.length === 0) return []
  const count = (wanted: 'fxs' | 'fxo') => lines.filter(({ kind }) => kind === wanted).length
  const simulated = lines.every(({ driver }) => driver === 'sim') ? ', simulated' : ''
  return [
    `Lines     ${count('fxs')} FXS, ${count('fxo')} FXO${simulated}; 'bin/strowger lines' shows them`,
  ]
}

function phones({ phones: count }: Overview): string[] {
  return [`Phones    ${count} in this office; 'bin/strowger phones' lists them`]
}

function firstTry(
  { first, second, test }: Overview,
  { bind, sipPort }: Environment,
  lines: readonly ShownLine[],
): string[] {
  const address = bind.find((each) => !each.startsWith('127.')) ?? bind[0]
  const dial = [second && `dial ${second}`, test && `${test} for the echo test`].filter(Boolean)
  const bySip =
    first === undefined
      ? []
      : [
          `register a SIP phone as ${first} at ${address} port ${sipPort}; ${dial.join(', ')}`,
          `its password: bin/strowger secret handset ${first}`,
        ]
  const analog = lines.find(({ kind, driver }) => kind === 'fxs' && driver === 'sim')?.line
  const byLine = analog
    ? [`bin/strowger sim ${analog} lift; … dial ${test ?? second ?? '0'}; … listen`]
    : []
  return [...byLine, ...bySip].map(
    (text, index) => `${index === 0 ? 'Try it' : '      '}    ${text}`,
  )
}
