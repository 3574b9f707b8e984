import type { SignedIn } from '../access/sign-in.ts'
import { SetupError } from '../setup-error.ts'
import { bannerLines } from './banner.ts'
import { choosePassword } from './choose-password.ts'
import { allows, type ConsoleCommand, type Desk } from './command.ts'
import { login } from './commands/login.ts'
import { COMMANDS } from './commands.ts'
import { TerminalEnded } from './terminal/terminal.ts'

/** What is there before anybody has signed in. */
export type Room = Omit<Desk, 'who' | 'commands' | 'signal'>

const IDLE_MS = 10 * 60_000
const HALF_WAY_MS = 60_000 // between login and password
const MOST_HISTORY = 50
const LOOK_AGAIN_MS = 1000

/** One person after the other at one terminal, until the wire is gone. @throws TerminalEnded `gone` */
export async function sessions(room: Room): Promise<never> {
  for (;;) {
    try {
      await session(room)
    } catch (error) {
      if (error instanceof TerminalEnded && error.why === 'idle') {
        room.terminal.line('')
        room.terminal.line('Nobody was here for a while: signed out.')
      } else tell(room, error)
    }
  }
}

/** What the world did to the store, in its own words; anything else is not ours to tell. */
function tell({ terminal, log }: Room, error: unknown): void {
  if (!(error instanceof SetupError)) throw error
  log.error({ error }, 'the store failed somebody at the console')
  terminal.line(`${error.message} ${error.remedy}`)
}

/** From the banner to the end of what one person does. */
async function session(room: Room): Promise<void> {
  const { terminal, unit, log } = room
  terminal.idleMs = Number.POSITIVE_INFINITY
  const state = await unit.state()
  for (const line of await bannerLines({ ...room, commands: [], signal: never }, state)) {
    terminal.line(line)
  }
  if (state.state === 'preparing') await preparing(room)
  else if (state.state === 'claimed') {
    const who = await signIn(room)
    if (who) await work(room, who)
  } else {
    const next = await work(room, undefined)
    if (next !== 'login' || state.state === 'unreadable') return
    const who = await signIn(room)
    if (who) await work(room, who)
  }
  log.debug({}, 'a session is over')
}

const never = new AbortController().signal

/** The first start of a unit takes some seconds: its first password is shown when there is one. */
async function preparing({ terminal, unit, clock }: Room): Promise<void> {
  while ((await unit.state()).state === 'preparing') {
    if (terminal.gone) throw new TerminalEnded('gone')
    await clock.sleep(LOOK_AGAIN_MS)
  }
}

/** Login, password and, where it must be changed, a new one. Undefined: begin again. */
async function signIn(room: Room): Promise<SignedIn | undefined> {
  const { terminal, unit, log } = room
  const name = (await terminal.readLine({ prompt: 'login: ' }))?.trim()
  if (!name) return undefined
  const ask = { prompt: 'password: ', secret: true, idleMs: HALF_WAY_MS }
  const password = (await terminal.readLine(ask)) ?? ''
  const answer = await unit.signIn?.signIn({ login: name, password, source: 'console' })
  if (!answer?.ok) {
    // Not what was typed: people type their password there.
    log.warn({ why: answer?.error.why }, 'sign-in refused at the console')
    terminal.line(answer?.error.text ?? 'The configuration cannot be read.')
    return undefined
  }
  const who = answer.value
  log.info({ login: name }, 'signed in at the console')
  terminal.idleMs = IDLE_MS
  if (who.roles.length === 0) {
    terminal.line('You do not administrate this unit.')
    return undefined
  }
  if (!who.mustChangePassword) return who
  terminal.line('That password was for once: choose one of your own.')
  return (await choosePassword(room, { login: name, password })) ? who : undefined
}

/** Commands until the person leaves. `login`: somebody who has not signed in wants to. */
async function work(room: Room, who: SignedIn | undefined): Promise<'login' | undefined> {
  const { terminal, unit, log } = room
  const commands = COMMANDS.filter((one) => allows(one.needs, who) && (one !== login || !who))
  const history: string[] = []
  const prompt = who ? `${who.login}> ` : '> '
  terminal.line(who ? `Hello ${who.name}. Commands:` : 'Commands:')
  terminal.line(`  ${commands.map(({ name }) => name).join('  ')}`)
  for (;;) {
    const line = await terminal.readLine({ prompt, history, complete: completer(room, commands) })
    if (line === undefined) break
    const [name = '', ...args] = line.trim().split(/\s+/)
    if (name === '') continue
    if (history.at(-1) !== line) history.push(line)
    if (history.length > MOST_HISTORY) history.shift()
    if (!who && (await unit.state()).state === 'claimed') {
      terminal.line('This unit has an owner now: sign in.')
      return 'login'
    }
    const command = commands.find((one) => one.name === name)
    if (!command) {
      terminal.line(unknown(name, who))
      continue
    }
    await run(command, args, { ...room, who, commands })
    if (command === login) return 'login'
    if (command.leaves) break
  }
  if (who) log.info({ login: who.login }, 'signed out at the console')
  return undefined
}

function unknown(name: string, who: SignedIn | undefined): string {
  const there = COMMANDS.find((one) => one.name === name)
  if (there && !who) return `Sign in for '${name}': login`
  if (there) return `'${name}' needs another role than yours.`
  return `There is no command '${name}'. help lists them.`
}

async function run(
  command: ConsoleCommand,
  args: readonly string[],
  desk: Omit<Desk, 'signal'>,
): Promise<void> {
  await desk.terminal.interruptible((signal) => {
    const ask: Desk['ask'] = (process, verb, more) => desk.ask(process, verb, more, signal)
    return command.run(args, { ...desk, signal, ask }).catch((error) => tell(desk, error))
  })
}

/** Commands first, then what the command says of its argument. */
function completer(room: Room, commands: readonly ConsoleCommand[]) {
  return async (line: string): Promise<readonly string[]> => {
    const words = line.trimStart().split(/\s+/)
    if (words.length <= 1) return commands.map(({ name }) => name)
    const command = commands.find(({ name }) => name === words[0])
    if (words.length !== 2 || !command?.complete) return []
    return command.complete(room)
  }
}
