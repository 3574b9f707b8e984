import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { Extension } from '../../firmware/model/extension.ts'
import { SCHEMA_VERSION } from '../../firmware/model/registry.ts'
import { Site } from '../../firmware/model/site.ts'
import { openCallLog } from '../../firmware/records/call-log.ts'
import { verifyConfig } from '../../firmware/store/verify.ts'
import { aDirectory, change, opened } from './a-store.ts'

const VERIFY = new URL('../../firmware/store/verify-main.ts', import.meta.url).pathname

/** A store whose description of extension 100 can be found in the file. */
async function aClosedStore(t: Parameters<typeof aDirectory>[0]): Promise<string> {
  const data = aDirectory(t)
  const clock = new VirtualClock()
  const store = opened(t, data, clock)
  change(store, (edit) => {
    edit.create(Site, { name: 'Main', number: 1 })
    edit.create(Extension, { number: '100', description: 'needle-in-the-haystack' })
  })
  const log = openCallLog(store.records, clock)
  void log.append([
    { call: '1-1-1', sequence: 1, at: 5, kind: 'began', dialled: 'needle-in-records' },
  ])
  await log.flush()
  await store.close()
  return data
}

/** Flips one bit in every copy of the text that the file holds: LMDB keeps old pages. */
function damage(file: string, text: string): void {
  const bytes = readFileSync(file)
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) {
    bytes[at] = (bytes[at] ?? 0) ^ 0x01
  }
  writeFileSync(file, bytes)
}

function verified(data: string): {
  status: number | null
  verdict: { values: number; damage: string[] }
} {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [VERIFY, data, String(process.pid)],
    {
      encoding: 'utf8',
      env: { NODE_OPTIONS: '' },
    },
  )
  if (!stdout) throw new Error(stderr)
  return { status, verdict: JSON.parse(stdout) }
}

t.test('a sound store is verified in a child process', async (t) => {
  const data = await aClosedStore(t)
  const { status, verdict } = verified(data)
  t.equal(status, 0, verdict.damage.join('\n'))
  t.ok(verdict.values >= 10)
  t.match(verified(aDirectory(t)), { status: 0, verdict: { values: 0 } }, 'nothing there yet')
})

t.test(
  'a flipped bit in the configuration is never returned as data, and found by verify',
  async (t) => {
    const data = await aClosedStore(t)
    damage(join(data, 'config', String(SCHEMA_VERSION), 'data.mdb'), 'needle-in-the-haystack')
    const store = opened(t, data)
    t.throws(() => store.find(Extension, 'number', '100'), {
      code: 'corrupt',
      message: /^config: the value under 'objects\/extension\/[0-9a-f-]{36}' is damaged/,
    })
    await store.close()
    const { status, verdict } = verified(data)
    t.equal(status, 3)
    t.match(verdict.damage.join('\n'), /objects\/extension/)
    t.match(verdict.damage.join('\n'), /revisions\/0{11}1/)
  },
)

t.test('a flipped bit in the records is found by verify', async (t) => {
  const data = await aClosedStore(t)
  damage(join(data, 'records', '1', 'data.mdb'), 'needle-in-records')
  const store = opened(t, data)
  t.throws(() => openCallLog(store.records, new VirtualClock()).call('1-1-1'), { code: 'corrupt' })
  await store.close()
  t.match(verified(data), {
    status: 3,
    verdict: {
      damage: [/^records: the value under 'call-events\/001-00000001-0000000001\/000001'/],
    },
  })
})

t.test('indexes that do not fit the objects are found by verify', async (t) => {
  const data = await aClosedStore(t)
  const store = opened(t, data)
  // The same table as the store's own, with its checksums right: only the meaning is wrong.
  const { LmdbEnvironment } = await import('../../firmware/store/lmdb-environment.ts')
  const { configTables } = await import('../../firmware/store/config-tables.ts')
  const path = join(data, 'config', String(SCHEMA_VERSION))
  const tables = configTables(new LmdbEnvironment({ name: 'config', path, durable: true }))
  tables.environment.transaction(() => tables.unique.remove('extension.number="100"'))
  t.match(verifyConfig(data).damage, [/index entry 'extension\.number="100"' is missing/])
  tables.environment.transaction(() => {
    tables.unique.put('extension.number="100"', store.all(Extension)[0]?.id ?? '')
    tables.unique.put('extension.number="999"', 'nobody')
  })
  t.match(verifyConfig(data).damage, [/^config: there are \d+ index entries/])
  tables.environment.transaction(() => {
    tables.unique.remove('extension.number="999"')
    tables.meta.put('revision', 5)
  })
  t.match(verifyConfig(data).damage, ['config: the last revision is 1, and 5 was noted.'])
  await tables.environment.close()
})

t.test(
  'a first opening that the power ended is no damage, and a table that is gone is',
  async (t) => {
    const { CONFIG_TABLES } = await import('../../firmware/store/config-tables.ts')
    const { LmdbEnvironment } = await import('../../firmware/store/lmdb-environment.ts')
    const data = aDirectory(t)
    const path = join(data, 'config', String(SCHEMA_VERSION))
    const environment = new LmdbEnvironment({ name: 'config', path, durable: true })
    for (const name of CONFIG_TABLES.slice(0, 3)) {
      const table = environment.table<string>(name)
      t.same(verifyConfig(data), { values: 0, damage: [] }, `as far as ${name}`)
      if (name === 'referrers') environment.transaction(() => table.put('a/b', 'handset'))
    }
    t.match(verifyConfig(data).damage, ['config: the table secrets is missing.'])
    await environment.close()
  },
)
