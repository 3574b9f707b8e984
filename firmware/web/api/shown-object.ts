import { isPlain } from '../../model/complete.ts'
import type { Entity, Identity } from '../../model/entity.ts'
import type { Field, Fields } from '../../model/field.ts'
import type { Store } from '../../store/store.ts'
import type { ConfigObject } from '../contract.ts'

/** An object as answers have it: its declared fields without any secret, at any depth. */
export function shownObject(store: Store, entity: Entity, object: Identity): ConfigObject {
  const id = entity.rules.singleton ? entity.rules.section : object.id
  const _revision = store.lastChange(object.id)
  return { ...shownFields(entity.fields, object), id, site: object.site, _revision }
}

function shownFields(fields: Fields, values: object): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(fields)) {
    const value = (values as Readonly<Record<string, unknown>>)[name]
    if (field.need === 'secret' || value === undefined) continue
    shown[name] = shownValue(field, value)
  }
  return shown
}

function shownValue({ fields, item }: Field, value: unknown): unknown {
  if (fields && isPlain(value)) return shownFields(fields, value)
  if (item && Array.isArray(value)) return value.map((one) => shownValue(item, one))
  return value
}
