import { join } from 'node:path'
import type { Clock } from '../clock/clock.ts'
import { makeDirectories } from '../make-directories.ts'
import type { Entity, Of, SecretOf } from '../model/entity.ts'
import type { Problem } from '../model/problem.ts'
import { SCHEMA_VERSION } from '../model/registry.ts'
import type { Result } from '../result.ts'
import { message } from '../words/say.ts'
import { type ChangeOptions, change, type Origin } from './change.ts'
import {
  type ConfigTables,
  configTables,
  revisionKey,
  secretKey,
  type Unit,
} from './config-tables.ts'
import { BatchedMap, type DurableMap } from './durable-map.ts'
import type { Trouble } from './group-commit.ts'
import { identities } from './identity.ts'
import { inventRealm } from './invent.ts'
import { LastChanges } from './last-changes.ts'
import { LmdbEnvironment } from './lmdb-environment.ts'
import { migratedConfig } from './migrate.ts'
import { CachedReader, type Reader } from './reader.ts'
import { RECORD_TABLES, RECORDS_FORMAT } from './record-tables.ts'
import { RescueKeeper } from './rescue-keeper.ts'
import { reserve } from './reserve.ts'
import type { Revision } from './revision.ts'
import { type RewindOptions, restoreObject, restoreTo } from './rewind.ts'
import type { Edit } from './staging.ts'
import { StoreError, worldError } from './store-error.ts'
import { type UndoBench, undo } from './undo.ts'
import { makeUnitKey, readUnitKey, type UnitKey } from './unit-key.ts'

export interface StoreOptions {
  /** Data directory (STROWGER_DATA). */
  readonly data: string
  readonly clock: Clock
  /** Never writes; there must be a store already. */
  readonly readOnly?: boolean
  /** Hears of durable maps and rescue files that cannot be written. */
  readonly trouble?: Trouble
}

type Approve = ChangeOptions['approve']

/** Configuration and small durable state of one unit. Any number of processes may have it open, and all may change it. */
export interface Store extends Reader {
  /** Number of the last revision, by whichever process; 0 while nothing is configured. Costs some microseconds. */
  revision(): number
  /** Revisions after `since` (0), oldest first. */
  revisions(range?: { readonly since?: number; readonly limit?: number }): Revision[]
  /**
   * One change, checked as a whole, all or nothing; see change.ts. Blocks until it is on the disk (milliseconds). `approve` is asked with
   * all that it comes to, and may refuse it.
   */
  change(origin: Origin, edit: (edit: Edit) => void, approve?: Approve): Result<Revision, Problem[]>
  /** What `change` would answer; writes nothing. */
  rehearse(
    origin: Origin,
    edit: (edit: Edit) => void,
    approve?: Approve,
  ): Result<Revision, Problem[]>
  /**
   * Puts back what a revision changed, as a revision of its own: the objects are then what they were before, their secrets too.
   * Refused when later changes stand on it, and by what `also` refuses when it is done. An undo can be undone.
   */
  undo(origin: Origin, number: number, also?: (edit: Edit) => void): Result<Revision, Problem[]>
  /** What `undo` would answer; writes nothing. */
  rehearseUndo(origin: Origin, number: number): Result<Revision, Problem[]>
  /** Makes everything as it was after revision `number`, as a revision of its own; see rewind.ts. */
  restoreTo(origin: Origin, number: number, options?: RewindOptions): Result<Revision, Problem[]>
  /** Has an object back that was deleted in the last 30 days. */
  restoreObject(origin: Origin, id: string, options?: RewindOptions): Result<Revision, Problem[]>
  /** Number of the revision that changed this object last; 0 when the history does not tell. The first call reads all of it. */
  lastChange(id: string): number
  /** Id of the unit's own site; undefined before there is one. */
  site(): string | undefined
  /** A secret in clear, or undefined when the object has none. @throws StoreError `key` without the right key file */
  reveal<E extends Entity>(entity: E, id: string, field: SecretOf<E>): string | undefined
  /** Encrypts under the key of this unit what is kept elsewhere than among the objects. `boundTo` is needed to open it. @throws StoreError `key` */
  seal(text: string, boundTo: string): Uint8Array
  /** @throws StoreError `key` */
  unseal(sealed: Uint8Array, boundTo: string): string
  /** The next number of a durable counter, from 1; on the disk when this returns. */
  nextEpoch(name: string): number
  /** A durable map of which this process is the only writer. */
  durable<T>(name: string): DurableMap<T>
  /** The environment of call events and other records. */
  readonly records: LmdbEnvironment
  /** Flushes the maps and a rescue file that is due, then closes; the store is not used afterwards. */
  close(): Promise<void>
}

