import type { Entity, Identity } from '../../model/entity.ts'
import type { Role } from '../../model/facts.ts'
import type { Field } from '../../model/field.ts'
import { nearest } from '../../model/nearest.ts'
import { printable } from '../../model/printable.ts'
import { entities } from '../../model/registry.ts'
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

export function mayChangeField(entity: Entity, field: Field, roles: Roles): boolean {
  if (field.kind === 'hash') return false // made by whoever sets the password, given by nobody
  return (field.change ?? entity.rules.change).some((role) => roles.includes(role))
}
