import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32c } from '@node-rs/crc32'
import { SCHEMA_VERSION } from '../model/registry.ts'
import type { ConfigTables, Unit } from './config-tables.ts'
import { syncDirectory } from './durable-file.ts'
import { worldError } from './store-error.ts'

/** Revisions from one rescue snapshot to the next. */
export const RESCUE_EVERY = 10
const KEPT = 3
const AT_ONCE = 100 // objects: 2 to 3 ms

/**
 * Writes the whole configuration as it is now as JSON, readable without LMDB and without us; secrets stay encrypted under the unit key.
 * Others have their turn meanwhile. Nothing is written where a file of this revision is there already. Until the new file is whole and on
 * the disk, the older ones stay as they are.
 * @param pause called every few milliseconds
 * @throws StoreError when it cannot be written
 */
export async function writeRescue(
  tables: ConfigTables,
  directory: string,
  pause: () => Promise<void>,
): Promise<void> {
  tables.environment.refresh()
  const revision = tables.meta.get('revision') ?? 0
  const path = join(directory, nameOf(revision))
  try {
    if (latestRescue(directory) >= revision) return
    const content = await contentOf(tables, pause)
    await mkdir(directory, { recursive: true, mode: 0o770 })
    const draft = `${path}.${randomBytes(6).toString('hex')}.draft`
    await writeFile(draft, content, { flag: 'wx', mode: 0o640, flush: true })
    await rename(draft, path)
    syncDirectory(directory)
    await dropOld(directory)
  } catch (error) {
    throw worldError(error, path)
  }
}

/** Revision of the latest rescue file; 0 when there is none, or nobody can tell. */
export function latestRescue(directory: string): number {
  try {
    return Math.max(0, ...readdirSync(directory).map(revisionOf))
  } catch {
    return 0 // no directory yet, or one that writing will complain about
  }
}

const nameOf = (revision: number) => `revision-${String(revision).padStart(8, '0')}.json`

/** Of a rescue file by its name; 0 for what is none. */
export function revisionOf(name: string): number {
  return Number(/^revision-(\d+)\.json$/.exec(name)?.[1] ?? 0)
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

/** One object a line. Each is made JSON once, for the checksum too. */
async function contentOf(
  { meta, objects, secrets }: ConfigTables,
  pause: () => Promise<void>,
): Promise<string> {
  const rescue = {
    format: 'strowger rescue 1' as const,
    schema: meta.get('schema') ?? SCHEMA_VERSION,
    revision: meta.get('revision') ?? 0,
    site: meta.get('site') ?? null,
    unit: meta.get('unit') as Unit,
  }
  // All is taken before the first pause: it belongs to one revision.
  const [all, locked] = [objects.snapshot(), secrets.snapshot()]
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  const plain = await members(all, (value) => value, pause)
  const encrypted = await members(locked, base64, pause)
  const checksum = crc32c(`[{${plain.join(',')}},{${encrypted.join(',')}}]`) // as `checksumOf` has it
  const head = JSON.stringify({ ...rescue, checksum }, null, 1).slice(0, -2) // without its closing brace
  return `${head},\n "objects": {\n${plain.join(',\n')}\n },\n "secrets": {\n${encrypted.join(',\n')}\n }\n}\n`
}

async function members<T>(
  entries: Iterable<[key: string, value: T]>,
  shown: (value: T) => unknown,
  pause: () => Promise<void>,
): Promise<string[]> {
  const made: string[] = []
  for (const [key, value] of entries) {
    made.push(member(key, shown(value)))
    if (made.length % AT_ONCE === 0) await pause()
  }
  return made
}

const member = (key: string, value: unknown) => `${JSON.stringify(key)}:${JSON.stringify(value)}`

export function checksumOf({ objects, secrets }: Pick<Rescue, 'objects' | 'secrets'>): number {
  return crc32c(JSON.stringify([objects, secrets]))
}

/** Drafts that a crash left behind go with the files of their time. */
async function dropOld(directory: string): Promise<void> {
  const names = await readdir(directory)
  const kept = names.map(revisionOf).sort((a, b) => b - a)[KEPT - 1] ?? 0
  const old = names.filter((name) => {
    const [, revision] = /^revision-(\d+)\.json(\..*draft)?$/.exec(name) ?? []
    return revision !== undefined && Number(revision) < kept
  })
  for (const name of old) await rm(join(directory, name), { force: true })
}
