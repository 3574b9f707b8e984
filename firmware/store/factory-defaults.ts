/** The resets that keep what people made; the one that keeps nothing is the supervisor's (factory-reset.ts there). */
import type { Entity } from '../model/entity.ts'
import { RETURNED } from '../model/factory-defaults.ts'
import type { Changes, Edit } from './staging.ts'
import { defaults } from './undo.ts'

/** FDEF-1: exactly the settings of the list go back to their defaults. */
export function resetSettings(edit: Edit): void {
  for (const { entity, fields } of RETURNED) {
    const all = defaults(entity)
    const values = Object.fromEntries(fields.map((name) => [name, all[name]])) as Changes<Entity>
    const objects = entity.rules.singleton ? [edit.only(entity)] : edit.all(entity)
    for (const { id } of objects) edit.update(entity, id, values)
  }
}

/** FDEF-6: all of one group of settings goes back, secrets and what never changes apart. */
export function resetSection(edit: Edit, entity: Entity): void {
  edit.update(entity, edit.only(entity).id, defaults(entity) as Changes<Entity>)
}
