/** A configuration of an older version is copied into an environment of its own; the old one stays for the old image (DESIGN §4). */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { complete } from '../model/complete.ts'
import { entityNamed, SCHEMA_VERSION } from '../model/registry.ts'
import { assert } from '../result.ts'
import { buildConfig } from './build-config.ts'
import { type ConfigTables, configTables, type StoredObject } from './config-tables.ts'
import { syncDirectory } from './durable-file.ts'
import { LmdbEnvironment } from './lmdb-environment.ts'
import { StoreError, worldError } from './store-error.ts'
import { finishSwap } from './swap-config.ts'

/** One step from a version to the next. */
export interface Migration {
  /** Version that it starts from; it leads to the next. */
  readonly from: number
  /** The object as the next version has it, or undefined when there is no place for it any more. */
  object(object: StoredObject, id: string): StoredObject | undefined
}

/** All steps, oldest first. Stored objects must satisfy the declarations after the last one. */
export const migrations: readonly Migration[] = [
  { from: 1, object: withDefaults }, // ring types of destinations, and other fields that have a default
  { from: 2, object: withDefaults }, // MAC addresses of handsets
  { from: 3, object: withDefaults }, // templates and photos of people
  { from: 4, object: withDefaults }, // who may take over calls, what telephones may call outside, and others with a default
  { from: 5, object: withDefaults }, // who may use a browser as a telephone
  { from: 6, object: withDefaults }, // authorities of the sign-in provider
]

/** The object with the defaults of fields that its version did not have. */
export function withDefaults(object: StoredObject): StoredObject {
  const entity = entityNamed(object.entity)
  if (!entity) return object
  const values = complete(entity.fields, object.values, (what) => {
    assert(false, `a new field of ${object.entity} needs a ${what}: that is a step of its own`)
  })
  return { ...object, values }
}

interface Versions {
  /** Directory of the configuration: one environment a version below it. */
  readonly root: string
  readonly version?: number
  readonly steps?: readonly Migration[]
}

/**
 * The directory of this version's environment, after bringing there what an older version left. Safe when several processes
 * start at once, and when it is killed in between.
 * @throws StoreError `newer` when there is only a later version's
 */
export function migratedConfig({
  root,
  version = SCHEMA_VERSION,
  steps = migrations,
}: Versions): string {
  const target = join(root, String(version))
  finishSwap(target)
  const found = versionsIn(root)
  const older = found.filter((one) => one < version).at(-1)
  if (older === undefined) {
    const newest = found.at(-1)
    if (newest === undefined || found.includes(version)) return target
    const text = `${root}: this configuration is of version ${newest}, and this software knows only up to ${version}.`
    throw new StoreError('newer', text, 'Start the newer software, or restore a backup.')
  }
  const old = openTables(join(root, String(older)))
  try {
    // The older environment's write lock: one process copies, and no older one changes anything meanwhile.
    old.environment.transaction(() => {
      if (isNeeded(target, old)) copy(old, target, steps, older, version)
    })
  } catch (error) {
    throw worldError(error, target)
  } finally {
    void old.environment.close() // nothing waits in it
  }
  return target
}

/** Versions that have an environment below `root`, ascending. */
function versionsIn(root: string): number[] {
  if (!existsSync(root)) return []
  const names = readdirSync(root).filter((name) => /^\d+$/.test(name))
  return names.map(Number).sort((a, b) => a - b)
}

function openTables(path: string): ConfigTables {
  return configTables(new LmdbEnvironment({ name: 'config', path, durable: true }))
}

/** Also when the older image ran again after a roll-back and changed something: what it did counts. */
function isNeeded(target: string, old: ConfigTables): boolean {
  if (!existsSync(target)) return true
  const present = openTables(target)
  const copied = present.meta.get('copiedFrom') ?? 0
  void present.environment.close() // nothing waits in it
  return copied < (old.meta.get('revision') ?? 0)
}

function copy(
  old: ConfigTables,
  target: string,
  steps: readonly Migration[],
  from: number,
  to: number,
): void {
  const unit = old.meta.get('unit')
  if (!unit) return // opened once and never used
  const draft = `${target}.new`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true, mode: 0o770 })
  const revision = old.meta.get('revision') ?? 0
  const path = stepsBetween(from, to, steps)
  const tables = openTables(draft)
  buildConfig(tables, {
    unit,
    site: old.meta.get('site'),
    revision,
    revisions: [...old.revisions.entries()].map(([, one]) => one),
    objects: migrated(old, path),
    secrets: old.secrets.entries(),
    copiedFrom: revision,
  })
  void tables.environment.close() // the transaction is on the disk
  if (existsSync(target)) renameSync(target, `${target}.superseded-${revision}`)
  renameSync(draft, target)
  syncDirectory(join(target, '..'))
}

/** The steps from one version to another, in order. */
export function stepsBetween(from: number, to: number, steps = migrations): readonly Migration[] {
  return steps.filter((step) => step.from >= from && step.from < to)
}

/** The object after these steps, or undefined when one has no place for it. */
export function taken(
  steps: readonly Migration[],
  stored: StoredObject,
  id: string,
): StoredObject | undefined {
  let object: StoredObject | undefined = stored
  for (const step of steps) object = object && step.object(object, id)
  return object
}

function* migrated(
  old: ConfigTables,
  steps: readonly Migration[],
): Generator<readonly [id: string, object: StoredObject]> {
  for (const [key, stored] of old.objects.entries()) {
    const id = key.slice(key.indexOf('/') + 1)
    const object = taken(steps, stored, id)
    if (object) yield [id, object]
  }
}
