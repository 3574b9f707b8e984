import { isPlain } from '../model/complete.ts'
import type { Entity } from '../model/entity.ts'
import type { Field } from '../model/field.ts'
import { writeCsv } from './csv.ts'
import { columnsOf } from './csv-columns.ts'
import { isOfUnit, shownObjects } from './office-export.ts'
import type { Store } from './store.ts'

/**
 * A list as a table for spreadsheets, which `readCsvList` takes. References are natural keys; what is a list itself is JSON, or its
 * entries between semicolons. Without secrets.
 */
export function exportCsv(store: Store, entity: Entity): string {
  const columns = columnsOf(entity).filter(
    ({ field }) => field.need !== 'secret' && !isOfUnit(field),
  )
  const rows = shownObjects(store, entity).map((object) =>
    columns.map(({ path, field }) => cellOf(field, at(object, path))),
  )
  return writeCsv([columns.map(({ path }) => path), ...rows])
}

function at(object: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce((value: unknown, name) => (isPlain(value) ? value[name] : undefined), object)
}

function cellOf({ item }: Field, value: unknown): string {
  if (value === undefined) return ''
  if (!Array.isArray(value)) return String(value)
  if (value.length === 0) return ''
  const plain = value.map(String)
  const asItIs = plain.every((one) => one !== '' && one === one.trim() && !one.includes(';'))
  if (item?.fields || item?.item || !asItIs || plain[0]?.startsWith('['))
    return JSON.stringify(value)
  return plain.join('; ')
}
