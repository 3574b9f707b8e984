/** One change of the configuration as requests ask for it: rights, references among what is new, who was faster. */
import { isDeepStrictEqual } from 'node:util'
import { isPlain } from '../../model/complete.ts'
import type { Entity, Identity, New } from '../../model/entity.ts'
import { subject } from '../../model/entity.ts'
import type { Role } from '../../model/facts.ts'
import { printable } from '../../model/printable.ts'
import type { Origin } from '../../store/change.ts'
import type { Changes, Edit } from '../../store/staging.ts'
import type { Store } from '../../store/store.ts'
import { asMessage } from '../../words/message.ts'
import { objectNamed } from '../../words/object.ts'
import { message } from '../../words/say.ts'
import type { Changed } from '../contract.ts'
import { Refusal } from '../server/refusal.ts'
import { keepAdministrator } from './administrators.ts'
import { givenValues } from './given-values.ts'
import { refusedBy } from './problems.ts'
import { mayChange, mayChangeTo, objectOf } from './sections.ts'

type Plain = Readonly<Record<string, unknown>>

/** One thing to do, its section looked up. */
export interface Wanted {
  readonly do: 'create' | 'update' | 'remove'
  readonly entity: Entity
  /** As the request calls it: of a `create` a name for the others, of a singleton its section. */
  readonly id: string
  readonly values: Plain
  /** Refused when the object was changed after this revision. */
  readonly revision?: number | undefined
}

export interface Changer {
  readonly origin: Origin
  readonly roles: readonly Role[]
}

/** @throws Refusal that names every problem; nothing is written then */
export function changeConfig(
  store: Store,
  who: Changer,
  wanted: readonly Wanted[],
  known?: ReadonlyMap<string, string>,
): Changed {
  let ids: ReadonlyMap<string, string> = new Map()
  const result = store.change(who.origin, (edit) => {
    ids = applyAll(store, edit, wanted, who.roles, known)
  })
  if (!result.ok) throw refusedBy(result.error)
  return { revision: result.value.number, ids: Object.fromEntries(ids) }
}

/**
 * Does all of it within a change, a rehearsal or what is only read.
 * @param known identities of what is to be created, where they are known already; new ones are made otherwise
 * @returns the identities
 * @throws Refusal
 */
export function applyAll(
  store: Store,
  edit: Edit,
  wanted: readonly Wanted[],
  roles: readonly Role[],
  known?: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  for (const one of wanted) demandEntity(one, roles)
  const keep = keepAdministrator(store)
  const ids = known ?? newIds(edit, wanted)
  for (const one of wanted) apply(store, edit, one, ids, roles)
  keep(edit)
  return ids
}

function demandEntity({ do: what, entity }: Wanted, roles: readonly Role[]): void {
  const { label, singleton } = entity.rules
  if (what === 'update') return // field by field
  if (singleton) {
    throw new Refusal('refused', message('refusal.singleton', { label: asMessage(label) }))
  }
  if (mayChange(entity, roles)) return
  const kind = what === 'create' ? 'refusal.may-not-add' : 'refusal.may-not-delete'
  throw new Refusal('forbidden', message(kind, { label: asMessage(label) }))
}

function newIds(edit: Edit, wanted: readonly Wanted[]): Map<string, string> {
  const ids = new Map<string, string>()
  for (const { do: what, id } of wanted) {
    if (what !== 'create') continue
    if (ids.has(id)) {
      throw new Refusal('bad-request', message('changes.same-name', { name: printable(id) }))
    }
    ids.set(id, edit.newId())
  }
  return ids
}

function apply(
  store: Store,
  edit: Edit,
  wanted: Wanted,
  ids: ReadonlyMap<string, string>,
  roles: readonly Role[],
): void {
  const { entity, do: what } = wanted
  const id = ids.get(wanted.id) ?? wanted.id
  if (what === 'create') {
    const values = taken(edit, wanted, {}, ids, roles)
    edit.create(entity, values as New<Entity>, id)
    return
  }
  const object = objectOf(edit, entity, id)
  demandUnchanged(store, wanted, object?.id ?? id)
  if (!object) throw missing(wanted, id)
  if (what === 'update') {
    const values = taken(edit, wanted, object as unknown as Plain, ids, roles)
    edit.update(entity, object.id, values as Changes<Entity>)
  } else {
    demandRemoval(entity, object, roles)
    edit.remove(entity, id)
  }
}

