import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { check } from '../../firmware/model/check.ts'
import type { Entity } from '../../firmware/model/entity.ts'
import { Extension } from '../../firmware/model/extension.ts'
import { Handset } from '../../firmware/model/handset.ts'
import { entities, SCHEMA_VERSION } from '../../firmware/model/registry.ts'
import { ServerSettings } from '../../firmware/model/server-settings.ts'
import { Site } from '../../firmware/model/site.ts'
import { configTables } from '../../firmware/store/config-tables.ts'
import { LmdbEnvironment } from '../../firmware/store/lmdb-environment.ts'
import { type Migration, migratedConfig, withDefaults } from '../../firmware/store/migrate.ts'
import { openStore } from '../../firmware/store/store.ts'
import { aDirectory, change, opened } from './a-store.ts'

const clock = new VirtualClock()
const NEXT = SCHEMA_VERSION + 1

/** The step of a version to come: descriptions are shouted, and extension 199 has no place any more. */
const shouted: Migration = {
  from: SCHEMA_VERSION,
  object: (object) => {
    if (object.values.number === '199') return undefined
    if (object.entity !== 'extension') return object
    const description = String(object.values.description).toUpperCase()
    return { ...object, values: { ...object.values, description } }
  },
}

/** A store of today's version with two extensions and a handset. */
function aStoreOfToday(t: Parameters<typeof aDirectory>[0]) {
  const data = aDirectory(t)
  const store = opened(t, data, clock)
  change(store, (edit) => {
    edit.create(Site, { name: 'Main', number: 1 })
    edit.create(Extension, { number: '101', description: 'lobby' })
    edit.create(Extension, { number: '199' })
    edit.create(Handset, { sipUser: '101', secret: 'a-secret-that-stays-so' })
  })
  return { data, store, root: join(data, 'config') }
}

function migrate(root: string): string {
  return migratedConfig({ root, version: NEXT, steps: [shouted] })
}

function tablesAt(path: string) {
  return configTables(new LmdbEnvironment({ name: 'config', path, durable: true }))
}

function descriptionsAt(path: string): unknown[] {
  const tables = tablesAt(path)
  const objects = [...tables.objects.entries({ prefix: 'extension/' })]
  void tables.environment.close()
  return objects.map(([, { values }]) => values.description)
}

t.test(
  'a configuration is copied step by step into a new environment, and the old one stays',
  async (t) => {
    const { root, store, data } = aStoreOfToday(t)
    t.equal(migrate(root), join(root, String(NEXT)))
    t.strictSame(descriptionsAt(join(root, String(NEXT))), ['LOBBY'])
    t.equal(store.find(Extension, 'number', '101')?.description, 'lobby')
    t.equal(store.all(Extension).length, 2)

    const copy = tablesAt(join(root, String(NEXT)))
    t.equal(copy.meta.get('revision'), 1)
    t.equal(
      copy.meta.get('unit')?.id,
      tablesAt(join(root, String(SCHEMA_VERSION))).meta.get('unit')?.id,
    )
    t.equal([...copy.revisions.keys()].length, 1)
    t.ok(copy.unique.get('extension.number="101"'), 'indexes are made anew')
    t.notOk(copy.unique.get('extension.number="199"'))
    t.equal([...copy.secrets.keys()].length, 1)
    t.ok(data)
  },
)

t.test('it is copied once: what the new version changes stays', async (t) => {
  const { root } = aStoreOfToday(t)
  const path = migrate(root)
  const tables = tablesAt(path)
  const [key = ''] = tables.objects.keys({ prefix: 'extension/' })
  const object = tables.objects.get(key)
  tables.environment.transaction(() => {
    if (object)
      tables.objects.put(key, { ...object, values: { ...object.values, description: 'new' } })
    tables.meta.put('revision', 2)
  })
  await tables.environment.close()
  migrate(root)
  t.strictSame(descriptionsAt(path), ['new'])
})

t.test('changes that the old image makes after a roll-back are copied again', async (t) => {
  const { root, store } = aStoreOfToday(t)
  const path = migrate(root)
  const lobby = store.find(Extension, 'number', '101')
  change(store, (edit) => edit.update(Extension, lobby?.id ?? '', { description: 'porch' }))
  migrate(root)
  t.strictSame(descriptionsAt(path), ['PORCH'])
  t.match(readdirSync(root).toSorted(), [
    String(SCHEMA_VERSION),
    String(NEXT),
    `${NEXT}.superseded-2`,
  ])
})

