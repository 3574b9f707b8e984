import { readFileSync } from 'node:fs'

/** Who a process is on the bus. Random, made anew at every boot by the supervisor. */
export interface Credentials {
  readonly username: string
  readonly password: string
}

/** Reads what the supervisor wrote; undefined when it has not (yet), for a program started by hand. */
export function readCredentials(path: string): Credentials | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
