/** What a change set is made of, as it is kept: sealed, because it may hold passwords. */
import { isDeepStrictEqual } from 'node:util'
import { isPlain } from '../../../model/complete.ts'
import type { Entity } from '../../../model/entity.ts'
import type { Field, Fields } from '../../../model/field.ts'
import type { Reader } from '../../../store/reader.ts'
import type { Store } from '../../../store/store.ts'
import type { Wanted } from '../config-change.ts'
import { objectOf, sectionNamed } from '../sections.ts'

type Plain = Readonly<Record<string, unknown>>

export interface KeptItem {
  readonly do: Wanted['do']
  readonly section: string
  /** Real, also of what is to be created. */
  readonly id: string
  readonly values: Plain
  /** What the fields that it changes had when that was collected. */
  readonly before: Plain
  /** Revision that had changed the object last. */
  readonly base: number
}

export interface KeptSet {
  readonly id: string
  readonly name: string
  /** Id of who made it. */
  readonly user: string
  readonly by: string
  readonly createdAt: number
  readonly items: readonly KeptItem[]
  /** With these rights it is applied by itself. */
  readonly schedule?: { readonly at: number; readonly user: string; readonly over: boolean }
  readonly applied?: { readonly at: number; readonly revision: number }
  readonly failed?: { readonly at: number; readonly why: string }
}

/** The request's changes as items: with real identities, and what is there now. */
export function itemsOf(
  store: Store,
  wanted: readonly Wanted[],
  ids: ReadonlyMap<string, string>,
): KeptItem[] {
  return wanted.map(({ do: what, entity, id, values }) => {
    const object = what === 'create' ? undefined : objectOf(store, entity, ids.get(id) ?? id)
    const real = object?.id ?? ids.get(id) ?? id
    const now = (object ?? {}) as unknown as Plain
    const before = Object.fromEntries(Object.keys(values).map((name) => [name, now[name]]))
    return {
      do: what,
      section: entity.rules.section,
      id: entity.rules.singleton ? entity.rules.section : real,
      values: withIds(entity.fields, values, ids),
      before,
      base: store.lastChange(real),
    }
  })
}

function withIds(fields: Fields, values: Plain, ids: ReadonlyMap<string, string>): Plain {
  const one = (field: Field | undefined, value: unknown): unknown => {
    if (field?.kind === 'reference' && typeof value === 'string') return ids.get(value) ?? value
    if (field?.fields && isPlain(value)) return withIds(field.fields, value, ids)
    if (field?.item && Array.isArray(value)) return value.map((entry) => one(field.item, entry))
    return value
  }
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      one(Object.hasOwn(fields, name) ? fields[name] : undefined, value),
    ]),
  )
}

/** One item an object and kind: later changes of the same object go into the first. */
export function merged(items: readonly KeptItem[], more: readonly KeptItem[]): KeptItem[] {
  const all = [...items]
  for (const item of more) {
    const at = all.findIndex((one) => one.id === item.id && one.section === item.section)
    const known = all[at]
    if (!known) all.push(item)
    else if (item.do === 'update') {
      all[at] = {
        ...known,
        values: over(sectionNamed(item.section).fields, known.values, item.values),
        before: { ...item.before, ...known.before },
      }
    } else if (known.do === 'create')
      all.splice(at, 1) // made and deleted again
    else all[at] = { ...item, base: known.base }
  }
  return all
}

/** A group keeps what is not named in it again, as in `givenValues`. */
function over(fields: Fields, first: Plain, then: Plain): Plain {
  const both = { ...first, ...then }
  for (const [name, value] of Object.entries(then)) {
    const inner = Object.hasOwn(fields, name) ? fields[name]?.fields : undefined
    const was = first[name]
    if (inner && isPlain(value) && isPlain(was)) both[name] = over(inner, was, value)
  }
  return both
}

/** For `applyAll`: what is to be created keeps its identity. */
export function wantedBy(items: readonly KeptItem[]): {
  wanted: Wanted[]
  ids: Map<string, string>
} {
  const wanted = items.map(({ section, ...item }) => ({
    do: item.do,
    entity: sectionNamed(section),
    id: item.id,
    values: item.values,
  }))
  const made = items.filter((item) => item.do === 'create').map(({ id }) => [id, id] as const)
  return { wanted, ids: new Map(made) }
}

/** A field that somebody else changed since it was collected. */
export interface Conflict {
  readonly entity: Entity
  readonly id: string
  readonly field?: string
  readonly was?: unknown
  readonly now?: unknown
  /** Who changed the object last, and which revision that was. */
  readonly by: string
  readonly revision: number
}

export function conflictsOf(store: Store, items: readonly KeptItem[]): Conflict[] {
  return items.flatMap((item) => {
    const entity = sectionNamed(item.section)
    if (item.do === 'create') return []
    const object = objectOf(store as Reader, entity, item.id)
    const id = object?.id ?? item.id
    const revision = store.lastChange(id)
    const by = store.revisions({ since: revision - 1, limit: 1 })[0]?.by ?? ''
    const about = { entity, id, by, revision }
    if (!object) return [about]
    if (item.do === 'remove') return revision > item.base ? [about] : []
    const now = object as unknown as Plain
    return Object.entries(item.before).flatMap(([field, was]) => {
      if (entity.fields[field]?.need === 'secret') return []
      if (isDeepStrictEqual(now[field], was)) return []
      return [{ ...about, field, was, now: now[field] }]
    })
  })
}
