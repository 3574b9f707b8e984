import { join } from 'node:path'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import { Extension } from '../../../firmware/model/extension.ts'
import { Handset } from '../../../firmware/model/handset.ts'
import { SCHEMA_VERSION } from '../../../firmware/model/registry.ts'
import { Site } from '../../../firmware/model/site.ts'
import { configTables } from '../../../firmware/store/config-tables.ts'
import { LmdbEnvironment } from '../../../firmware/store/lmdb-environment.ts'
import { type Migration, migratedConfig } from '../../../firmware/store/migrate.ts'
import { openStore } from '../../../firmware/store/store.ts'
import type { Mark } from './recording.ts'
import { last, type Tell, type Work } from './work.ts'

const NEXT = SCHEMA_VERSION + 1
const EXTENSIONS = 60

/** The step of a version to come. */
const shouted: Migration = {
  from: SCHEMA_VERSION,
  object: (object) => {
    const description = String(object.values.description ?? '').toUpperCase()
    return { ...object, values: { ...object.values, description } }
  },
}

/** A new image copies the configuration into an environment of its own; the old one stays as it was. */
export const updateWork: Work = { prepare, run, complaints }

async function prepare(data: string): Promise<void> {
  const store = openStore({ data, clock: new VirtualClock() })
  const made = store.change({ by: 'office', from: 'test' }, (edit) => {
    edit.create(Site, { name: 'Main', number: 1 })
    for (let n = 0; n < EXTENSIONS; n++) {
      edit.create(Extension, { number: String(100 + n), description: `desk ${n}` })
      edit.create(Handset, { sipUser: `h${n}` })
    }
  })
  if (!made.ok) throw new Error(JSON.stringify(made.error))
  await store.close()
}

async function run(data: string, tell: Tell): Promise<void> {
  const path = migrated(data)
  tell('migrated')
  const tables = configTables(new LmdbEnvironment({ name: 'config', path, durable: true }))
  for (let revision = 2; revision < 12; revision++) {
    tables.environment.transaction(() => tables.meta.put('revision', revision))
    tell('kept', { revision })
  }
  await tables.environment.close()
}

async function complaints(data: string, marks: readonly Mark[]): Promise<string[]> {
  const found: string[] = []
  const path = migrated(data) // as the next start does
  const tables = configTables(new LmdbEnvironment({ name: 'config', path, durable: true }))
  const revision = tables.meta.get('revision') ?? 0
  const kept = Number(last(marks, 'kept')?.revision ?? 1)
  if (revision < kept) found.push(`revision ${kept} was acknowledged, ${revision} is there`)
  const descriptions = [...tables.objects.entries({ prefix: 'extension/' })].map(
    ([, { values }]) => values.description,
  )
  const whole = Array.from({ length: EXTENSIONS }, (_, n) => `DESK ${n}`)
  if (String(descriptions.toSorted()) !== String(whole.toSorted()))
    found.push('the copy is not whole')
  await tables.environment.close()
  const old = openStore({ data, clock: new VirtualClock(), readOnly: true })
  if (old.all(Extension).length !== EXTENSIONS || old.revision() !== 1)
    found.push('the old one has changed')
  await old.close()
  return found
}

function migrated(data: string): string {
  return migratedConfig({ root: join(data, 'config'), version: NEXT, steps: [shouted] })
}
