/** One page of the objects of an entity: filtered, sorted, searched. */
import type { Entity, Identity } from '../model/entity.ts'
import type { Field } from '../model/field.ts'
import { entityNamed } from '../model/registry.ts'
import { naturalKey } from './natural-key.ts'
import type { Reader } from './reader.ts'

/** Fields are names of the entity; whoever makes a query has looked (`isSortable`, `isFilterable`). */
export interface ListQuery {
  /** The natural key unless told. */
  readonly sort?: { readonly field: string; readonly descending: boolean } | undefined
  readonly filters: readonly { readonly field: string; readonly text: string }[]
  /** Each of its words must be in one of the object's texts. */
  readonly q: string
  readonly offset: number
  readonly limit: number
}

export interface ListPage {
  readonly items: readonly Identity[]
  /** How many there are without paging. */
  readonly total: number
}

const TEXTS = ['text', 'digits']
const PLAIN = [...TEXTS, 'choice', 'whole', 'flag', 'reference']

export function isSortable({ kind }: Field): boolean {
  return PLAIN.includes(kind)
}

/** Also lists of plain values: those with an entry that agrees. */
export function isFilterable({ kind, item }: Field): boolean {
  return PLAIN.includes(kind) || (kind === 'list' && item !== undefined && isFilterable(item))
}

export function listObjects(reader: Reader, entity: Entity, query: ListQuery): ListPage {
  const objects = entity.rules.singleton ? [reader.only(entity)] : reader.all(entity)
  const found = objects.filter((object) => agrees(entity, object, query))
  const { offset, limit } = query
  const items = sorted(reader, entity, found, query).slice(offset, offset + limit)
  return { items, total: found.length }
}

const fieldOf = (object: Identity, field: string) =>
  (object as unknown as Readonly<Record<string, unknown>>)[field]

function agrees(entity: Entity, object: Identity, { filters, q }: ListQuery): boolean {
  const fits = filters.every(({ field, text }) => {
    const declared = entity.fields[field]
    return declared !== undefined && matches(declared, fieldOf(object, field), text)
  })
  return fits && q.split(/\s+/).every((word) => word === '' || isIn(entity, object, folded(word)))
}

/** Texts contain what is looked for; everything else is it. */
function matches(field: Field, value: unknown, text: string): boolean {
  const { item } = field
  if (item) return Array.isArray(value) && value.some((one) => matches(item, one, text))
  if (TEXTS.includes(field.kind)) return folded(String(value ?? '')).includes(folded(text))
  return String(value ?? '') === text
}

function isIn(entity: Entity, object: Identity, word: string): boolean {
  return Object.entries(entity.fields).some(
    ([name, { kind }]) =>
      TEXTS.includes(kind) && folded(String(fieldOf(object, name) ?? '')).includes(word),
  )
}

/** Without case and accents: `gödel` is found by `Godel`. */
export function folded(text: string): string {
  if (!/[^\0-\x7f]/.test(text)) return text.toLowerCase() // nearly all: has nothing to take off
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

const inOrder = new Intl.Collator('en', { numeric: true })

function sorted(
  reader: Reader,
  entity: Entity,
  objects: readonly Identity[],
  { sort }: ListQuery,
): Identity[] {
  const name = sort?.field ?? entity.rules.key
  if (!name) return [...objects]
  const turn = sort?.descending ? -1 : 1
  const shown = new Map(objects.map((object) => [object, sortText(reader, entity, object, name)]))
  const text = (object: Identity) => shown.get(object) ?? ''
  return objects.toSorted(
    (a, b) => turn * inOrder.compare(text(a), text(b)) || (a.id < b.id ? -1 : 1),
  )
}

/** What people see: of a reference the key of its target. */
function sortText(reader: Reader, entity: Entity, object: Identity, name: string): string {
  const value = fieldOf(object, name)
  const target = entityNamed(entity.fields[name]?.entity ?? '')
  const found = target && typeof value === 'string' ? reader.get(target, value) : undefined
  return found && target ? naturalKey(target, found) : String(value ?? '')
}
