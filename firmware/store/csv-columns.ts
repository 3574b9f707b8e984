import type { Entity } from '../model/entity.ts'
import type { Field, Fields } from '../model/field.ts'

/** A column of a list: a field that is no group, also one within a group. */
export interface Column {
  /** `sipUser`, `route.extension`. */
  readonly path: string
  readonly field: Field
}

/** What a list of these objects has beside one another; hashes are in no file. */
export function columnsOf({ fields }: Entity): readonly Column[] {
  return within(fields, '')
}

function within(fields: Fields, path: string): Column[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    if (field.kind === 'hash') return []
    const here = path + name
    return field.fields ? within(field.fields, `${here}.`) : [{ path: here, field }]
  })
}
