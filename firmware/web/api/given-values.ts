import { isPlain } from '../../model/complete.ts'
import type { Field, Fields } from '../../model/field.ts'
import { asMessage } from '../../words/message.ts'
import { message } from '../../words/say.ts'
import type { SaidProblem } from '../server/refusal.ts'

type Plain = Readonly<Record<string, unknown>>

export interface Given {
  /** For the store: `undefined` clears. */
  readonly values: Record<string, unknown>
  readonly problems: readonly SaidProblem[]
}

/**
 * What somebody gave for an object, ready for the store: `null` clears an optional field, a group keeps what is not named in it, a list
 * is replaced whole, and references to objects of the same request get their identities. Unknown fields stay, for the store to refuse.
 */
export function givenValues(
  fields: Fields,
  given: Plain,
  before: Plain,
  ids: ReadonlyMap<string, string>,
): Given {
  const problems: SaidProblem[] = []
  const values = within(fields, given, before, '')
  return { values, problems }

  function within(fields: Fields, given: Plain, before: Plain, path: string) {
    const values: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(given)) {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined
      values[name] = field ? one(field, value, before[name], path + name) : value
    }
    return values
  }

  function one(field: Field, value: unknown, before: unknown, path: string): unknown {
    const { kind, need, fields, item } = field
    if (value === null) {
      if (need !== 'optional') problems.push(notCleared(path, field))
      return undefined
    }
    if (kind === 'hash') {
      problems.push({ field: path, what: 'it is not given here', remedy: field.remedy })
      return undefined
    }
    if (kind === 'reference' && typeof value === 'string') return ids.get(value) ?? value
    if (fields && isPlain(value)) {
      const was = isPlain(before) ? before : {}
      return { ...was, ...within(fields, value, was, `${path}.`) }
    }
    if (item && Array.isArray(value)) {
      return value.map((entry, index) => one(item, entry, undefined, `${path}[${index}]`))
    }
    return value
  }
}

function notCleared(field: string, { says, need }: Field): SaidProblem {
  const remedy =
    need === 'secret'
      ? 'Leave it out to keep it, or give a new one.'
      : message('leave-or-give', { says: asMessage(says) })
  return { field, what: 'it cannot be cleared', remedy }
}
