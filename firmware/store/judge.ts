/** The checks that a change must pass as a whole: fields, uniqueness, references, home. */
import { overCapacity } from '../entitlements/judge-capacity.ts'
import { check, repeats } from '../model/check.ts'
import { type Entity, subject } from '../model/entity.ts'
import { officeRules } from '../model/office-rules.ts'
import { printable } from '../model/printable.ts'
import { type Problem, sentence } from '../model/problem.ts'
import { entityNamed } from '../model/registry.ts'
import { asMessage, type Message } from '../words/message.ts'
import { objectNamed } from '../words/object.ts'
import { message } from '../words/say.ts'
import { type StoredObject, uniqueKey } from './config-tables.ts'
import { asRead } from './reader.ts'
import { referencesIn, withoutReference } from './references.ts'
import type { Staged, Staging } from './staging.ts'

/** What judging asks of the store. */
export interface Index {
  /** Id of the committed object with this unique key. */
  holderOf(key: string): string | undefined
  /** Ids and entity names of the committed objects that refer to this one. */
  referrersOf(id: string): readonly (readonly [id: string, entity: string])[]
  readonly site: string
  /** UTC, ms; not before the last change, wherever the clock has been put since. */
  now(): number
  /** What was there before comes back: no limit stands against that, so that undo is true. */
  readonly reinstates: boolean
}

/** Everything wrong with the change; adjusts what refers to deleted objects where its field says `clear`. */
export function judge(staging: Staging, index: Index): Problem[] {
  const problems = [...staging.problems]
  const removed = [...staging.staged.values()].filter(({ after }) => !after)
  const within = removed.length > 0 ? referrersWithin(staging) : new Map()
  for (const staged of removed) problems.push(...judgeRemoval(staging, index, within, staged))
  const claimed = new Map<string, Staged>()
  for (const staged of staging.staged.values()) {
    const { entity, after } = staged
    if (!after) continue
    problems.push(...check(entity, after.values))
    problems.push(...judgeUnique(staging, index, staged, claimed))
    problems.push(...judgeReferences(staging, staged))
  }
  if (problems.length === 0) problems.push(...judgeOffice(staging))
  if (problems.length > 0 || index.reinstates) return problems
  return [...overCapacity([...staging.staged.values()], staging, () => index.now())]
}

/** Rules between objects, of which one may name the same problem as another. */
function judgeOffice(staging: Staging): Problem[] {
  const problems = new Map<string, Problem>()
  for (const { entity, id, after } of staging.staged.values()) {
    for (const rule of after ? officeRules.filter((one) => one.entity === entity) : []) {
      const found = rule.check(asRead(id, after as StoredObject), staging)
      for (const problem of found) problems.set(sentence(problem), problem)
    }
  }
  return [...problems.values()]
}

/** The unique keys of an object with the field to blame for each. Empty values may repeat. */
export function uniqueKeys(
  entity: Entity,
  object: StoredObject,
): { key: string; field: string; shown: string }[] {
  const keys = []
  for (const [field, { unique }] of Object.entries(entity.fields)) {
    const value = object.values[field]
    if (!unique || value === undefined || value === '') continue
    keys.push({ key: uniqueKey(entity.name, field, value), field, shown: String(value) })
  }
  const together = entity.rules.together
  if (together) {
    const values = together.map((field) => object.values[field])
    const shown = values.filter(Boolean).join(' ')
    keys.push({
      key: uniqueKey(entity.name, together.join('+'), values),
      field: together.join(', '),
      shown,
    })
  }
  return keys
}

function judgeUnique(staging: Staging, index: Index, staged: Staged, claimed: Map<string, Staged>) {
  const problems: Problem[] = []
  const { entity, after } = staged
  const values = after?.values ?? {}
  for (const { key, field, shown } of uniqueKeys(entity, staged.after as StoredObject)) {
    const other = claimed.get(key) ?? otherHolder(staging, index, staged, key)
    claimed.set(key, staged)
    const facts = entity.fields[field]
    const taken = other && problems.some((problem) => problem.field === facts?.sameAs)
    if (!other || (taken && facts && repeats(facts, values, values[field]))) continue
    problems.push({
      object: subject(entity, values),
      field,
      what: message('not-unique', {
        value: printable(shown),
        label: asMessage(entity.rules.label),
        holder: holding(other),
      }),
      remedy: 'Choose another.',
    })
  }
  return problems
}

