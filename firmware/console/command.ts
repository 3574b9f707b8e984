import type { SignedIn } from '../access/sign-in.ts'
import type { Unit } from '../access/unit.ts'
import type { Bus } from '../bus/bus.ts'
import type { CommandProblem } from '../bus/command-error.ts'
import type { Clock } from '../clock/clock.ts'
import type { Environment } from '../environment.ts'
import type { Log } from '../log.ts'
import type { Role } from '../model/facts.ts'
import type { Result } from '../result.ts'
import type { Terminal } from './terminal/terminal.ts'

/** What a command is handed. */
export interface Desk {
  readonly terminal: Terminal
  readonly environment: Environment
  readonly clock: Clock
  readonly bus: Bus
  readonly log: Log
  readonly unit: Unit
  /** Undefined while nobody has claimed the unit. */
  readonly who: SignedIn | undefined
  /** All that this person may use, for `help`. */
  readonly commands: readonly ConsoleCommand[]
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal
  /** Asks a process over its command socket. */
  ask(
    process: string,
    verb: string,
    args?: object,
    signal?: AbortSignal,
  ): Promise<Result<unknown, CommandProblem>>
}

/** Who may use a command: somebody who has signed in, only some roles, or, while the unit is unclaimed, anybody who stands before it. */
export type Needs = 'nothing' | 'sign-in' | readonly Role[]

/** One command of the console. */
export interface ConsoleCommand {
  readonly name: string
  /** What follows the name. */
  readonly usage: string
  /** One line for the list of commands. */
  readonly summary: string
  readonly needs: Needs
  /** What may stand in the place of its first argument. */
  readonly complete?: (desk: Pick<Desk, 'ask'>) => Promise<readonly string[]>
  /** The session ends with it. */
  readonly leaves?: boolean
  /** What it throws beyond TerminalEnded is a defect. */
  run(args: readonly string[], desk: Desk): Promise<void>
}

/** The roles that administrate a unit in general. */
export const ADMINISTRATORS: readonly Role[] = ['server-admin', 'system-admin']

export function allows(needs: Needs, who: Pick<SignedIn, 'roles'> | undefined): boolean {
  if (needs === 'nothing') return true
  if (!who) return false
  return needs === 'sign-in' || needs.some((role) => who.roles.includes(role))
}
