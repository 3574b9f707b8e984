import { complete } from '../model/complete.ts'
import type { Entity, Of } from '../model/entity.ts'
import { assert } from '../result.ts'
import {
  type ConfigTables,
  objectKey,
  revisionKey,
  type StoredObject,
  singletonId,
  type Unit,
  uniqueKey,
} from './config-tables.ts'
import { deepFreeze } from './deep-freeze.ts'
import type { ObjectChange } from './revision.ts'
import { StoreError } from './store-error.ts'

/** Reads of the configuration. Objects are frozen and shared: compare them by identity to see whether one changed. */
export interface Reader {
  /** The object, or undefined when there is none (any more). */
  get<E extends Entity>(entity: E, id: string): Of<E> | undefined
  /** The one object whose unique `field` has this value. */
  find<E extends Entity>(
    entity: E,
    field: keyof E['fields'] & string,
    value: string | number,
  ): Of<E> | undefined
  /** All of one entity in the order of their creation. */
  all<E extends Entity>(entity: E): readonly Of<E>[]
  /** The object of a singleton entity; its defaults while nobody has changed it. */
  only<E extends Entity>(entity: E): Of<E>
}

type Any = Of<Entity>

/** Reads committed configuration and keeps what it has decoded until a revision changes it. */
export class CachedReader implements Reader {
  readonly #tables: ConfigTables
  readonly #unit: Unit
  #revision = 0
  readonly #objects = new Map<string, Any | undefined>()
  readonly #found = new Map<string, string | undefined>()
  readonly #lists = new Map<string, readonly Any[]>()

  constructor(tables: ConfigTables, unit: Unit) {
    this.#tables = tables
    this.#unit = unit
  }

  /** Number of the last committed revision, of whichever process. */
  revision(): number {
    this.#tables.environment.refresh()
    const revision = this.#tables.meta.get('revision') ?? 0
    if (revision !== this.#revision) this.#forget(revision)
    return revision
  }

  get<E extends Entity>(entity: E, id: string): Of<E> | undefined {
    this.revision()
    return this.#load(entity, id) as Of<E> | undefined
  }

  find<E extends Entity>(
    entity: E,
    field: keyof E['fields'] & string,
    value: string | number,
  ): Of<E> | undefined {
    assert(
      entity.fields[field]?.unique,
      `${entity.name}.${field} is not unique, so nothing is found by it`,
    )
    this.revision()
    const key = uniqueKey(entity.name, field, value)
    const id = this.#found.get(key) ?? this.#tables.unique.get(key)
    if (id === undefined) return undefined // not kept: strangers may ask for anything
    this.#found.set(key, id)
    return this.#load(entity, id) as Of<E> | undefined
  }

  all<E extends Entity>(entity: E): readonly Of<E>[] {
    this.revision()
    let list = this.#lists.get(entity.name)
    if (!list) {
      const prefix = `${entity.name}/`
      const ids = [...this.#tables.objects.keys({ prefix })].map((key) => key.slice(prefix.length))
      list = Object.freeze(
        ids.map((id) => this.#load(entity, id)).filter((object) => object !== undefined),
      )
      this.#lists.set(entity.name, list)
    }
    return list as readonly Of<E>[]
  }

  only<E extends Entity>(entity: E): Of<E> {
    assert(entity.rules.singleton, `there may be more than one ${entity.name}`)
    const id = singletonId(this.#unit, entity)
    const stored = this.get(entity, id)
    if (stored) return stored
    const values = complete(entity.fields, {}, () => this.#unit.realm)
    return { id, site: this.#tables.meta.get('site') ?? '', ...values } as Of<E>
  }

  #load(entity: Entity, id: string): Any | undefined {
    const key = objectKey(entity.name, id)
    const kept = this.#objects.get(key)
    if (kept) return kept
    const stored = this.#tables.objects.get(key)
    if (!stored) return undefined
    const object = asRead(id, stored)
    this.#objects.set(key, object)
    return object
  }

  #forget(revision: number): void {
    const missed = revision - this.#revision
    const changes = missed > 0 && missed < 100 ? this.#changesUpTo(revision) : undefined
    if (changes) {
      for (const { entity, id } of changes) {
        this.#objects.delete(objectKey(entity, id))
        this.#lists.delete(entity)
      }
    } else {
      this.#objects.clear()
      this.#lists.clear()
    }
    this.#found.clear()
    this.#revision = revision
  }

  /** What changed since, or undefined when the history cannot tell: a damaged revision does not keep anyone from the objects. */
  #changesUpTo(revision: number): ObjectChange[] | undefined {
    const changes: ObjectChange[] = []
    try {
      for (let number = this.#revision + 1; number <= revision; number++) {
        const missed = this.#tables.revisions.get(revisionKey(number))
        if (!missed) return undefined
        changes.push(...missed.changes)
      }
    } catch (error) {
      if (error instanceof StoreError) return undefined
      throw error
    }
    return changes
  }
}

/** The object as readers get it. */
export function asRead(id: string, { site, values }: StoredObject): Any {
  return deepFreeze({ id, site, ...values })
}
