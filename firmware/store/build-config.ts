import type { Entity } from '../model/entity.ts'
import { entityNamed, SCHEMA_VERSION } from '../model/registry.ts'
import {
  type ConfigTables,
  objectKey,
  referrerKey,
  revisionKey,
  type StoredObject,
  type Unit,
} from './config-tables.ts'
import { uniqueKeys } from './judge.ts'
import { referencesIn } from './references.ts'
import type { Revision } from './revision.ts'

/** A whole configuration, from wherever it comes. */
export interface WholeConfig {
  readonly unit: Unit
  readonly site: string | undefined
  /** Number of the last revision. */
  readonly revision: number
  readonly revisions: readonly Revision[]
  readonly objects: Iterable<readonly [id: string, object: StoredObject]>
  /** Key as in the table, encrypted. */
  readonly secrets: Iterable<readonly [key: string, locked: Uint8Array]>
  /** Revision of the older environment that was copied. */
  readonly copiedFrom?: number
}

/** Writes a configuration into empty tables in one transaction; indexes are made anew. */
export function buildConfig(tables: ConfigTables, whole: WholeConfig): void {
  tables.environment.transaction(() => {
    for (const [id, object] of whole.objects) writeIndexed(tables, id, object)
    for (const [key, locked] of whole.secrets) tables.secrets.put(key, locked)
    for (const revision of whole.revisions) {
      tables.revisions.put(revisionKey(revision.number), revision)
    }
    tables.meta.put('unit', whole.unit)
    tables.meta.put('schema', SCHEMA_VERSION)
    tables.meta.put('revision', whole.revision)
    if (whole.site !== undefined) tables.meta.put('site', whole.site)
    if (whole.copiedFrom !== undefined) tables.meta.put('copiedFrom', whole.copiedFrom)
  })
}

/** Writes one object with its index entries. */
export function writeIndexed(tables: ConfigTables, id: string, object: StoredObject): void {
  tables.objects.put(objectKey(object.entity, id), object)
  const entity = entityNamed(object.entity)
  if (!entity) return // of a newer version: kept, not used
  for (const [table, key, value] of indexEntries(tables, entity, id, object)) table.put(key, value)
}

/** Every index entry that an object must have. */
export function indexEntries(
  tables: ConfigTables,
  entity: Entity,
  id: string,
  object: StoredObject,
) {
  const unique = uniqueKeys(entity, object).map(({ key }) => [tables.unique, key, id] as const)
  const referrers = referencesIn(entity.fields, object.values).map(
    ({ target }) => [tables.referrers, referrerKey(target, id), entity.name] as const,
  )
  return [...unique, ...referrers]
}
