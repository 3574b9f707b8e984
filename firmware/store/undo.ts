/** Undoing a revision: the opposite of each of its changes, all of them or none. */
import { isDeepStrictEqual } from 'node:util'
import { complete } from '../model/complete.ts'
import type { Entity, New } from '../model/entity.ts'
import type { Problem } from '../model/problem.ts'
import { entityNamed } from '../model/registry.ts'
import type { Result } from '../result.ts'
import { refuse } from '../result.ts'
import { asMessage } from '../words/message.ts'
import { message } from '../words/say.ts'
import { change, type Origin, type Workbench } from './change.ts'
import { revisionKey, secretKey } from './config-tables.ts'
import { isOver, keptSecret } from './kept-secrets.ts'
import type { LastChanges } from './last-changes.ts'
import type { ObjectChange, Revision } from './revision.ts'
import type { Changes, Edit } from './staging.ts'

type Values = Record<string, unknown>

export interface UndoBench extends Workbench {
  /** Of all objects, as of now. */
  readonly last: () => LastChanges
}

export interface UndoOptions {
  readonly rehearsal?: boolean
  /** May refuse what has been done. */
  readonly also?: ((edit: Edit) => void) | undefined
}

/** @returns the revision that the undo is, or why it cannot be done */
export function undo(
  bench: UndoBench,
  origin: Origin,
  number: number,
  { rehearsal = false, also }: UndoOptions = {},
): Result<Revision, Problem[]> {
  const { tables } = bench
  tables.environment.refresh()
  const revision = tables.revisions.get(revisionKey(number))
  if (!revision || revision.changes.length === 0) return refuse([noSuch(number)])
  const edit = (edit: Edit) => {
    const problems = obstacles(bench, edit, revision)
    for (const problem of problems) edit.refuse(problem)
    if (problems.length > 0) return
    for (const one of revision.changes) reverse(bench, edit, revision, one)
    also?.(edit)
  }
  return change(bench, origin, edit, {
    rehearsal,
    reinstates: true,
    approve: (made) => strays(revision, made),
  })
}

function noSuch(number: number): Problem {
  return {
    object: `revision ${number}`,
    what: 'there is no such change',
    remedy: 'Look at the history again: old changes are not kept for ever.',
  }
}

/** What keeps the revision from being undone. Within the transaction, so that nothing comes in between. */
function obstacles(bench: UndoBench, edit: Edit, revision: Revision): Problem[] {
  const over = isOver(revision.at, bench.now())
  return revision.changes.flatMap((one) => {
    const never = neverUndone(one) ?? lostSecrets(one, over)
    if (never) {
      const what = message('never-undone', { why: asMessage(never) })
      return [{ object: one.name, what, remedy: 'Change it by hand.' }]
    }
    const stands = isAsLeft(edit, one) && secretsAsLeft(bench, revision.number, one)
    return stands ? [] : [changedSince(bench, one)]
  })
}

/** Why such a change can never be undone, whatever came later; undefined when it can. */
function neverUndone({ entity: name, kind, fields }: ObjectChange): string | undefined {
  const entity = entityNamed(name)
  if (!entity) return 'it belongs to another version of the software'
  if (entity.rules.internal) return 'the unit did it for itself'
  if (kind !== 'changed') return undefined
  const changed = Object.keys(fields)
  if (changed.some((field) => entity.fields[field]?.kind === 'hash'))
    return 'an old password does not come back'
  return changed.some((field) => !entity.fields[field]) ? 'it gave the unit its site' : undefined
}

function lostSecrets({ entity, kind, fields }: ObjectChange, over: boolean): string | undefined {
  const secrets = secretsOf(entityNamed(entity))
  const needed =
    kind === 'removed' ? secrets.length > 0 : secrets.some((name) => Object.hasOwn(fields, name))
  return over && kind !== 'created' && needed
    ? 'passwords of that time are not kept any more'
    : undefined
}

export function secretsOf(entity: Entity | undefined): string[] {
  const fields = Object.entries(entity?.fields ?? {})
  return fields.filter(([, { need }]) => need === 'secret').map(([name]) => name)
}

/** Whether the object is still as the change left it. What was changed and changed back does not count. */
export function isAsLeft(edit: Edit, { entity: name, id, kind, fields }: ObjectChange): boolean {
  const entity = entityNamed(name) as Entity // `neverUndone` has looked
  const now = edit.get(entity, id) as Values | undefined
  if (kind === 'removed' || !now) return kind === 'removed' && !now
  const names = kind === 'created' ? Object.keys(entity.fields) : Object.keys(fields)
  return names.every(
    (field) =>
      entity.fields[field]?.need === 'secret' ||
      isDeepStrictEqual(now[field], asOfToday(entity, field, fields[field]?.after)),
  )
}

