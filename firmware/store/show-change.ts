import { isPlain } from '../model/complete.ts'
import type { Field } from '../model/field.ts'
import { entityNamed } from '../model/registry.ts'
import { asMessage, type Language, type Message } from '../words/message.ts'
import { objectNamed } from '../words/object.ts'
import { message, say, sayChoice } from '../words/say.ts'
import { naturalKey } from './natural-key.ts'
import type { Reader } from './reader.ts'
import type { FieldChange, ObjectChange } from './revision.ts'

const MARK = { created: '+', changed: '~', removed: '-' } as const

/**
 * Changes as lines for a person, a line an object and one more for each field of a changed one:
 * `~ handset 101`, `    lines: 2 → 3`.
 */
export function showChanges(store: Reader, changes: readonly ObjectChange[]): string[] {
  const name = names(store, changes)
  return changes.flatMap((change) => {
    const head = `${MARK[change.kind]} ${change.name}`
    if (change.kind !== 'changed') return [head]
    return [
      head,
      ...Object.entries(change.fields).map((field) => `    ${shownField(change, field, name)}`),
    ]
  })
}

/** The same in words, for pages: `changed handset 101`, `Number of lines: 2 → 3`. To be used for several revisions. */
export function changesInWords(
  store: Reader,
  language: Language = 'en',
): (changes: readonly ObjectChange[]) => string[] {
  return (changes) => {
    const name = names(store, changes)
    return changes.flatMap((change) => {
      const object = objectNamed(change.name)
      const head = say(language, message(`history.${change.kind}`, { object }))
      if (change.kind !== 'changed') return [head]
      const fields = entityNamed(change.entity)?.fields ?? {}
      const lines = Object.entries(change.fields).map(([field, values]) =>
        fieldInWords(language, fields[field], [field, values], name),
      )
      return [head, ...lines]
    })
  }
}

/** A value of a field in words. */
export function inWords(
  store: Reader,
  language: Language,
  field: Field,
  value: unknown,
): string | Message {
  return valueInWords(language, field, value, names(store, []))
}

/** What people call the object that a reference points to. */
type Names = (reference: Field, id: string) => string

/** Natural keys: of what these changes make or delete, and of the store. */
function names(store: Reader, changes: readonly ObjectChange[]): Names {
  const changed = new Map<string, string>()
  for (const { entity, id, fields } of changes) {
    const key = fields[entityNamed(entity)?.rules.key ?? '']
    const value = key?.after ?? key?.before
    if (value !== undefined) changed.set(id, String(value))
  }
  return ({ entity: name }, id) => changed.get(id) ?? storedName(store, name, id) ?? id
}

function storedName(store: Reader, name: string | undefined, id: string): string | undefined {
  const entity = entityNamed(name ?? '')
  const object = entity && store.get(entity, id)
  return object && naturalKey(entity, object)
}

function shownField(
  { entity }: ObjectChange,
  [name, change]: [string, FieldChange],
  of: Names,
): string {
  const field = entityNamed(entity)?.fields[name]
  if (field?.need === 'secret') return `${name}: a new one`
  return `${name}: ${shown(field, change.before, of)} → ${shown(field, change.after, of)}`
}

function fieldInWords(
  language: Language,
  field: Field | undefined,
  [name, change]: [string, FieldChange],
  of: Names,
): string {
  const label = asMessage(field?.label ?? name)
  if (field?.need === 'secret') return say(language, message('history.secret', { label }))
  const before = valueInWords(language, field, change.before, of)
  const after = valueInWords(language, field, change.after, of)
  return say(language, message('history.field', { label, before, after }))
}

function valueInWords(
  language: Language,
  field: Field | undefined,
  value: unknown,
  of: Names,
): string | Message {
  if (isNothing(value)) return message('history.none')
  if (typeof value === 'boolean') return message(`history.${value}`)
  if (field?.kind === 'choice') return sayChoice(language, String(value))
  const { fields, item } = field ?? {}
  const words = (inner: Field | undefined, one: unknown) =>
    say(language, valueInWords(language, inner, one, of))
  if (item && Array.isArray(value)) {
    const all = value.map((one) => words(item, one))
    return item.fields ? all.map((one) => `(${one})`).join(' ') : all.join(', ')
  }
  if (fields && isPlain(value)) {
    const set = Object.entries(value).filter(([, one]) => !isNothing(one))
    const label = (name: string) => say(language, asMessage(fields[name]?.label ?? name))
    return set.map(([name, one]) => `${label(name)}: ${words(fields[name], one)}`).join('; ')
  }
  return shown(field, value, of)
}

/** Whether people would say that nothing is there. */
export function isNothing(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

function shown(field: Field | undefined, value: unknown, of: Names): string {
  if (value === undefined || value === '') return '(none)'
  if (field?.kind === 'reference') return of(field, String(value))
  const { fields, item } = field ?? {}
  if (item && Array.isArray(value))
    return `[${value.map((one) => shown(item, one, of)).join(', ')}]`
  if (fields && isPlain(value)) {
    const parts = Object.entries(value).map(
      ([name, one]) => `${name} ${shown(fields[name], one, of)}`,
    )
    return `{${parts.join(', ')}}`
  }
  return String(value)
}
