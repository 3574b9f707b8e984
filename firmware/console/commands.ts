import type { ConsoleCommand } from './command.ts'
import { bans } from './commands/bans.ts'
import { calls } from './commands/calls.ts'
import { entitlements } from './commands/entitlements.ts'
import { explain } from './commands/explain.ts'
import { factoryReset } from './commands/factory-reset.ts'
import { help } from './commands/help.ts'
import { lines } from './commands/lines.ts'
import { log } from './commands/log.ts'
import { login } from './commands/login.ts'
import { logout } from './commands/logout.ts'
import { network } from './commands/network.ts'
import { password } from './commands/password.ts'
import { phones } from './commands/phones.ts'
import { power } from './commands/power.ts'
import { resetSettingsCommand } from './commands/reset-settings.ts'
import { restart } from './commands/restart.ts'
import { restore } from './commands/restore.ts'
import { status } from './commands/status.ts'
import { trace } from './commands/trace.ts'
import { trunks } from './commands/trunks.ts'

/** Everything that the console does, in the order of `help`. There is no shell among it, and nothing that reads a file by name. */
export const COMMANDS: readonly ConsoleCommand[] = [
  status,
  network,
  phones,
  lines,
  trunks,
  calls,
  trace,
  bans,
  explain,
  entitlements,
  log,
  restart,
  power,
  restore,
  resetSettingsCommand,
  factoryReset,
  password,
  login,
  logout,
  help,
]
