import assert from 'node:assert/strict'
import type { CliCommand } from './command.ts'

/** All commands in the order of the help, loaded when used: `status` need not wait for the store's libraries. */
export const commands: Readonly<Record<string, () => Promise<CliCommand>>> = {
  run: async () => pick('run', await import('./run.ts')),
  stop: async () => pick('stop', await import('./stop.ts')),
  status: async () => pick('status', await import('./status.ts')),
  calls: async () => pick('calls', await import('./calls.ts')),
  phones: async () => pick('phones', await import('./phones.ts')),
  lines: async () => pick('lines', await import('./lines.ts')),
  sim: async () => pick('sim', await import('./sim.ts')),
  apply: async () => pick('apply', await import('./apply.ts')),
  export: async () => pick('export', await import('./export.ts')),
  secret: async () => pick('secret', await import('./secret.ts')),
  'first-password': async () => pick('first-password', await import('./first-password.ts')),
  trust: async () => pick('trust', await import('./trust.ts')),
  check: async () => pick('check', await import('./check.ts')),
  restore: async () => pick('restore', await import('./restore.ts')),
  log: async () => pick('log', await import('./log.ts')),
  'support-bundle': async () => pick('support-bundle', await import('./support-bundle.ts')),
}

/** The command of this name among what a file exports; `export` cannot be the name of a variable. */
function pick(name: string, exports: object): CliCommand {
  const found = Object.values(exports).find(
    (value) => typeof value === 'object' && value?.name === name && 'run' in value,
  )
  assert(found, `the file of command ${name} does not export it`)
  return found
}
