/** Checks of everything stored, for a child process at start: LMDB has no checksums, and damage to its tree may end the reader. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { check } from '../model/check.ts'
import { sentence } from '../model/problem.ts'
import { entityNamed, SCHEMA_VERSION } from '../model/registry.ts'
import { indexEntries } from './build-config.ts'
import {
  CONFIG_TABLES,
  type ConfigTables,
  configTables,
  type StoredObject,
} from './config-tables.ts'
import { LmdbEnvironment } from './lmdb-environment.ts'
import type { Table } from './table.ts'
import { nothingIn, tableLost, tablesMade } from './tables-made.ts'

export interface Verdict {
  /** Values looked at. */
  readonly values: number
  /** What is wrong, each with environment and key; empty when all is well. */
  readonly damage: readonly string[]
}

/**
 * Reads every value of the configuration: checksums, the chain of revisions, the indexes, and that the objects satisfy their
 * declarations. A store that was never opened is well, also where the power failed during its first opening.
 */
export function verifyConfig(data: string): Verdict {
  const path = join(data, 'config', String(SCHEMA_VERSION))
  if (!existsSync(join(path, 'data.mdb'))) return { values: 0, damage: [] }
  const environment = new LmdbEnvironment({ name: 'config', path, durable: true, readOnly: true })
  try {
    const made = tablesMade(environment, CONFIG_TABLES)
    const lost = CONFIG_TABLES.filter((name) => !made.includes(name))
    if (lost.length === 0) return verifyTables(configTables(environment))
    const damage = lost.map((name) => tableLost('config', name))
    return { values: 0, damage: nothingIn(environment, made) ? [] : damage }
  } finally {
    void environment.close() // nothing waits in it
  }
}

function verifyTables(tables: ConfigTables): Verdict {
  const { objects, unique, referrers, secrets, revisions, meta } = tables
  const all = [objects, unique, referrers, secrets, revisions, meta as unknown as Table<unknown>]
  const verdicts = all.map((table) => table.verify())
  const values = verdicts.reduce((sum, verdict) => sum + verdict.values, 0)
  const damage = verdicts.flatMap((verdict) => verdict.damaged)
  if (damage.length > 0) return { values, damage } // what follows would only stumble over it again
  return { values, damage: [...gapsIn(tables), ...wrongObjects(tables)] }
}

/** The chain may begin late (after a restore), but has no gap up to the last. */
function gapsIn({ revisions, meta }: ConfigTables): string[] {
  const numbers = [...revisions.keys()].map(Number)
  const last = meta.get('revision') ?? 0
  const gaps = numbers
    .filter((number, index) => index > 0 && number !== (numbers[index - 1] ?? 0) + 1)
    .map((number) => `config: revision ${number} does not follow the one before it.`)
  if ((numbers.at(-1) ?? 0) !== last) {
    gaps.push(`config: the last revision is ${numbers.at(-1) ?? 0}, and ${last} was noted.`)
  }
  return gaps
}

function wrongObjects(tables: ConfigTables): string[] {
  let expected = 0
  const wrong: string[] = []
  for (const [key, object] of tables.objects.entries()) {
    const id = key.slice(key.indexOf('/') + 1)
    const entries = entriesOf(tables, id, object)
    const lost = entries.filter(([table, name, value]) => table.get(name) !== value)
    wrong.push(...lost.map(([, name]) => `config: the index entry '${name}' is missing or wrong.`))
    expected += new Set(entries.map(([, name]) => name)).size
    const entity = entityNamed(object.entity)
    if (entity)
      wrong.push(...check(entity, object.values).map((problem) => `config: ${sentence(problem)}`))
  }
  const present = [...tables.unique.keys(), ...tables.referrers.keys()].length
  if (present !== expected && wrong.length === 0) {
    wrong.push(`config: there are ${present} index entries, and ${expected} should be.`)
  }
  return wrong
}

function entriesOf(tables: ConfigTables, id: string, object: StoredObject) {
  const entity = entityNamed(object.entity)
  return entity ? indexEntries(tables, entity, id, object) : []
}
