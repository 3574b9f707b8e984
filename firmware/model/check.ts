import Compile, { type Validator } from 'typebox/compile'
import { asMessage, type Message, type Text } from '../words/message.ts'
import { message } from '../words/say.ts'
import { isPlain } from './complete.ts'
import { type Entity, subject } from './entity.ts'
import type { Field, Fields } from './field.ts'
import { nearest } from './nearest.ts'
import { printable } from './printable.ts'
import type { Problem } from './problem.ts'

type Finding = Omit<Problem, 'object'>

/** What is wrong with an object whose defaults are filled in: every field, then the rules over several of them. */
export function check(entity: Entity, object: Readonly<Record<string, unknown>>): Problem[] {
  const findings = checkFields(entity.fields, object, '')
  if (findings.length === 0) findings.push(...(entity.rules.check?.(object) ?? []))
  const name = subject(entity, object)
  return findings.map((finding) => ({ object: name, ...finding }))
}

function checkFields(fields: Fields, values: Readonly<Record<string, unknown>>, path: string) {
  const findings: Finding[] = []
  for (const [name, field] of Object.entries(fields)) {
    const value = values[name]
    const place = path + name
    if (repeats(field, values, value)) continue
    if (value !== undefined) findings.push(...checkField(field, value, place))
    else if (field.need === 'given' || field.need === 'default')
      findings.push(missing(place, field))
  }
  for (const name of Object.keys(values)) {
    if (!Object.hasOwn(fields, name)) findings.push(unknownField(path, name, Object.keys(fields)))
  }
  return findings
}

/** Whether the value is only that of another field, which is told already when it is wrong. */
export function repeats(
  field: Field,
  values: Readonly<Record<string, unknown>>,
  value: unknown,
): boolean {
  return field.sameAs !== undefined && value !== undefined && value === values[field.sameAs]
}

function checkField(field: Field, value: unknown, path: string): Finding[] {
  const { fields, item } = field
  if (fields && isPlain(value)) {
    const findings = checkFields(fields, value, `${path}.`)
    return findings.length > 0 ? findings : checkAlternatives(field, value, path)
  }
  if (item && Array.isArray(value) && value.length <= (field.schema as Limits).maxItems) {
    return value.flatMap((one, index) => checkField(item, one, `${path}[${index}]`))
  }
  if (!fields && !item && fits(field, value)) return []
  const says = asMessage(field.says)
  const what = message('is-not', { given: quoted(field, value), says })
  return [{ field: path, what, remedy: field.remedy }]
}

function checkAlternatives({ oneOf }: Field, values: object, path: string): Finding[] {
  if (!oneOf) return []
  const given = oneOf.filter((name) => Object.hasOwn(values, name))
  if (given.length === 1) return []
  const what = given.length > 0 ? message('names-several', { names: given }) : 'it names nothing'
  return [{ field: path, what, remedy: message('give.exactly-one', { names: oneOf.join(', ') }) }]
}

type Limits = { readonly maxItems: number }

const compiled = new WeakMap<Field, Validator>()

/** Whether a value satisfies the schema of its field. */
export function fits(field: Field, value: unknown): boolean {
  let validator = compiled.get(field)
  if (!validator) {
    validator = Compile(field.schema)
    compiled.set(field, validator)
  }
  return validator.Check(value)
}

function missing(path: string, field: Field): Finding {
  const remedy = message('give.says', { says: asMessage(field.says) })
  return { field: path, what: 'it is missing', remedy }
}

export function unknownField(path: string, name: string, known: readonly string[]): Finding {
  const remedy = meantOrKnown(name, known)
  return { field: path + printable(name), what: 'there is no such field', remedy }
}

/** What to write instead of a name that nobody knows. */
export function meantOrKnown(name: string, known: readonly string[]): Message {
  const meant = nearest(name, known)
  if (meant !== undefined) return message('did-you-mean', { name: meant })
  return message('known-are', { names: known.join(', ') })
}

function quoted(field: Field, value: unknown): Text {
  if (field.need === 'secret') return asMessage('what is given')
  if (Array.isArray(value)) return message('given.list', { count: value.length })
  if (typeof value === 'object') return asMessage(value === null ? 'nothing' : 'a group of fields')
  return `'${printable(String(value))}'`
}
