import { isDeepStrictEqual } from 'node:util'
import type { Role } from '../../model/facts.ts'
import type { Problem } from '../../model/problem.ts'
import { entityNamed } from '../../model/registry.ts'
import { User } from '../../model/user.ts'
import type { Reader } from '../../store/reader.ts'
import type { ObjectChange } from '../../store/revision.ts'
import { mayChange, mayChangeTo } from './sections.ts'

/** Whether these roles could have made a change, or its opposite, by hand. `now`: what is there without it. */
export function mayMake(now: Reader, change: ObjectChange, roles: readonly Role[]): boolean {
  const { entity: name, id, kind, fields } = change
  const entity = entityNamed(name)
  if (!entity || entity.rules.internal) return false
  if (kind !== 'changed' && !entity.rules.singleton && !mayChange(entity, roles)) return false
  const object = entity.rules.reach && now.get(entity, id)
  const what = kind === 'changed' ? Object.keys(fields) : 'removal'
  if (object && entity.rules.reach?.({ ...object }, what, roles) === false) return false
  return Object.entries(fields).every(([field, { before, after }]) => {
    const declared = entity.fields[field]
    if (!declared) return false
    const whole = kind !== 'changed'
    if (whole && (declared.need === 'secret' || declared.fixed)) return true
    if (whole && isDeepStrictEqual(before ?? after, declared.default)) return true
    return mayChangeTo(entity, declared, { before, after }, roles)
  })
}

/** For `store.change`: objects to what these roles may not do. */
export function onlyWithRights(
  now: Reader,
  roles: readonly Role[],
): (changes: readonly ObjectChange[]) => readonly Problem[] {
  return (changes) =>
    changes
      .filter((change) => !mayMake(now, change, roles))
      .map(({ name }) => ({
        object: name,
        what: 'your roles do not allow you to change it',
        remedy: 'Ask an administrator who may.',
      }))
}

/** Objects to every role that somebody would get (SECURITY 13: nobody plants an administrator by a file). */
export function nobodyGetsRoles(changes: readonly ObjectChange[]): readonly Problem[] {
  return changes
    .filter(({ entity, fields }) => {
      const { before = [], after = [] } = fields.roles ?? {}
      const had = before as readonly string[]
      return entity === User.name && (after as readonly string[]).some((one) => !had.includes(one))
    })
    .map(({ name }) => ({
      object: name,
      field: 'roles',
      what: 'a file gives nobody roles unless that is asked for',
      remedy: 'Allow administrators for this import, or take the roles out of the file.',
    }))
}
