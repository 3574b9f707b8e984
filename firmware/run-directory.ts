import { lstatSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { makeDirectories } from './make-directories.ts'
import { SetupError } from './setup-error.ts'

/**
 * Makes the run directory if it is not there. It lies in a directory that everybody can write to, so one that another user made,
 * or a link, is refused.
 */
export function makeRunDirectory(run: string): void {
  makeDirectories(run, 0o700)
  const found = lstatSync(run)
  const ours = found.isDirectory() && found.uid === process.getuid?.() && !(found.mode & 0o077)
  if (!ours) {
    throw new SetupError(
      `The run directory ${run} is not a directory of this user alone.`,
      'Remove it, or set STROWGER_RUN to another directory.',
    )
  }
  mkdirSync(join(run, 'log'), { recursive: true, mode: 0o700 })
}

/** Where a process answers commands. */
export const commandSocket = (run: string, name: string): string => join(run, `${name}.sock`)

/**
 * Where the exchange takes the WebSockets of browser phones, which come to the web server: so they need no other port and certificate than the
 * pages. Whoever may open it is believed, so it is for this user alone.
 */
export const browserPhonesSocket = (run: string): string => join(run, 'exchange-phones.sock')

/** By which headers the web server says there between which addresses the browser's connection is, and to which session of the pages it belongs. */
export const BROWSER_PHONE = {
  remoteAddress: 'x-remote-address',
  remotePort: 'x-remote-port',
  localAddress: 'x-local-address',
  session: 'x-session',
} as const

/** Where the broker listens. */
export const busSocket = (run: string): string => join(run, 'bus.sock')

/** Name and password of a process on the bus, as JSON `{username, password}`. */
export const busCredentials = (run: string, name: string): string =>
  join(run, 'credentials', `${name}.json`)

/** What a process writes to stdout and stderr. */
export const logFile = (run: string, name: string): string => join(run, 'log', `${name}.log`)
