import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { crc32c } from '@node-rs/crc32'
import { SCHEMA_VERSION } from '../model/registry.ts'
import type { ConfigTables, Unit } from './config-tables.ts'
import { syncDirectory, writeDurably } from './durable-file.ts'
import { worldError } from './store-error.ts'

/** Revisions from one rescue snapshot to the next. */
export const RESCUE_EVERY = 10
const KEPT = 3

/**
 * Writes the whole configuration as JSON, readable without LMDB and without us; secrets stay encrypted under the unit key.
 * @throws StoreError when it cannot be written
 */
export function writeRescue(tables: ConfigTables, directory: string): string {
  const revision = tables.meta.get('revision') ?? 0
  const name = `revision-${String(revision).padStart(8, '0')}.json`
  const path = join(directory, name)
  try {
    mkdirSync(directory, { recursive: true, mode: 0o770 })
    const draft = `${path}.${process.pid}.draft`
    rmSync(draft, { force: true })
    writeDurably(draft, snapshot(tables), 0o640)
    renameSync(draft, path)
    syncDirectory(directory)
    dropOld(directory)
  } catch (error) {
    throw worldError(error, path)
  }
  return path
}

/** What a rescue file holds. */
export interface Rescue {
  readonly format: 'strowger rescue 1'
  readonly schema: number
  readonly revision: number
  readonly site: string | null
  readonly unit: Unit
  /** entity/id → object */
  readonly objects: Readonly<Record<string, unknown>>
  /** id/field → encrypted, base64 */
  readonly secrets: Readonly<Record<string, string>>
  /** CRC32C over objects and secrets as JSON. */
  readonly checksum: number
}

/** One object a line. Each is made JSON once, for the checksum too: a change waits for this. */
function snapshot({ meta, objects, secrets }: ConfigTables): string {
  const stored = [...objects.entries()].map(([key, value]) => member(key, value))
  const locked = [...secrets.entries()].map(([key, bytes]) =>
    member(key, Buffer.from(bytes).toString('base64')),
  )
  const rescue: Omit<Rescue, 'objects' | 'secrets'> = {
    format: 'strowger rescue 1',
    schema: meta.get('schema') ?? SCHEMA_VERSION,
    revision: meta.get('revision') ?? 0,
    site: meta.get('site') ?? null,
    unit: meta.get('unit') as Unit,
    checksum: crc32c(`[{${stored.join(',')}},{${locked.join(',')}}]`), // as `checksumOf` has it
  }
  const head = JSON.stringify(rescue, null, 1).slice(0, -2) // without its closing brace
  return `${head},\n "objects": {\n${stored.join(',\n')}\n },\n "secrets": {\n${locked.join(',\n')}\n }\n}\n`
}

const member = (key: string, value: unknown) => `${JSON.stringify(key)}:${JSON.stringify(value)}`

export function checksumOf({ objects, secrets }: Pick<Rescue, 'objects' | 'secrets'>): number {
  return crc32c(JSON.stringify([objects, secrets]))
}

function dropOld(directory: string): void {
  const snapshots = readdirSync(directory).filter((name) => /^revision-\d+\.json$/.test(name))
  for (const name of snapshots.sort().slice(0, -KEPT))
    rmSync(join(directory, name), { force: true })
}
