import { isPlain } from '../model/complete.ts'
import type { Field } from '../model/field.ts'
import { entities, entityNamed } from '../model/registry.ts'
import { asMessage, type Language, type Message } from '../words/message.ts'
import { objectNamed } from '../words/object.ts'
import { message, say, sayChoice } from '../words/say.ts'
import { naturalKey } from './natural-key.ts'
import type { FieldChange, ObjectChange } from './revision.ts'
import type { Store } from './store.ts'

const MARK = { created: '+', changed: '~', removed: '-' } as const

/**
 * Changes as lines for a person, a line an object and one more for each field of a changed one:
 * `~ handset 101`, `    lines: 2 → 3`.
 */
export function showChanges(store: Store, changes: readonly ObjectChange[]): string[] {
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
  store: Store,
  language: Language = 'en',
): (changes: readonly ObjectChange[]) => string[] {
  const known = storedNames(store)
  return (changes) => {
    const name = namesOf(new Map(known), changes)
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

type Names = (id: string) => string

/** Natural keys for ids: of the store, and of what these changes make or delete. */
function names(store: Store, changes: readonly ObjectChange[]): Names {
  return namesOf(storedNames(store), changes)
}

function storedNames(store: Store): Map<string, string> {
  const known = new Map<string, string>()
  for (const entity of entities) {
    if (entity.rules.singleton) continue
    for (const object of store.all(entity)) known.set(object.id, naturalKey(entity, object))
  }
  return known
}

function namesOf(known: Map<string, string>, changes: readonly ObjectChange[]): Names {
  for (const { entity, id, fields } of changes) {
    const key = fields[entityNamed(entity)?.rules.key ?? '']
    const value = key?.after ?? key?.before
    if (value !== undefined) known.set(id, String(value))
  }
  return (id) => known.get(id) ?? id
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
  if (value === undefined || value === '') return message('history.none')
  if (typeof value === 'boolean') return message(`history.${value}`)
  if (field?.kind === 'choice') return sayChoice(language, String(value))
  return shown(field, value, of)
}

function shown(field: Field | undefined, value: unknown, of: Names): string {
  if (value === undefined || value === '') return '(none)'
  if (field?.kind === 'reference') return of(String(value))
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
