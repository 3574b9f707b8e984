import { isDeepStrictEqual } from 'node:util'
import { complete } from '../model/complete.ts'
import { type Entity, subject } from '../model/entity.ts'
import type { Problem } from '../model/problem.ts'
import { entities } from '../model/registry.ts'
import { Site } from '../model/site.ts'
import type { Result } from '../result.ts'
import { ok, refuse } from '../result.ts'
import { indexEntries, writeIndexed } from './build-config.ts'
import {
  type ConfigTables,
  objectKey,
  revisionKey,
  type StoredObject,
  secretKey,
  singletonId,
  type Unit,
  uniqueKey,
} from './config-tables.ts'
import { type Index, judge } from './judge.ts'
import { forgetKept, keepSecret } from './kept-secrets.ts'
import { type FieldChange, type ObjectChange, REDACTED, type Revision } from './revision.ts'
import { type Committed, type Edit, type Staged, Staging } from './staging.ts'
import { StoreError } from './store-error.ts'
import type { UnitKey } from './unit-key.ts'

/** Who changes the configuration, and from where. */
export interface Origin {
  readonly by: string
  readonly from: string
}

/** What a change needs of the store. */
export interface Workbench {
  readonly tables: ConfigTables
  readonly unit: Unit
  readonly key: () => UnitKey
  readonly newId: () => string
  readonly now: () => number
}

/** Thrown inside a transaction to undo it all; caught by the one who began it. */
class Undo extends Error {
  readonly result: Result<Revision, Problem[]>
  constructor(result: Result<Revision, Problem[]>) {
    super('undo')
    this.result = result
  }
}

export interface ChangeOptions {
  /** Says what would change, and writes nothing. */
  readonly rehearsal?: boolean
  /** It only brings back what was there, as an undo does. */
  readonly reinstates?: boolean
  /** Asked with all that would change, what follows from `edit` included, before it is written. */
  readonly approve?: ((changes: readonly ObjectChange[]) => readonly Problem[]) | undefined
}

/**
 * One change of the configuration: `edit` says what, then all of it is checked and written with its revision, or nothing is.
 * A change without effect, and a rehearsal, write nothing and answer the revision that would be or is the last.
 */
export function change(
  bench: Workbench,
  origin: Origin,
  edit: (edit: Edit) => void,
  { rehearsal = false, approve, reinstates = false }: ChangeOptions = {},
): Result<Revision, Problem[]> {
  const { environment } = bench.tables
  if (rehearsal) {
    environment.refresh() // one state for all that follows; nobody who writes is kept waiting
    const attempted = attempt(bench, origin, edit, { approve, reinstates })
    return attempted.ok ? ok(attempted.value.revision) : attempted
  }
  try {
    return environment.transaction(() => {
      const attempted = attempt(bench, origin, edit, { approve, reinstates })
      if (!attempted.ok) throw new Undo(attempted)
      const { revision } = attempted.value
      if (revision.changes.length === 0) throw new Undo(ok(revision))
      writeAll(bench, attempted.value)
      return ok(revision)
    })
  } catch (error) {
    if (error instanceof Undo) return error.result
    throw error
  }
}

/** What a change comes to. */
interface Attempted {
  readonly revision: Revision
  readonly effective: readonly Staged[]
  /** Of the unit; another one than before where this change makes the first. */
  readonly site: string
}

/** Writes nothing. */
function attempt(
  bench: Workbench,
  origin: Origin,
  edit: (edit: Edit) => void,
  { approve, reinstates = false }: ChangeOptions,
): Result<Attempted, Problem[]> {
  const { tables } = bench
  const staging = new Staging(committed(bench), bench.newId)
  edit(staging)
  const site = findHome(bench, staging)
  const problems = judge(staging, index(bench, site, reinstates))
  if (problems.length > 0) return refuse(problems)

  const changes: ObjectChange[] = []
  const effective = [...staging.staged.values()].flatMap((staged) => {
    const difference = differenceOf(bench, staged)
    if (difference) changes.push(difference)
    return difference ? [staged] : []
  })
  const objections = approve?.(changes) ?? []
  if (objections.length > 0) return refuse([...objections])
  const last = tables.meta.get('revision') ?? 0
  const number = changes.length > 0 ? last + 1 : last
  const revision: Revision = { number, at: bench.now(), ...origin, changes }
  return ok({ revision, effective, site })
}

function writeAll(bench: Workbench, { revision, effective, site }: Attempted): void {
  const { tables } = bench
  const { number } = revision
  if (site && tables.meta.get('site') !== site) tables.meta.put('site', site)
  for (const staged of effective) forgetKeys(tables, staged)
  for (const staged of effective) write(bench, staged, number)
  tables.revisions.put(revisionKey(number), revision)
  forgetKept(tables, revision.at)
  tables.meta.put('revision', number)
}

function committed({ tables, unit }: Workbench): Committed {
  return {
    object: (entity, id) => tables.objects.get(objectKey(entity.name, id)),
    holder: (entity, field, value) => tables.unique.get(uniqueKey(entity.name, field, value)),
    ids: (entity) => idsOf(tables, entity),
    unit,
    site: tables.meta.get('site') ?? '',
  }
}

