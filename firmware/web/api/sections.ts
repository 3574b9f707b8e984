import type { Entity, Identity } from '../../model/entity.ts'
import type { Role } from '../../model/facts.ts'
import type { Field } from '../../model/field.ts'
import { nearest } from '../../model/nearest.ts'
import { printable } from '../../model/printable.ts'
import { entities, entityNamed } from '../../model/registry.ts'
import type { Reader } from '../../store/reader.ts'
import { message } from '../../words/say.ts'
import { Refusal } from '../server/refusal.ts'

/** What people configure: everything but what the unit keeps for itself. */
export const sections: readonly Entity[] = entities.filter(({ rules }) => !rules.internal)

/** @throws Refusal `not-found` */
export function sectionNamed(name: string): Entity {
  const found = sections.find(({ rules }) => rules.section === name)
  if (found) return found
  const known = sections.map(({ rules }) => rules.section)
  const meant = nearest(name, known)
  const remedy = meant
    ? message('did-you-mean', { name: meant })
    : message('known-are', { names: known })
  throw new Refusal('not-found', message('refusal.no-section', { name: printable(name), remedy }))
}

/** The object that a path names; a singleton by its section or its identity. */
export function objectOf(reader: Reader, entity: Entity, id: string): Identity | undefined {
  if (!entity.rules.singleton) return reader.get(entity, id)
  const only = reader.only(entity)
  return id === entity.rules.section || id === only.id ? only : undefined
}

type Roles = readonly Role[]

/** Whether these roles may make and delete such objects. */
export function mayChange(entity: Entity, roles: Roles): boolean {
  return entity.rules.change.some((role) => roles.includes(role))
}

/** Whether these roles may see such objects. */
export function mayRead({ rules }: Entity, roles: Roles): boolean {
  return rules.read === undefined || rules.read.some((role) => roles.includes(role))
}

/** Whether these roles may see what became of such an object. */
export function maySeeChange({ entity: name }: { readonly entity: string }, roles: Roles): boolean {
  const entity = entityNamed(name)
  return !entity || mayRead(entity, roles)
}

/** @throws Refusal `forbidden` */
export function demandReading(entity: Entity, roles: Roles): void {
  if (mayRead(entity, roles)) return
  throw new Refusal('forbidden', 'Your roles do not allow you to see that.')
}

export function mayChangeField(entity: Entity, field: Field, roles: Roles): boolean {
  if (field.kind === 'hash') return false // made by whoever sets the password, given by nobody
  return (field.change ?? entity.rules.change).some((role) => roles.includes(role))
}

/** Whether these roles may change a field from one value to another: of a list of choices that depends on which. */
export function mayChangeTo(
  entity: Entity,
  field: Field,
  { before, after }: { readonly before?: unknown; readonly after?: unknown },
  roles: Roles,
): boolean {
  if (!mayChangeField(entity, field, roles)) return false
  return different(before, after).every((entry) => mayEnter(field, entry, roles))
}

/** Whether these roles may put this entry into a list of choices, and take it out. */
export function mayEnter({ entries }: Field, entry: unknown, roles: Roles): boolean {
  if (!entries || !Object.hasOwn(entries, String(entry))) return true
  return entries[String(entry)]?.some((role) => roles.includes(role)) ?? false
}

function different(before: unknown, after: unknown): unknown[] {
  const [was, is] = [Array.isArray(before) ? before : [], Array.isArray(after) ? after : []]
  return [...was.filter((one) => !is.includes(one)), ...is.filter((one) => !was.includes(one))]
}