t.test('a copy that was cut off is begun anew', async (t) => {
  const { root } = aStoreOfToday(t)
  const path = migrate(root)
  renameSync(path, `${path}.new`) // as a power cut before the last step leaves it
  mkdirSync(join(`${path}.new`, 'rubbish'))
  t.strictSame(descriptionsAt(migrate(root)), ['LOBBY'])
  t.notOk(existsSync(`${path}.new`))
})

t.test('software that is older than the configuration says so', async (t) => {
  const { root, data, store } = aStoreOfToday(t)
  await store.close()
  migrate(root)
  renameSync(join(root, String(SCHEMA_VERSION)), join(root, 'gone'))
  t.throws(() => openStore({ data, clock }), {
    code: 'newer',
    message: new RegExp(`version ${NEXT}, and this software knows only up to ${SCHEMA_VERSION}`),
  })
})

t.test('what an older version did not have gets its default', async (t) => {
  const site = '01a2047e-1fc7-701c-8bca-08b52e1dee77'
  const destination = { handset: site, rings: 2 }
  const values = { number: '101', route: { attempts: [{ destinations: [destination] }] } }
  const { values: now } = withDefaults({ entity: 'extension', site, values })
  t.match(now, { kind: 'system', route: { finally: { action: 'hang-up' } } })
  t.match(now, {
    route: { attempts: [{ destinations: [{ ...destination, ringType: 'single' }] }] },
  })
  t.strictSame(check(Extension, now), [])
})

t.test('a store of version 4 opens with the defaults of what it never heard of', async (t) => {
  const { data, root, store } = aStoreOfToday(t)
  const { id } = store.only(ServerSettings)
  change(store, (edit) => edit.update(ServerSettings, id, { holdMusic: 'none' }))
  await store.close()
  const today = join(root, String(SCHEMA_VERSION))
  const tables = tablesAt(today)
  const [key = ''] = tables.objects.keys({ prefix: 'server-settings/' })
  const object = tables.objects.get(key)
  t.ok(object)
  tables.environment.transaction(() => {
    if (!object) return
    const { takingOver: _, ...values } = object.values
    tables.objects.put(key, { ...object, values })
    tables.meta.put('schema', 4)
  })
  await tables.environment.close()
  renameSync(today, join(root, '4'))

  const migrated = opened(t, data, clock)
  t.match(migrated.only(ServerSettings), { takingOver: 'ringing', holdMusic: 'none' })
})

t.test('a store of every older version opens, whatever with a default it never had', async (t) => {
  for (let version = 1; version < SCHEMA_VERSION; version++) {
    const { data, root, store } = aStoreOfToday(t)
    const revision = store.revision()
    await store.close()
    const today = join(root, String(SCHEMA_VERSION))
    const tables = tablesAt(today)
    tables.environment.transaction(() => {
      for (const [key, object] of [...tables.objects.entries()]) {
        const fields = entities.find(({ name }) => name === object.entity)?.fields ?? {}
        const kept = Object.entries(object.values).filter(([name, value]) => {
          return !isDeepStrictEqual(value, fields[name]?.default)
        })
        tables.objects.put(key, { ...object, values: Object.fromEntries(kept) })
      }
      tables.meta.put('schema', version)
    })
    await tables.environment.close()
    renameSync(today, join(root, String(version)))

    const migrated = opened(t, data, clock)
    t.equal(migrated.revision(), revision, `from version ${version}`)
    t.match(migrated.find(Extension, 'number', '101'), { kind: 'system', description: 'lobby' })
    for (const entity of entities.filter(({ rules }) => !rules.singleton)) {
      for (const { id, site: _, ...values } of migrated.all(entity)) {
        const all = { ...values, ...secretsOf(migrated, entity, id) }
        t.strictSame(check(entity, all), [], `${entity.name} of version ${version}`)
      }
    }
    await migrated.close()
  }
})

/** What `check` asks for beside what is read. */
function secretsOf(store: ReturnType<typeof opened>, entity: Entity, id: string) {
  const names = Object.keys(entity.fields).filter((name) => entity.fields[name]?.need === 'secret')
  const all = names.map((name) => [name, store.reveal(entity, id, name as never)] as const)
  return Object.fromEntries(all.filter(([, value]) => value !== undefined))
}

t.test('whatever field with a default an object of an older version lacks, it gets', async (t) => {
  const site = '01a2047e-1fc7-701c-8bca-08b52e1dee77'
  for (const { name, fields } of entities) {
    const invented = Object.entries(fields).filter(([, { generated }]) => generated)
    const given = Object.fromEntries(invented.map(([field]) => [field, 'known']))
    const { values } = withDefaults({ entity: name, site, values: given })
    for (const [field, { default: usual }] of Object.entries(fields)) {
      if (usual !== undefined) t.not(values[field], undefined, `${name}.${field}`)
    }
  }
})
