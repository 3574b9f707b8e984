import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readRescue } from './read-rescue.ts'
import { revisionOf } from './rescue.ts'
import { StoreError } from './store-error.ts'

/** A whole rescue file of this unit: the configuration as it was. */
export interface Snapshot {
  /** Its name in the folder of rescue files. */
  readonly file: string
  readonly revision: number
  /** When it was written, UTC in milliseconds since 1970. */
  readonly at: number
  readonly objects: number
}

/** Those below this data directory that are whole by their checksum, the latest first. Reads them all: some hundred kilobytes each, three at most. */
export function goodSnapshots(data: string): Snapshot[] {
  const folder = join(data, 'rescue')
  const names = namesIn(folder).filter((name) => revisionOf(name) > 0)
  return names
    .sort((a, b) => revisionOf(b) - revisionOf(a))
    .flatMap((file) => snapshotOf(folder, file) ?? [])
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function snapshotOf(folder: string, file: string): Snapshot | undefined {
  try {
    const { revision, objects } = readRescue(join(folder, file))
    const at = Math.round(statSync(join(folder, file)).mtimeMs)
    return { file, revision, at, objects: Object.keys(objects).length }
  } catch (error) {
    if (error instanceof StoreError) return undefined // damaged itself, or gone meanwhile
    throw error
  }
}