/** @throws StoreError whose message names the path, and what to do about it */
export function openStore(options: StoreOptions): Store {
  const { data, clock, readOnly = false } = options
  const keyPath = join(data, 'unit.key')
  if (!readOnly) makeDirectory(data)
  const root = join(data, 'config')
  const config = readOnly ? join(root, String(SCHEMA_VERSION)) : migratedConfig({ root })
  const environments: LmdbEnvironment[] = []
  const environment = (name: string, path: string) => {
    const made = new LmdbEnvironment({ name, path, durable: true, readOnly })
    environments.push(made)
    return made
  }
  try {
    const tables = configTables(environment('config', config))
    const unit = readOnly ? knownUnit(tables) : ensureUnit(tables, keyPath, identities(clock))
    const records = environment('records', join(data, 'records', RECORDS_FORMAT))
    for (const name of readOnly ? [] : RECORD_TABLES) records.table(name)
    if (records.isNew && !readOnly) reserve(records)
    return new UnitStore({ tables, unit, keyPath, records, options })
  } catch (error) {
    // Left open, those for reading would be what this process gets when it opens them for writing. One whose write has failed is not
    // to be closed: LMDB's thread may be in it still.
    if (readOnly) for (const one of environments) void one.close().catch(() => {})
    throw error
  }
}

interface Parts {
  readonly tables: ConfigTables
  readonly unit: Unit
  readonly keyPath: string
  readonly records: LmdbEnvironment
  readonly options: StoreOptions
}

class UnitStore implements Store {
  readonly records: LmdbEnvironment
  readonly #parts: Parts
  readonly #reader: CachedReader
  readonly #bench: UndoBench
  readonly #last = new LastChanges()
  readonly #maps = new Map<string, BatchedMap<unknown>>()
  readonly #rescue: RescueKeeper | undefined
  #unitKey: UnitKey | undefined

  constructor(parts: Parts) {
    const { tables, unit, records } = parts
    const { clock, data, readOnly, trouble } = parts.options
    this.records = records
    this.#parts = parts
    this.#reader = new CachedReader(tables, unit)
    const newId = identities(clock)
    const last = () => {
      this.#last.catchUp(this)
      return this.#last
    }
    this.#bench = { tables, unit, newId, now: () => clock.now(), key: () => this.#key(), last }
    if (readOnly) return
    const directory = join(data, 'rescue')
    this.#rescue = new RescueKeeper({ tables, directory, clock, trouble })
    this.#rescue.at(this.revision()) // a crash may have come between a change and its file
  }

  revision(): number {
    return this.#reader.revision()
  }

  revisions({ since = 0, limit }: { since?: number; limit?: number } = {}): Revision[] {
    const { tables } = this.#parts
    tables.environment.refresh()
    const range = { after: revisionKey(since), ...(limit !== undefined && { limit }) }
    return [...tables.revisions.entries(range)].map(([, revision]) => revision)
  }

  get<E extends Entity>(entity: E, id: string): Of<E> | undefined {
    return this.#reader.get(entity, id)
  }

  find<E extends Entity>(
    entity: E,
    field: keyof E['fields'] & string,
    value: string | number,
  ): Of<E> | undefined {
    return this.#reader.find(entity, field, value)
  }

  all<E extends Entity>(entity: E): readonly Of<E>[] {
    return this.#reader.all(entity)
  }

  only<E extends Entity>(entity: E): Of<E> {
    return this.#reader.only(entity)
  }

  change(
    origin: Origin,
    edit: (edit: Edit) => void,
    approve?: Approve,
  ): Result<Revision, Problem[]> {
    return this.#rescuing(() => change(this.#bench, origin, edit, { approve }))
  }