function idsOf(tables: ConfigTables, entity: Entity): string[] {
  const prefix = `${entity.name}/`
  return [...tables.objects.keys({ prefix })].map((key) => key.slice(prefix.length))
}

function index({ tables, now }: Workbench, site: string, reinstates: boolean): Index {
  return {
    site,
    reinstates,
    now: () => Math.max(now(), lastChangeAt(tables)),
    holderOf: (key) => tables.unique.get(key),
    referrersOf: (id) => {
      const prefix = `${id}/`
      return [...tables.referrers.entries({ prefix })].map(([key, entity]) => [
        key.slice(prefix.length),
        entity,
      ])
    },
  }
}

/** UTC in ms; 0 where there was none, or the history cannot tell. */
function lastChangeAt(tables: ConfigTables): number {
  try {
    return tables.revisions.get(revisionKey(tables.meta.get('revision') ?? 0))?.at ?? 0
  } catch (error) {
    if (error instanceof StoreError) return 0
    throw error
  }
}

/** Gives new objects their home. A site is its own; the first one becomes the unit's, and the home of everything. */
function findHome({ tables, unit }: Workbench, staging: Staging): string {
  let site = tables.meta.get('site') ?? ''
  if (!site) {
    const made = [...staging.staged.values()].find(({ entity, after }) => entity === Site && after)
    site = made?.id ?? ''
    const older = entities.filter(({ rules }) => rules.singleton || rules.beforeSite)
    for (const entity of site ? older : []) {
      for (const id of entity.rules.singleton
        ? [singletonId(unit, entity)]
        : idsOf(tables, entity)) {
        const object = staging.current(entity, id)
        if (object) staging.adjust(entity, id, object.values)
      }
    }
  }
  for (const staged of staging.staged.values()) {
    if (!staged.after) continue
    const home = staged.entity === Site ? staged.id : staged.after.site || site
    staged.after = { ...staged.after, site: home }
    const { singleton, beforeSite } = staged.entity.rules
    if (home || singleton || beforeSite) continue
    staging.refuse({
      object: subject(staged.entity, staged.after.values),
      what: 'there is no site yet where it could be at home',
      remedy: 'Make the site first (section sites).',
    })
  }
  return site
}

function differenceOf(bench: Workbench, staged: Staged): ObjectChange | undefined {
  const { entity, id, before, after } = staged
  if (!before && !after) return undefined // made and removed again
  const fields: Record<string, FieldChange> = {}
  if (before && after && before.site !== after.site) {
    fields.site = { before: before.site, after: after.site }
  }
  for (const name of Object.keys(entity.fields)) {
    const was = before?.values[name]
    const is = after?.values[name]
    if (isDeepStrictEqual(was, is)) continue
    fields[name] = {
      ...(was !== undefined && { before: was }),
      ...(is !== undefined && { after: is }),
    }
  }
  for (const [name, text] of staged.secrets) {
    if (before && sameSecret(bench, id, name, text)) staged.secrets.delete(name)
    else fields[name] = before ? { before: REDACTED, after: REDACTED } : { after: REDACTED }
  }
  if (before && after && Object.keys(fields).length === 0) return undefined
  if (!before && after && staged.secrets.size === 0 && isAsNew(bench, entity, after))
    return undefined
  const kind = !before ? 'created' : after ? 'changed' : 'removed'
  const name = subject(entity, (after ?? before)?.values ?? {})
  return { entity: entity.name, id, name, kind, fields }
}

/** Whether a singleton that nobody has changed yet would be stored as everybody reads it already. */
function isAsNew({ unit }: Workbench, entity: Entity, { values }: StoredObject): boolean {
  if (!entity.rules.singleton) return false
  return isDeepStrictEqual(
    values,
    complete(entity.fields, {}, () => unit.realm),
  )
}

function sameSecret({ tables, key }: Workbench, id: string, field: string, text: string): boolean {
  const locked = tables.secrets.get(secretKey(id, field))
  return locked !== undefined && key().unlock(locked, secretKey(id, field)) === text
}

/** Index entries of the old values go before any new ones come, so that two objects may swap a number. */
function forgetKeys(tables: ConfigTables, { entity, id, before }: Staged): void {
  if (!before) return
  for (const [table, key] of indexEntries(tables, entity, id, before)) table.remove(key)
}

function write(
  { tables, key }: Workbench,
  { entity, id, after, secrets }: Staged,
  number: number,
): void {
  if (!after) {
    remove(tables, entity, id, number)
    return
  }
  writeIndexed(tables, id, after)
  for (const [field, text] of secrets) {
    const place = secretKey(id, field)
    keepSecret(tables, number, { entity, id, field }, false)
    tables.secrets.put(place, key().lock(text, place))
  }
}

function remove(tables: ConfigTables, entity: Entity, id: string, number: number): void {
  tables.objects.remove(objectKey(entity.name, id))
  for (const [field, { need }] of Object.entries(entity.fields)) {
    if (need !== 'secret') continue
    keepSecret(tables, number, { entity, id, field }, true)
    tables.secrets.remove(secretKey(id, field))
  }
}
