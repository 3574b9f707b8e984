import type { Generated } from './facts.ts'
import type { Field, Fields } from './field.ts'

type Plain = Readonly<Record<string, unknown>>

/** Makes values that the unit invents: secrets, SIP users, its realm. */
export type Generate = (what: Generated) => string

/**
 * The values with every default filled in and in their one spelling, at any depth. What is wrong stays as it is, for `check` to find; an absent
 * optional field stays absent, and so does a secret: it is kept apart from the values. Does not change its argument.
 */
export function complete(
  fields: Fields,
  values: Plain,
  generate: Generate,
): Record<string, unknown> {
  const full: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(fields)) {
    const value = values[name]
    const missing = value === undefined || (value === '' && (field.sameAs || field.generated))
    const filled = missing && field.need !== 'secret' ? filling(field, full, generate) : value
    if (filled !== undefined) full[name] = inside(field, filled, generate)
  }
  for (const [name, value] of Object.entries(values)) {
    if (Object.hasOwn(fields, name) || value === undefined) continue
    // Not by assignment: a field named __proto__ would be gone, and nobody be told.
    Object.defineProperty(full, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  return full
}

/** `sameAs` looks at fields declared before this one. */
function filling(field: Field, before: Plain, generate: Generate): unknown {
  if (field.sameAs) return before[field.sameAs]
  if (field.generated) return generate(field.generated)
  return field.default
}

function inside(field: Field, value: unknown, generate: Generate): unknown {
  const { fields, item, normal } = field
  if (normal && typeof value === 'string') return normal(value)
  if (fields && isPlain(value)) return complete(fields, value, generate)
  if (item && Array.isArray(value)) return value.map((one) => inside(item, one, generate))
  return value
}

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