  undo(origin: Origin, number: number, also?: (edit: Edit) => void): Result<Revision, Problem[]> {
    return this.#rescuing(() => undo(this.#bench, origin, number, { also }))
  }

  rehearseUndo(origin: Origin, number: number): Result<Revision, Problem[]> {
    return undo(this.#bench, origin, number, { rehearsal: true })
  }

  restoreTo(origin: Origin, number: number, options: RewindOptions = {}) {
    return this.#rescuing(() => restoreTo(this.#bench, origin, number, options))
  }

  restoreObject(origin: Origin, id: string, options: RewindOptions = {}) {
    return this.#rescuing(() => restoreObject(this.#bench, origin, id, options))
  }

  lastChange(id: string): number {
    this.#last.catchUp(this)
    return this.#last.of(id)
  }

  rehearse(
    origin: Origin,
    edit: (edit: Edit) => void,
    approve?: Approve,
  ): Result<Revision, Problem[]> {
    return change(this.#bench, origin, edit, { rehearsal: true, approve })
  }

  reveal<E extends Entity>(_entity: E, id: string, field: SecretOf<E>): string | undefined {
    const { tables } = this.#parts
    tables.environment.refresh()
    const place = secretKey(id, field)
    const locked = tables.secrets.get(place)
    return locked && this.#key().unlock(locked, place)
  }

  seal(text: string, boundTo: string): Uint8Array {
    return this.#key().lock(text, boundTo)
  }

  unseal(sealed: Uint8Array, boundTo: string): string {
    return this.#key().unlock(sealed, boundTo)
  }

  site(): string | undefined {
    const { tables } = this.#parts
    tables.environment.refresh()
    return tables.meta.get('site')
  }

  nextEpoch(name: string): number {
    const epochs = this.records.table<number>('epochs')
    return this.records.transaction(() => {
      const next = (epochs.get(name) ?? 0) + 1
      epochs.put(name, next)
      return next
    })
  }

  durable<T>(name: string): DurableMap<T> {
    let map = this.#maps.get(name)
    if (!map) {
      const { clock, trouble } = this.#parts.options
      map = new BatchedMap(this.records, name, clock, trouble)
      this.#maps.set(name, map)
    }
    return map as unknown as DurableMap<T>
  }

  async close(): Promise<void> {
    for (const map of this.#maps.values()) await map.flush()
    await this.#rescue?.flush()
    await this.#parts.tables.environment.close()
    await this.records.close()
  }

  #rescuing(change: () => Result<Revision, Problem[]>): Result<Revision, Problem[]> {
    const result = change()
    if (result.ok) this.#rescue?.at(result.value.number)
    return result
  }

  #key(): UnitKey {
    const { keyPath, unit } = this.#parts
    this.#unitKey ??= rightKey(readUnitKey(keyPath), keyPath, unit)
    return this.#unitKey
  }
}

function makeDirectory(data: string): void {
  try {
    makeDirectories(data, 0o770)
  } catch (error) {
    throw worldError(error, data)
  }
}

function knownUnit({ meta, environment }: ConfigTables): Unit {
  const unit = meta.get('unit')
  if (unit) return unit
  throw new StoreError(
    'missing',
    message('store.none', { path: environment.path }),
    'Start the server once.',
  )
}

/** The first opening makes the unit: its id, its realm, its key. Later ones find them; the key is then not needed to open. */
function ensureUnit(tables: ConfigTables, keyPath: string, newId: () => string): Unit {
  const known = tables.meta.get('unit')
  if (known) return known
  const key = makeUnitKey(keyPath)
  return tables.environment.transaction(() => {
    const first = tables.meta.get('unit') // another process may have been faster
    if (first) return first
    const unit: Unit = { id: newId(), realm: inventRealm(), keyMark: key.mark }
    tables.meta.put('unit', unit)
    tables.meta.put('schema', SCHEMA_VERSION)
    return unit
  })
}

function rightKey(key: UnitKey, path: string, unit: Unit): UnitKey {
  if (key.mark === unit.keyMark) return key
  const text = message('store.other-key', { path })
  throw new StoreError('key', text, 'Put the right file back.')
}
