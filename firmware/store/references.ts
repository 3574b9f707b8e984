import { isPlain } from '../model/complete.ts'
import type { Field, Fields } from '../model/field.ts'

/** One reference within an object. */
export interface Reference {
  /** Where it stands: `route.attempts[0].destinations[1].handset`. */
  readonly path: string
  readonly field: Field
  readonly target: string
}

type Values = Readonly<Record<string, unknown>>

/** Every reference that the values of these fields hold, at any depth. */
export function referencesIn(fields: Fields, values: Values, path = ''): Reference[] {
  return Object.entries(fields).flatMap(([name, field]) => within(field, values[name], path + name))
}

function within(field: Field, value: unknown, path: string): Reference[] {
  const { fields, item } = field
  if (field.kind === 'reference' && typeof value === 'string')
    return [{ path, field, target: value }]
  if (fields && isPlain(value)) return referencesIn(fields, value, `${path}.`)
  if (item && Array.isArray(value)) {
    return value.flatMap((one, index) => within(item, one, `${path}[${index}]`))
  }
  return []
}

/**
 * The values without any reference to `target`: an optional field goes; an entry of a list that needs it goes whole (also when
 * it needs one of several), and so does one whose own list is left empty by that.
 */
export function withoutReference(fields: Fields, values: Values, target: string): Values {
  return cleared(fields, values, target).values
}

function cleared(
  fields: Fields,
  values: Values,
  target: string,
): { values: Values; lost: boolean } {
  let lost = false
  const left: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(values)) {
    const field = fields[name]
    if (field?.kind === 'reference' && value === target) {
      lost ||= field.need === 'given'
    } else if (field?.fields && isPlain(value)) {
      const inner = cleared(field.fields, value, target)
      left[name] = inner.values
      lost ||= inner.lost
    } else if (field?.item?.fields && Array.isArray(value)) {
      const entries = clearedEntries(field.item, value, target)
      left[name] = entries
      lost ||= entries.length === 0 && value.length > 0
    } else {
      left[name] = value
    }
  }
  return { values: left, lost }
}

function clearedEntries(item: Field, entries: readonly unknown[], target: string): unknown[] {
  return entries
    .map((entry) => (isPlain(entry) ? clearedEntry(item, entry, target) : keep(entry)))
    .filter((entry) => !entry.lost)
    .map((entry) => entry.values)
}

const keep = (values: unknown) => ({ values, lost: false })

/** An entry is lost also when the one alternative that it had is gone. */
function clearedEntry({ fields = {}, oneOf }: Field, entry: Values, target: string) {
  const { values, lost } = cleared(fields, entry, target)
  const named = (of: Values) => oneOf?.some((name) => Object.hasOwn(of, name))
  return { values, lost: lost || (named(entry) && !named(values)) }
}
