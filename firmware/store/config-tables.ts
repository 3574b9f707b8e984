import { createHash } from 'node:crypto'
import type { Entity } from '../model/entity.ts'
import { ServerSettings } from '../model/server-settings.ts'
import type { LmdbEnvironment } from './lmdb-environment.ts'
import type { Revision } from './revision.ts'
import type { Table } from './table.ts'

/** An object as it is stored; the key is its id. */
export interface StoredObject {
  readonly entity: string
  readonly site: string
  readonly values: Readonly<Record<string, unknown>>
}

/** What a unit is, made when its store is first opened. */
export interface Unit {
  /** Also the id of the unit's settings. */
  readonly id: string
  readonly realm: string
  /** Of the unit key, so that a wrong one is noticed before anything is written under it. */
  readonly keyMark: string
}

/** Facts about the store itself, one key each. */
export interface Meta {
  readonly unit: Unit
  /** Number of the last revision; 0 while nobody has configured anything. */
  readonly revision: number
  /** Id of the unit's own site. */
  readonly site: string
  readonly schema: number
  /** Revision of the older environment that a migration copied. */
  readonly copiedFrom: number
}

/** The tables of the configuration. */
export interface ConfigTables {
  readonly environment: LmdbEnvironment
  /** entity/id → object */
  readonly objects: Table<StoredObject>
  /** entity.field=value → id */
  readonly unique: Table<string>
  /** target id/source id → entity of the source */
  readonly referrers: Table<string>
  /** id/field → encrypted text */
  readonly secrets: Table<Uint8Array>
  /** number → revision */
  readonly revisions: Table<Revision>
  readonly meta: MetaTable
}

export interface MetaTable {
  get<K extends keyof Meta>(key: K): Meta[K] | undefined
  put<K extends keyof Meta>(key: K, value: Meta[K]): void
}

/** In the order in which a first opening makes them. */
export const CONFIG_TABLES = ['objects', 'unique', 'referrers', 'secrets', 'revisions', 'meta']

export function configTables(environment: LmdbEnvironment): ConfigTables {
  return {
    environment,
    objects: environment.table('objects'),
    unique: environment.table('unique'),
    referrers: environment.table('referrers'),
    secrets: environment.table('secrets'),
    revisions: environment.table('revisions'),
    meta: environment.table<unknown>('meta') as unknown as MetaTable,
  }
}

/**
 * Id of a unit's one object of a singleton entity, the same for ever. The settings came first and have the unit's own; each
 * of the others has one made of it (RFC 9562 §5.8), because what refers to an object and its secrets are kept by id alone.
 */
export function singletonId(unit: Pick<Unit, 'id'>, entity: Entity): string {
  if (entity === ServerSettings) return unit.id
  const hex = createHash('sha256').update(`${unit.id}/${entity.name}`).digest('hex')
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(13, 16), hex.slice(17, 20)]
  return `${parts[0]}-${parts[1]}-8${parts[2]}-8${parts[3]}-${hex.slice(20, 32)}`
}

export const objectKey = (entity: string, id: string) => `${entity}/${id}`
export const uniqueKey = (entity: string, field: string, value: unknown) =>
  `${entity}.${field}=${JSON.stringify(value)}`
export const referrerKey = (target: string, source: string) => `${target}/${source}`
export const secretKey = (id: string, field: string) => `${id}/${field}`
export const revisionKey = (number: number) => String(number).padStart(12, '0')