/** A value of the history as a migration has made it since: with the defaults that its version did not have. Not where there was no object. */
function asOfToday(entity: Entity | undefined, name: string, value: unknown): unknown {
  const field = entity?.fields[name]
  if (!field || field.sameAs || field.generated || field.need === 'secret') return value
  return complete({ [name]: field }, { [name]: value }, () => '')[name]
}

function secretsAsLeft(bench: UndoBench, number: number, one: ObjectChange): boolean {
  const { id, fields, kind, entity } = one
  if (kind === 'removed' || bench.last().of(id) <= number) return true
  const names = secretsOf(entityNamed(entity)).filter((name) => Object.hasOwn(fields, name))
  return names.every((name) => {
    const next = firstAfter(bench, number, id, name)
    if (next === undefined) return true
    const was = keptSecret(bench.tables, next, id, name)
    const is = bench.tables.secrets.get(secretKey(id, name))
    const clear = (locked: Uint8Array) => bench.key().unlock(locked, secretKey(id, name))
    return was !== undefined && is !== undefined && clear(was) === clear(is)
  })
}

/** The first later revision that changed this field of it, or made or deleted it. */
function firstAfter(
  { tables }: UndoBench,
  number: number,
  id: string,
  field: string,
): number | undefined {
  for (const [, { number: later, changes }] of tables.revisions.entries({
    after: revisionKey(number),
  })) {
    for (const one of changes) {
      if (one.id !== id) continue
      if (one.kind !== 'changed' || Object.hasOwn(one.fields, field)) return later
    }
  }
  return undefined
}

function changedSince(bench: UndoBench, one: ObjectChange): Problem {
  const last = bench.last().of(one.id)
  const by = bench.tables.revisions.get(revisionKey(last))?.by ?? 'somebody'
  return {
    object: one.name,
    what: message('changed-since', { revision: last, by }),
    remedy: 'Undo the later changes first, or change it by hand.',
  }
}

export function reverse(bench: Workbench, edit: Edit, revision: Revision, one: ObjectChange): void {
  const entity = entityNamed(one.entity) as Entity
  const values: Values = {}
  for (const [name, { before }] of Object.entries(one.fields)) values[name] = before
  if (one.kind !== 'created') Object.assign(values, secretsBefore(bench, entity, revision, one))
  if (entity.rules.singleton) {
    const initial = one.kind === 'created' ? defaults(entity) : values
    edit.update(entity, one.id, initial as Changes<Entity>)
  } else if (one.kind === 'created') edit.remove(entity, one.id)
  else if (one.kind === 'removed') edit.create(entity, values as New<Entity>, one.id)
  else edit.update(entity, one.id, values as Changes<Entity>)
}

/** A singleton is never deleted: before it was first changed it had its defaults. */
export function defaults(entity: Entity): Values {
  const free = Object.entries(entity.fields).filter(
    ([, { need, fixed }]) => need !== 'secret' && !fixed,
  )
  return Object.fromEntries(free.map(([name, field]) => [name, field.default]))
}

function secretsBefore(
  { tables, key }: Workbench,
  entity: Entity,
  { number }: Revision,
  { id, kind, fields }: ObjectChange,
): Values {
  const found: Values = {}
  for (const name of secretsOf(entity)) {
    if (kind === 'changed' && !Object.hasOwn(fields, name)) continue
    const locked = keptSecret(tables, number, id, name)
    found[name] = locked && key().unlock(locked, secretKey(id, name))
  }
  return found
}

/** Whatever the undo would change beside or other than the revision did: references that came later. */
function strays({ changes }: Revision, made: readonly ObjectChange[]): Problem[] {
  const original = new Map(changes.map((one) => [one.id, one]))
  return made
    .filter((one) => !isOpposite(original.get(one.id), one))
    .map(({ name }) => ({
      object: name,
      what: 'it would change with it, for it was changed after that',
      remedy: 'Change it by hand first, then undo.',
    }))
}

function isOpposite(original: ObjectChange | undefined, made: ObjectChange): boolean {
  if (!original) return false
  const entity = entityNamed(made.entity)
  if (entity?.rules.singleton) return true
  const fields = new Set([...Object.keys(original.fields), ...Object.keys(made.fields)])
  return [...fields].every((name) => {
    if (entity?.fields[name]?.need === 'secret') return true
    const { before, after } = original.fields[name] ?? {}
    const was = original.kind === 'created' ? undefined : asOfToday(entity, name, before)
    const is = original.kind === 'removed' ? undefined : asOfToday(entity, name, after)
    const now = made.fields[name]
    return isDeepStrictEqual(now?.before, is) && isDeepStrictEqual(now?.after, was)
  })
}