function taken(
  edit: Edit,
  { entity, values }: Wanted,
  before: Plain,
  ids: ReadonlyMap<string, string>,
  roles: readonly Role[],
): Record<string, unknown> {
  const given = givenValues(entity.fields, values, before, ids)
  const object = subject(entity, { ...before, ...given.values })
  for (const problem of given.problems) edit.refuse({ object, ...problem })
  const denied = Object.entries(given.values).filter(([name, value]) => {
    const field = Object.hasOwn(entity.fields, name) ? entity.fields[name] : undefined
    if (!field || isDeepStrictEqual(value, before[name] ?? field.default)) return false
    return !mayChangeTo(
      entity,
      field,
      { before: before[name] ?? field.default, after: value },
      roles,
    )
  })
  const names = denied.map(([name]) => name)
  if (names.length > 0) throw notAllowed(entity, object, names)
  demandReach(entity, before, given.values, roles)
  return given.values
}

/** Some objects are not for everybody who may change others of their kind. */
function demandReach(entity: Entity, before: Plain, given: Plain, roles: readonly Role[]): void {
  const { reach } = entity.rules
  const changed = Object.keys(given).filter((name) => !isDeepStrictEqual(given[name], before[name]))
  if (!reach || before.id === undefined || changed.length === 0) return
  if (!reach(before, changed, roles)) throw notAllowed(entity, subject(entity, before), changed)
}

function notAllowed(entity: Entity, object: string, names: readonly string[]): Refusal {
  const labels = names.map((name) => asMessage(entity.fields[name]?.label ?? name))
  const problems = names.map((field) => ({
    object,
    field,
    what: 'your roles do not allow you to change it',
    remedy: 'Ask an administrator who may.',
  }))
  const text = message('refusal.may-not-change', { fields: labels, object: objectNamed(object) })
  return new Refusal('forbidden', text, { problems })
}

/** Who deletes an object takes away everything that it has, also what only others may give. */
function demandRemoval(entity: Entity, object: Identity, roles: readonly Role[]): void {
  const values = object as unknown as Plain
  if (entity.rules.reach?.(values, 'removal', roles) === false) {
    const label = asMessage(entity.rules.label)
    throw new Refusal('forbidden', message('refusal.may-not-delete', { label }))
  }
  const beyond = Object.entries(entity.fields).filter(([name, field]) => {
    const set = values[name] !== undefined && !isDeepStrictEqual(values[name], field.default)
    return (
      field.need !== 'secret' && set && !mayChangeTo(entity, field, { before: values[name] }, roles)
    )
  })
  const names = beyond.map(([name]) => name)
  if (names.length > 0) throw notAllowed(entity, subject(entity, values), names)
}

/** Within the transaction: nobody can be faster after this. */
function demandUnchanged(store: Store, { entity, revision }: Wanted, object: string): void {
  if (revision === undefined) return
  const last = store.lastChange(object)
  if (last === revision) return
  const change = store.revisions({ since: last - 1, limit: 1 })[0]
  const by = printable(change?.by ?? 'Somebody')
  const kind = change?.changes.find((one) => one.id === object)?.kind
  const id = kind === 'removed' ? 'refusal.deleted-meanwhile' : 'refusal.meanwhile'
  const label = asMessage(entity.rules.label)
  throw new Refusal('changed-meanwhile', message(id, { by, label, revision: last }))
}

function missing({ entity }: Wanted, id: string): Refusal {
  return noSuch(entity, id)
}

/** The refusal of a request about an object that there is not. */
export function noSuch({ rules }: Entity, id: string): Refusal {
  const values = { label: asMessage(rules.label), name: printable(id) }
  return new Refusal('not-found', message('refusal.no-such', values))
}

const MOST_CHANGES = 1000

/** The changes of `POST /config`, checked as far as the model is not needed. @throws Refusal `bad-request`, `not-found` */
export function wantedOf(body: unknown, sectionNamed: (name: string) => Entity): Wanted[] {
  const changes = isPlain(body) ? body.changes : undefined
  if (!Array.isArray(changes) || changes.length === 0 || changes.length > MOST_CHANGES) {
    const values = { max: MOST_CHANGES, example: '{"changes": […]}' }
    throw new Refusal('bad-request', message('changes.count', values))
  }
  return changes.map((change: unknown, index) => {
    if (!isPlain(change)) throw wrongChange(index, 'it is no object')
    const { do: what, section, id, values, _revision: revision } = change
    if (what !== 'create' && what !== 'update' && what !== 'remove') {
      throw wrongChange(index, "'do' is create, update or remove")
    }
    if (typeof section !== 'string' || typeof id !== 'string' || id.length > 128) {
      throw wrongChange(index, 'it names no section and id')
    }
    if (what !== 'remove' && !isPlain(values)) {
      throw wrongChange(index, 'it has no values')
    }
    if (revision !== undefined && !Number.isSafeInteger(revision)) {
      throw wrongChange(index, '_revision is no number')
    }
    return {
      do: what,
      entity: sectionNamed(section),
      id,
      values: isPlain(values) ? values : {},
      revision: revision as number | undefined,
    }
  })
}

function wrongChange(index: number, what: string): Refusal {
  const values = { number: index + 1, what: asMessage(what) }
  return new Refusal('bad-request', message('changes.wrong', values))
}
