import type { ShownLine } from '../gateway/shown-line.ts'
import type { Instance } from './instance.ts'
import type { Say } from './say.ts'
import { type FarEnd, SimOffice, SimPhone } from './sim-line.ts'
import { until } from './wait.ts'

const LEVEL = -10 // dBm0, of what each of the three says
const CALLER = { number: '2025550123', name: 'JANE ROE', hz: 1300 }
const LOBBY = { line: 'fxs-1', hz: 600 }
const WORKBENCH = { line: 'fxs-2', number: '108', hz: 1000 }
const WITHIN_DB = 1 // of the level that was sent

const DIAL_TONE = [350, 440]
const RINGBACK = [440, 480]
const REORDER = [480, 620]

/**
 * The simulated central office rings: one analog telephone answers and transfers the call to another with a hook flash; the caller hangs
 * up. @returns whether everybody heard what they should
 */
export async function outsideCall(server: Instance, say: Say): Promise<boolean> {
  const ask = (act: object) => server.ask('lines', 'sim', act)
  const office = new SimOffice('fxo-1', ask)
  const lobby = new SimPhone(LOBBY.line, ask)
  const workbench = new SimPhone(WORKBENCH.line, ask)
  await office.says(CALLER.hz, LEVEL)
  await lobby.says(LOBBY.hz, LEVEL)
  await workbench.says(WORKBENCH.hz, LEVEL)
  const hears = listener(say)

  say(`● the central office rings ${office.name}: ${CALLER.name}, ${CALLER.number}\n`)
  await office.ring(CALLER.number, CALLER.name)
  const shown = await until('caller ID', async () => {
    const { callerNumber, callerName } = await lobby.hearing()
    return callerName !== '' && `${callerName}, ${callerNumber}`
  })
  say(`● ${lobby.name} rings and shows ${shown}; it answers\n`)
  await lobby.lift()
  const met = [
    await hears(lobby, CALLER.hz, 'the caller'),
    await hears(office, LOBBY.hz, lobby.name),
  ]

  say(`● ${lobby.name} flashes its hook and dials ${WORKBENCH.number}\n`)
  await lobby.flash()
  await tone(lobby, DIAL_TONE, 'dial tone', say)
  await lobby.keys(WORKBENCH.number)
  await tone(lobby, RINGBACK, 'ringback', say)
  await workbench.answers()
  const consulted = await hears(lobby, WORKBENCH.hz, workbench.name)

  say(`● ${lobby.name} hangs up: the caller and ${workbench.name} are left\n`)
  await lobby.hangUp()
  const left = [
    await hears(workbench, CALLER.hz, 'the caller'),
    await hears(office, WORKBENCH.hz, workbench.name),
  ]

  say('● the caller hangs up: the central office interrupts the current (CPC)\n')
  await office.end()
  await tone(workbench, REORDER, 'it is over', say)
  await workbench.hangUp()
  await allIdle(server)
  say('● all lines are idle\n')
  return [...met, consulted, ...left].every(Boolean)
}

/** Says what is heard, once it is. Answers whether it has the level that was sent. */
function listener(say: Say) {
  return async (end: FarEnd, hz: number, what: string): Promise<boolean> => {
    const who = end instanceof SimOffice ? 'the caller' : end.name
    const level = await end.levelOf(hz)
    const isWell = Math.abs(level - LEVEL) <= WITHIN_DB
    say(`${isWell ? '●' : '○'} ${who} hears ${hz} Hz at ${level.toFixed(1)} dBm0: ${what}\n`)
    return isWell
  }
}

/** Waits for a call-progress tone and says so. */
async function tone(end: FarEnd, hz: readonly number[], what: string, say: Say): Promise<void> {
  await end.hears(...hz)
  say(`● ${end.name} hears ${hz.join(' + ')} Hz: ${what}\n`)
}

/** Nothing is left of any call. */
async function allIdle(server: Instance): Promise<void> {
  await until('idle lines', async () => {
    const calls = (await server.ask('exchange', 'calls')) as readonly unknown[]
    const lines = (await server.ask('lines', 'lines')) as readonly ShownLine[]
    return calls.length === 0 && lines.every(({ hook, ringing }) => hook === 'on' && !ringing)
  })
}
