import { isPlain } from '../model/complete.ts'
import type { Field } from '../model/field.ts'
import { entities, entityNamed } from '../model/registry.ts'
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

const WORD = { created: 'added', changed: 'changed', removed: 'deleted' } as const

/** The same in words, for pages: `changed handset 101`, `Number of lines: 2 → 3`. To be used for several revisions. */
export function changesInWords(store: Store): (changes: readonly ObjectChange[]) => string[] {
  const known = storedNames(store)
  return (changes) => {
    const name = namesOf(new Map(known), changes)
    return changes.flatMap((change) => {
      const head = `${WORD[change.kind]} ${change.name}`
      if (change.kind !== 'changed') return [head]
      const fields = entityNamed(change.entity)?.fields ?? {}
      const lines = Object.entries(change.fields).map(([field, values]) =>
        shownField(change, [field, values], name, fields[field]?.label ?? field),
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
  label = name,
): string {
  const field = entityNamed(entity)?.fields[name]
  if (field?.need === 'secret') return `${label}: a new one`
  return `${label}: ${shown(field, change.before, of)} → ${shown(field, change.after, of)}`
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
