import { existsSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../clock/clock.ts'
import { SCHEMA_VERSION } from '../model/registry.ts'
import { buildConfig } from './build-config.ts'
import { configTables, type StoredObject } from './config-tables.ts'
import { LmdbEnvironment } from './lmdb-environment.ts'
import { stepsBetween, taken } from './migrate.ts'
import { readRescue } from './read-rescue.ts'
import { revisionOf } from './rescue.ts'
import { worldError } from './store-error.ts'
import { swapConfig } from './swap-config.ts'

/**
 * Puts the configuration of a rescue file in the place of a damaged one, which is kept beside it. No process may have the
 * store open. The unit key must be the one that was in use.
 * @returns the revision that the store now has
 * @throws StoreError when the file is no whole rescue file
 */
export function restoreRescue(options: {
  readonly data: string
  readonly file: string
  readonly clock: Clock
}): number {
  const rescue = readRescue(options.file)
  const number = rescue.revision + 1
  const at = options.clock.now()
  putAside(join(options.data, 'rescue'), number, at)
  const path = join(options.data, 'config', String(SCHEMA_VERSION))
  const steps = stepsBetween(rescue.schema, SCHEMA_VERSION)
  const content = {
    unit: rescue.unit,
    site: rescue.site ?? undefined,
    revision: number,
    revisions: [{ number, at, by: 'system', from: options.file, changes: [] }],
    objects: Object.entries(rescue.objects).flatMap(([key, object]) => {
      const id = key.slice(key.indexOf('/') + 1)
      const now = taken(steps, object as StoredObject, id)
      return now ? [[id, now] as const] : []
    }),
    secrets: Object.entries(rescue.secrets).map(
      ([key, text]) => [key, Buffer.from(text, 'base64')] as const,
    ),
  }
  try {
    swapConfig(path, `${path}.damaged-${at}`, (draft) => {
      const tables = configTables(
        new LmdbEnvironment({ name: 'config', path: draft, durable: true }),
      )
      buildConfig(tables, content)
      void tables.environment.close() // the transaction is on the disk
    })
  } catch (error) {
    throw worldError(error, path)
  }
  return number
}

/** Later rescue files are of a time that is no more: revisions are counted anew from here. They stay, under other names. */
function putAside(directory: string, from: number, now: number): void {
  for (const name of existsSync(directory) ? readdirSync(directory) : []) {
    if (revisionOf(name) < from) continue
    const path = join(directory, name)
    try {
      renameSync(path, `${path}.replaced-${now}`)
    } catch (error) {
      throw worldError(error, path)
    }
  }
}
