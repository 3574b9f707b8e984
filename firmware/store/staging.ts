import { fits } from '../model/check.ts'
import { complete } from '../model/complete.ts'
import { type Entity, type New, type Of, subject } from '../model/entity.ts'
import type { Generated } from '../model/facts.ts'
import { Handset } from '../model/handset.ts'
import type { Problem } from '../model/problem.ts'
import { assert } from '../result.ts'
import { asMessage } from '../words/message.ts'
import { message } from '../words/say.ts'
import { type StoredObject, singletonId } from './config-tables.ts'
import { inventSecret, inventUserId } from './invent.ts'
import { asRead, type Reader } from './reader.ts'

type Values = Readonly<Record<string, unknown>>

/** What may be done to the configuration within one change. Reads see what has been done so far. */
export interface Edit extends Reader {
  /** Makes an object; its secrets are invented when not given. Answers its id: `newId()`'s, where it was needed before. */
  create<E extends Entity>(entity: E, values: New<E>, id?: string): string
  /** An id for an object still to be created, so that others may refer to it. */
  newId(): string
  /** Changes some fields; `undefined` clears an optional one. A singleton is made by its first update. */
  update<E extends Entity>(entity: E, id: string, values: Changes<E>): void
  /** Deletes the object; references to it are cleared or refuse the change, as their fields say. */
  remove(entity: Entity, id: string): void
  /** Refuses the whole change for a reason of the caller's own. */
  refuse(problem: Problem): void
}

/** Fields to change. */
export type Changes<E extends Entity> = { readonly [K in keyof New<E>]?: New<E>[K] | undefined }

/** One object as the change has it so far. */
export interface Staged {
  readonly entity: Entity
  readonly id: string
  readonly before: StoredObject | undefined
  /** Undefined: removed. */
  after: StoredObject | undefined
  /** Secrets given anew, in clear. */
  readonly secrets: Map<string, string>
}

/** What staging reads from: the store within the transaction of the change. */
export interface Committed {
  object(entity: Entity, id: string): StoredObject | undefined
  holder(entity: Entity, field: string, value: unknown): string | undefined
  ids(entity: Entity): string[]
  readonly unit: { readonly id: string; readonly realm: string }
  readonly site: string
}

/** Collects what a change does, before anything is checked or written. */
export class Staging implements Edit {
  readonly staged = new Map<string, Staged>()
  readonly problems: Problem[] = []
  readonly #committed: Committed
  readonly #newId: () => string

  constructor(committed: Committed, newId: () => string) {
    this.#committed = committed
    this.#newId = newId
  }

  newId(): string {
    return this.#newId()
  }

