/** Back to how everything was after a revision, and single deleted objects back: changes as any other, which can be undone. */
import { isDeepStrictEqual } from 'node:util'
import type { Entity, New } from '../model/entity.ts'
import { subject } from '../model/entity.ts'
import type { Problem } from '../model/problem.ts'
import { entityNamed } from '../model/registry.ts'
import type { Result } from '../result.ts'
import { refuse } from '../result.ts'
import { type ChangeOptions, change, type Origin, type Workbench } from './change.ts'
import { revisionKey, secretKey } from './config-tables.ts'
import { isOver, keptSecret } from './kept-secrets.ts'
import { referencesIn, withoutReference } from './references.ts'
import type { ObjectChange, Revision } from './revision.ts'
import type { Changes, Edit } from './staging.ts'
import { defaults, isAsLeft, reverse, secretsOf } from './undo.ts'

type Values = Record<string, unknown>

export interface RewindOptions extends ChangeOptions {
  /** May refuse what has been done. */
  readonly also?: ((edit: Edit) => void) | undefined
}

/** What an object was at the moment; values undefined: it was not there. */
interface Was {
  readonly entity: Entity
  values: Values | undefined
  /** Secrets of that time that later revisions replaced. */
  secrets: Values
  /** A later revision replaced one that is not kept any more. */
  lost: boolean
}

/** Makes everything as it was after revision `number` (0: before the first), passwords of people apart: those stay as they are. */
export function restoreTo(
  bench: Workbench,
  origin: Origin,
  number: number,
  { also, ...options }: RewindOptions = {},
): Result<Revision, Problem[]> {
  bench.tables.environment.refresh()
  const last = bench.tables.meta.get('revision') ?? 0
  if (number > last || (number > 0 && !bench.tables.revisions.get(revisionKey(number)))) {
    return refuse([gone(`revision ${number}`)])
  }
  const edit = (edit: Edit) => {
    for (const [id, was] of statesAfter(bench, edit, number)) putBack(edit, id, was)
    also?.(edit)
  }
  return change(bench, origin, edit, { ...options, reinstates: true })
}

function statesAfter(bench: Workbench, edit: Edit, number: number): Map<string, Was> {
  const states = new Map<string, Was>()
  const later = bench.tables.revisions.entries({
    after: revisionKey(10 ** 12 - 1),
    reverse: true,
  })
  for (const [, revision] of later) {
    if (revision.number <= number) break
    for (const one of revision.changes) takeBack(bench, edit, states, revision, one)
  }
  return states
}

function takeBack(
  bench: Workbench,
  edit: Edit,
  states: Map<string, Was>,
  revision: Revision,
  { entity: name, id, kind, fields }: ObjectChange,
): void {
  const entity = entityNamed(name)
  if (!entity || entity.rules.internal) return
  const now = edit.get(entity, id) as Values | undefined
  const known = states.get(id) ?? { entity, values: now && { ...now }, secrets: {}, lost: false }
  states.set(id, known)
  if (kind === 'created') {
    known.values = entity.rules.singleton ? defaults(entity) : undefined
    known.secrets = {}
    known.lost = false
    return
  }
  const before = Object.entries(fields).map(([field, one]) => [field, one.before] as const)
  known.values = { ...(kind === 'removed' ? {} : known.values), ...Object.fromEntries(before) }
  for (const field of secretsOf(entity)) {
    if (kind === 'changed' && !Object.hasOwn(fields, field)) continue
    const isHash = entity.fields[field]?.kind === 'hash'
    delete known.values[field]
    if (isHash && kind === 'changed') continue // nobody gets an old password back
    const locked = keptSecret(bench.tables, revision.number, id, field)
    if (locked) known.secrets[field] = bench.key().unlock(locked, secretKey(id, field))
    else known.lost ||= isOver(revision.at, bench.now())
  }
}

function putBack(edit: Edit, id: string, { entity, values, secrets, lost }: Was): void {
  const now = edit.get(entity, id) as Values | undefined
  if (!values) {
    if (now) edit.remove(entity, id)
    return
  }
  if (lost) {
    edit.refuse({
      object: subject(entity, values),
      what: 'passwords of that time are not kept any more',
      remedy: 'Choose a later moment, or change it by hand.',
    })
    return
  }
  const names = Object.keys(entity.fields).filter((name) => entity.fields[name]?.need !== 'secret')
  if (!now && !entity.rules.singleton) {
    const whole = Object.fromEntries(names.map((name) => [name, values[name]]))
    edit.create(entity, { ...whole, ...secrets } as New<Entity>, id)
    return
  }
  const free = names.filter((name) => !entity.fields[name]?.fixed)
  const different = free.filter((name) => !isDeepStrictEqual(now?.[name], values[name]))
  const changes = Object.fromEntries(different.map((name) => [name, values[name]]))
  edit.update(entity, id, { ...changes, ...secrets } as Changes<Entity>)
}

/** A deleted object as it was, with its secrets, and again where it was named, unless that was changed since. */
export function restoreObject(
  bench: Workbench,
  origin: Origin,
  id: string,
  { also, ...options }: RewindOptions = {},
): Result<Revision, Problem[]> {
  bench.tables.environment.refresh()
  const found = removalOf(bench, id)
  if (!found || isOver(found.revision.at, bench.now())) return refuse([gone(id)])
  const { revision, removal } = found
  const edit = (edit: Edit) => {
    const entity = entityNamed(removal.entity) as Entity
    if (edit.get(entity, id)) {
      edit.refuse({ object: removal.name, what: 'it is there', remedy: 'Look again.' })
      return
    }
    reverse(bench, edit, revision, withoutDangling(edit, entity, removal))
    for (const one of revision.changes) {
      if (one.kind === 'changed' && namedIt(one, id) && isAsLeft(edit, one)) {
        reverse(bench, edit, revision, one)
      }
    }
    also?.(edit)
  }
  return change(bench, origin, edit, { ...options, reinstates: true })
}

function gone(object: string): Problem {
  return {
    object,
    what: 'there is no such change',
    remedy: 'Look at the history again: old changes are not kept for ever.',
  }
}

function removalOf({ tables }: Workbench, id: string) {
  for (const [, revision] of tables.revisions.entries({
    after: revisionKey(10 ** 12 - 1),
    reverse: true,
  })) {
    const removal = revision.changes.find((one) => one.id === id)
    if (!removal) continue
    const entity = entityNamed(removal.entity)
    return removal.kind === 'removed' && entity && !entity.rules.internal
      ? { revision, removal }
      : undefined
  }
  return undefined
}

/** Without references to what is gone too, where it does without them. */
function withoutDangling(edit: Edit, entity: Entity, removal: ObjectChange): ObjectChange {
  let values: Readonly<Values> = Object.fromEntries(
    Object.entries(removal.fields).map(([name, { before }]) => [name, before]),
  )
  for (const { field, target } of referencesIn(entity.fields, values)) {
    const of = entityNamed(field.entity ?? '')
    const isThere = of && (edit.get(of, target) || target === removal.id)
    if (!isThere) values = withoutReference(entity.fields, values, target)
  }
  const fields = Object.entries(values).map(([name, before]) => [name, { before }] as const)
  return { ...removal, fields: Object.fromEntries(fields) }
}

/** Whether the change took out a reference to the object. */
function namedIt({ entity: name, fields }: ObjectChange, id: string): boolean {
  const entity = entityNamed(name)
  const before = Object.entries(fields).map(([field, one]) => [field, one.before] as const)
  const references = entity ? referencesIn(entity.fields, Object.fromEntries(before)) : []
  return references.some(({ target }) => target === id)
}