/** Key of the other object where it says more than the double value does; otherwise empty. */
function holding(other: { entity: Entity; after: StoredObject | undefined }): string {
  const key = other.entity.rules.key
  return key ? printable(String(other.after?.values[key])) : ''
}

function otherHolder(staging: Staging, index: Index, { entity, id }: Staged, key: string) {
  const holder = index.holderOf(key)
  if (holder === undefined || holder === id || staging.staged.has(holder)) return undefined // staged ones claim for themselves
  return { entity, after: staging.current(entity, holder) }
}

function judgeReferences(staging: Staging, { entity, after }: Staged): Problem[] {
  const values = after?.values ?? {}
  return referencesIn(entity.fields, values)
    .filter(({ field, target }) => {
      const of = entityNamed(field.entity ?? '')
      return !of || !staging.current(of, target)
    })
    .map(({ path, field, target }) => ({
      object: subject(entity, values),
      field: path,
      what: message('no-target', {
        entity: asMessage(field.entity ?? ''),
        target: printable(target),
      }),
      remedy: field.remedy,
    }))
}

/** By target, what refers to it by this change. Judging only takes references away, so it is looked up once for all removals. */
type Within = ReadonlyMap<string, readonly Referrer[]>
interface Referrer {
  readonly entity: Entity
  readonly id: string
}

function referrersWithin(staging: Staging): Within {
  const within = new Map<string, Referrer[]>()
  for (const { entity, id, after } of staging.staged.values()) {
    for (const { target } of referencesIn(entity.fields, after?.values ?? {})) {
      const known = within.get(target)
      if (known) known.push({ entity, id })
      else within.set(target, [{ entity, id }])
    }
  }
  return within
}

function judgeRemoval(staging: Staging, index: Index, within: Within, removed: Staged): Problem[] {
  const { id, entity, before } = removed
  const object = subject(entity, before?.values ?? {})
  if (entity.rules.singleton || id === index.site) {
    const what = entity.rules.singleton
      ? 'they are part of the unit and cannot be deleted'
      : "this is the unit's own site and cannot be deleted"
    return [{ object, what, remedy: 'Change it instead.' }]
  }
  const refusing: Message[] = []
  for (const { entity: from, id: source } of referrers(index, within, id)) {
    const current = staging.current(from, source)
    const references = referencesIn(from.fields, current?.values ?? {}).filter(
      (one) => one.target === id,
    )
    if (!current || references.length === 0) continue
    const held = references.find(({ field }) => field.onDelete === 'refuse')
    if (held) refusing.push(usedBy(subject(from, current.values), held.path))
    else staging.adjust(from, source, withoutReference(from.fields, current.values, id))
  }
  if (refusing.length === 0) return []
  return [
    {
      object,
      what: stillUsed(refusing),
      remedy: 'Change or delete these first.',
    },
  ]
}

/** Objects that refer to this one, committed or by this change. */
function referrers(index: Index, within: Within, target: string): Referrer[] {
  const found = new Map<string, Entity>()
  for (const [id, name] of index.referrersOf(target)) {
    const entity = entityNamed(name)
    if (entity) found.set(id, entity)
  }
  for (const { entity, id } of within.get(target) ?? []) found.set(id, entity)
  return [...found].map(([id, entity]) => ({ id, entity }))
}

const MOST_NAMED = 5

function usedBy(object: string, field: string): Message {
  return message('still-used.by', { object: objectNamed(object), field })
}

function stillUsed(by: readonly Message[]): Message {
  const more = by.length - MOST_NAMED
  const names = by.slice(0, MOST_NAMED)
  return message('still-used', {
    names: more > 0 ? [...names, message('more', { count: more })] : names,
  })
}
