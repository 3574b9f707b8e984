import { Document } from 'yaml'
import { isPlain } from '../model/complete.ts'
import type { Entity, Identity } from '../model/entity.ts'
import type { Field, Fields } from '../model/field.ts'
import { entities, entityNamed } from '../model/registry.ts'
import { Site } from '../model/site.ts'
import { naturalKey } from './natural-key.ts'
import { SECRETS, type SealedSecrets } from './sealed-secrets.ts'
import type { Store } from './store.ts'

/** What to leave out, and how to write the rest. */
export interface ExportOptions {
  /** Sections of the file; all unless told. */
  readonly sections?: readonly string[] | undefined
  readonly format?: 'yaml' | 'json'
  /** Written as the last section. */
  readonly sealed?: SealedSecrets
}

/**
 * The configuration as a file that `applyOffice` takes: natural keys instead of ids, in a stable order. What a unit makes for itself and
 * empty fields are left out; secrets too, unless they are handed in sealed.
 */
export function exportOffice(
  store: Store,
  { sections, format = 'yaml', sealed }: ExportOptions = {},
): string {
  const office: Record<string, unknown> = {}
  for (const entity of entities) {
    const { section, singleton, internal } = entity.rules
    if (internal || sections?.includes(section) === false) continue
    const shown = shownObjects(store, entity)
    if (singleton) office[section] = shown[0]
    else if (shown.length > 0) office[section] = shown
  }
  if (sealed) office[SECRETS] = sealed
  if (format === 'json') return `${JSON.stringify(office, null, 2)}\n`
  return new Document(office).toString({ lineWidth: 0 })
}

/** Every object of an entity as files have it. */
export function shownObjects(store: Store, entity: Entity): Record<string, unknown>[] {
  const objects = entity.rules.singleton ? [store.only(entity)] : ordered(entity, store)
  return objects.map((object) => shownFields(entity.fields, object, store))
}

const byNumber = new Intl.Collator('en', { numeric: true })

/** By natural key; the unit's own site first, because the first site of an empty store becomes the unit's. */
function ordered(entity: Entity, store: Store): Identity[] {
  const own = (object: Identity) => (entity === Site && object.id === store.site() ? 0 : 1)
  return store.all(entity).toSorted((a, b) => {
    const [one, two] = [naturalKey(entity, a), naturalKey(entity, b)]
    return own(a) - own(b) || byNumber.compare(one, two) || (one < two ? -1 : 1)
  })
}

/** What the unit made for itself and no other may have: its realm. */
export function isOfUnit({ fixed, generated }: Field): boolean {
  return Boolean(fixed && generated)
}

function shownFields(fields: Fields, object: object, store: Store): Record<string, unknown> {
  const values = object as Readonly<Record<string, unknown>>
  const shown: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(fields)) {
    const value = values[name]
    if (value === undefined || field.need === 'secret') continue
    if (value === '' && (field.default ?? '') === '') continue
    if (isOfUnit(field) || (field.sameAs && values[field.sameAs] === value)) continue
    shown[name] = shownValue(field, value, store)
  }
  return shown
}

function shownValue(field: Field, value: unknown, store: Store): unknown {
  if (field.kind === 'reference') {
    const entity = entityNamed(field.entity ?? '')
    const target = entity && store.get(entity, String(value))
    return target ? naturalKey(entity, target) : undefined
  }
  if (field.fields && isPlain(value)) return shownFields(field.fields, value, store)
  if (field.item && Array.isArray(value)) {
    const { item } = field
    return value.map((one) => shownValue(item, one, store))
  }
  return value
}
