import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Certificate and key by which this unit is known to browsers and telephones, in PEM. */
export interface ServedCredential {
  /** The leaf, then those that issued it. */
  readonly certificate: string
  readonly key: string
}

/** Where the web process keeps the one in use, and replaces it as a whole: for every process that speaks TLS. A secret. */
export const servedCredentialPath = (data: string) => join(data, 'web', 'served.json')

/** Undefined while the web process has not started for the first time. @throws SyntaxError, or what the file system does */
export function readServedCredential(data: string): ServedCredential | undefined {
  try {
    return JSON.parse(readFileSync(servedCredentialPath(data), 'utf8')) as ServedCredential
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
