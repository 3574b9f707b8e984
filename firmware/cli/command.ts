import type { Clock } from '../clock/clock.ts'
import type { Environment } from '../environment.ts'

/** What a command is handed to speak and to know where it is. */
export interface CliIo {
  stdout(text: string): void
  stderr(text: string): void
  readonly environment: Environment
  readonly clock: Clock
  /** `--json` was given: one JSON value (or one a line) on stdout, nothing else. */
  readonly json: boolean
  /** To be called after a commit: tells the running processes. Absent when nobody runs. */
  readonly changed?: (revision: number) => void | Promise<void>
}

/** One command of `strowger`. */
export interface CliCommand {
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** What follows the name: `[--dry-run] FILE`. */
  readonly usage: string
  /** @returns the exit code; a person has been told before it is not 0 */
  run(args: string[], io: CliIo): Promise<number>
}

/** Exit codes that all commands share. */
export const EXIT = { ok: 0, failed: 1, usage: 2, notRunning: 3 } as const