  create<E extends Entity>(entity: E, values: New<E>, id: string = this.#newId()): string {
    assert(!entity.rules.singleton, `a ${entity.name} is not created`)
    assert(!this.current(entity, id), `${entity.name} ${id} is there already`)
    const staged: Staged = { entity, id, before: undefined, after: undefined, secrets: new Map() }
    this.staged.set(id, staged)
    const given: Record<string, unknown> = {}
    for (const [name, field] of Object.entries(entity.fields)) {
      if (field.need !== 'secret' || !field.generated) continue
      given[name] = this.#generate(field.generated)
    }
    const full = complete(entity.fields, { ...given, ...present(values as Values) }, this.#generate)
    const rest = this.#takeSecrets(staged, full)
    staged.after = { entity: entity.name, site: this.#committed.site, values: rest }
    return id
  }

  update<E extends Entity>(entity: E, id: string, values: Changes<E>): void {
    const staged = this.#stage(entity, id)
    if (!staged?.after) {
      this.refuse({
        object: `${entity.rules.label} ${id}`,
        what: 'there is no such object',
        remedy: 'It may have been deleted meanwhile; look again.',
      })
      return
    }
    const rest = this.#takeSecrets(staged, values as Values)
    this.#holdFixed(staged, rest)
    const merged = present({ ...staged.after.values, ...rest })
    staged.after = { ...staged.after, values: complete(entity.fields, merged, this.#generate) }
  }

  remove(entity: Entity, id: string): void {
    const staged = this.#stage(entity, id)
    if (staged) staged.after = undefined
  }

  refuse(problem: Problem): void {
    this.problems.push(problem)
  }

  get<E extends Entity>(entity: E, id: string): Of<E> | undefined {
    const object = this.current(entity, id)
    return object && (asRead(id, object) as Of<E>)
  }

  find<E extends Entity>(
    entity: E,
    field: keyof E['fields'] & string,
    value: string | number,
  ): Of<E> | undefined {
    for (const { entity: of, id, after } of this.staged.values()) {
      if (of === entity && after?.values[field] === value) return asRead(id, after) as Of<E>
    }
    const id = this.#committed.holder(entity, field, value)
    return id === undefined || this.staged.has(id) ? undefined : this.get(entity, id)
  }

  all<E extends Entity>(entity: E): readonly Of<E>[] {
    const ids = new Set(this.#committed.ids(entity))
    for (const { entity: of, id } of this.staged.values()) if (of === entity) ids.add(id)
    return [...ids].map((id) => this.get(entity, id)).filter((object) => object !== undefined)
  }

  /** Number of objects, without reading them. */
  howMany(entity: Entity): number {
    let many = this.#committed.ids(entity).length
    for (const { entity: of, before, after } of this.staged.values()) {
      if (of === entity) many += Number(after !== undefined) - Number(before !== undefined)
    }
    return many
  }

  only<E extends Entity>(entity: E): Of<E> {
    const id = singletonId(this.#committed.unit, entity)
    const object = this.current(entity, id) ?? this.#defaults(entity)
    return asRead(id, object) as Of<E>
  }

  /** The object as it will be when the change is accepted now. */
  current(entity: Entity, id: string): StoredObject | undefined {
    const staged = this.staged.get(id)
    return staged ? staged.after : this.#committed.object(entity, id)
  }

  /** Replaces the values of an object because of what was done to another. */
  adjust(entity: Entity, id: string, values: Values): void {
    const staged = this.#stage(entity, id)
    if (staged?.after) staged.after = { ...staged.after, values }
  }

  #stage(entity: Entity, id: string): Staged | undefined {
    const known = this.staged.get(id)
    if (known) return known
    const before = this.#committed.object(entity, id)
    const after = before ?? (entity.rules.singleton ? this.#defaults(entity) : undefined)
    if (!after) return undefined
    const staged: Staged = { entity, id, before, after, secrets: new Map() }
    this.staged.set(id, staged)
    return staged
  }

  #defaults(entity: Entity): StoredObject {
    const values = complete(entity.fields, {}, this.#generate)
    return { entity: entity.name, site: this.#committed.site, values }
  }

  #takeSecrets(staged: Staged, values: Values): Record<string, unknown> {
    const rest = { ...values }
    for (const [name, field] of Object.entries(staged.entity.fields)) {
      const value = rest[name]
      if (field.need !== 'secret' || value === undefined) continue
      delete rest[name]
      if (fits(field, value)) staged.secrets.set(name, String(value))
      else {
        const object = subject(staged.entity, staged.after?.values ?? rest)
        const what = message('secret-is-not', { says: asMessage(field.says) })
        this.refuse({ object, field: name, what, remedy: field.remedy })
      }
    }
    return rest
  }

  #holdFixed({ entity, after }: Staged, values: Values): void {
    for (const [name, value] of Object.entries(values)) {
      if (!entity.fields[name]?.fixed || value === after?.values[name]) continue
      this.refuse({
        object: subject(entity, after?.values ?? {}),
        field: name,
        what: 'it never changes',
        remedy: 'Leave it out.',
      })
    }
  }

  #generate = (what: Generated): string => {
    if (what === 'secret') return inventSecret()
    if (what === 'realm') return this.#committed.unit.realm
    for (;;) {
      const user = inventUserId()
      if (!this.find(Handset, 'sipUser', user)) return user
    }
  }
}

function present(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}
