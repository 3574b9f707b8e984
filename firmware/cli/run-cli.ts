import { existsSync } from 'node:fs'
import type { Clock } from '../clock/clock.ts'
import { readEnvironment } from '../environment.ts'
import { columns } from '../plain.ts'
import { busSocket } from '../run-directory.ts'
import { setupErrorOf } from '../setup-error.ts'
import { VERSION } from '../version.ts'
import type { CliCommand, CliIo } from './command.ts'
import { EXIT } from './command.ts'
import { commands } from './commands.ts'

interface Surroundings {
  stdout(text: string): void
  stderr(text: string): void
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
}

/** The command line. @returns the exit code */
export async function runCli(words: readonly string[], around: Surroundings): Promise<number> {
  const args = words.filter((word) => !/^(--json|--help|-h|--version)$/.test(word))
  const [name, ...rest] = args
  if (words.includes('--version')) {
    around.stdout(`${VERSION}\n`)
    return EXIT.ok
  }
  if (name === undefined || name === 'help') return listCommands(words, around)
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!load) {
    around.stderr(`strowger: there is no command '${name}'. 'strowger --help' lists them.\n`)
    return EXIT.usage
  }
  const command = await load()
  if (words.includes('--help') || words.includes('-h')) {
    around.stdout(`${usageOf(command)}\n${command.summary}\n`)
    return EXIT.ok
  }
  return runCommand(command, rest, words.includes('--json'), around)
}

function usageOf({ name, usage }: CliCommand): string {
  return `usage: strowger ${name} ${usage}`.trimEnd()
}

async function runCommand(
  command: CliCommand,
  args: string[],
  json: boolean,
  { stdout, stderr, variables, clock }: Surroundings,
): Promise<number> {
  const environment = readEnvironment(variables)
  if (!environment.ok) {
    for (const problem of environment.error) stderr(`strowger: ${problem}\n`)
    return EXIT.usage
  }
  const { run } = environment.value
  const io: CliIo = {
    stdout,
    stderr,
    environment: environment.value,
    clock,
    json,
    ...(existsSync(busSocket(run)) ? { changed: teller(run, clock) } : {}),
  }
  try {
    return await command.run(args, io)
  } catch (error) {
    const setup = setupErrorOf(error)
    if (!setup) throw error // a defect: Node prints where
    stderr(`strowger: ${setup.message} ${setup.remedy}\n`)
    return EXIT.failed
  }
}

/** Loads what the bus needs only when there is something to tell: it takes longer than most commands. */
function teller(run: string, clock: Clock) {
  return async (revision: number) => {
    const { tellChanged } = await import('./tell-changed.ts')
    await tellChanged(revision, run, clock)
  }
}

async function listCommands(
  words: readonly string[],
  { stdout, stderr }: Surroundings,
): Promise<number> {
  const asked = words.length > 0
  const write = asked ? stdout : stderr
  write('usage: strowger COMMAND [--json]\n\n')
  const rows = Object.values(commands).map(async (load) => {
    const { name, summary } = await load()
    return ['', name, summary]
  })
  write(columns(await Promise.all(rows)))
  write("\n'strowger COMMAND --help' shows its arguments. ")
  write('The README lists the variables that say which instance is meant (STROWGER_DATA …).\n')
  return asked ? EXIT.ok : EXIT.usage
}
