import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { SCHEMA_VERSION } from '../../firmware/model/registry.ts'
import { Site } from '../../firmware/model/site.ts'
import { openHot } from '../../firmware/store/hot.ts'
import { openStore } from '../../firmware/store/store.ts'
import { aDirectory, change, opened } from './a-store.ts'

const NOBODY = 65534
const IS_ROOT = process.geteuid?.() === 0
const IN_NAMESPACE = ['-m', '--map-root-user', '--propagation', 'private']
const FULL_DISK = new URL('full-disk.ts', import.meta.url).pathname
const OPEN = `
  const { openStore } = await import(${JSON.stringify(new URL('../../firmware/store/store.ts', import.meta.url).href)})
  const { systemClock } = await import(${JSON.stringify(new URL('../../firmware/clock/system-clock.ts', import.meta.url).href)})
  try {
    openStore({ data: process.argv[1], clock: systemClock, readOnly: process.argv[2] === 'read-only' })
    console.log('opened')
  } catch (error) { console.log(error.code + '|' + error.message + '|' + error.remedy) }
  process.exit()`

/** Opens the store as somebody without rights: as nobody where the test runs as root. */
function openedByNobody(data: string, how = ''): string {
  const user = IS_ROOT ? { uid: NOBODY, gid: NOBODY } : {}
  const args = ['--input-type=module', '-e', OPEN, data, how]
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    ...user,
    env: {},
  })
  return stdout.trim() || stderr
}

function canMount(): boolean {
  const args = [...IN_NAMESPACE, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']
  return spawnSync('unshare', args).status === 0
}

function aDirectoryForAll(t: Parameters<typeof aDirectory>[0]): string {
  const path = aDirectory(t)
  chmodSync(path, 0o755)
  return path
}

t.test('a data directory that this user may not write is named', async (t) => {
  const data = join(aDirectoryForAll(t), 'data')
  mkdirSync(data)
  chmodSync(data, 0o555)
  t.match(openedByNobody(data), `read-only|${data}`)
  t.match(openedByNobody(join(data, 'below')), 'read-only|')
})

t.test(
  'a lock file that this user may not write is named, for readers too',
  { skip: IS_ROOT ? false : 'needs another user' },
  async (t) => {
    const data = join(aDirectoryForAll(t), 'data')
    const store = opened(t, data)
    change(store, (edit) => edit.create(Site, { name: 'Main', number: 1 }))
    execFileSync('chmod', ['-R', 'a+rX', data])
    const environments = [join('config', String(SCHEMA_VERSION)), join('records', '1')]
    for (const environment of environments) chmodSync(join(data, environment), 0o777)
    const lock = join(data, 'config', String(SCHEMA_VERSION), 'lock.mdb')
    t.match(openedByNobody(data, 'read-only'), `lock|${lock}: this user cannot write it`)
    for (const environment of environments) {
      chmodSync(join(data, environment, 'lock.mdb'), 0o666)
      chownSync(join(data, environment), NOBODY, NOBODY)
    }
    t.equal(openedByNobody(data, 'read-only'), 'opened')
  },
)

t.test('a file where the data directory should be is named', async (t) => {
  const file = join(aDirectory(t), 'file')
  writeFileSync(file, '')
  const open = () => openStore({ data: file, clock: new VirtualClock() })
  t.throws(open, { name: 'StoreError', message: new RegExp(file) })
  t.throws(() => openHot({ run: join(file, 'run') }), {
    name: 'StoreError',
    message: new RegExp(file),
  })
})

t.test('reading where there is no store says so, and makes none', async (t) => {
  const data = aDirectory(t)
  const open = () => openStore({ data, clock: new VirtualClock(), readOnly: true })
  t.throws(open, { code: 'missing', remedy: 'Start the server once.' })
  t.throws(open, { code: 'missing' })
})

t.test(
  'a store that was read before it was whole can be written by the same process',
  async (t) => {
    const data = aDirectory(t)
    const clock = new VirtualClock()
    const whole = openStore({ data, clock })
    await whole.close()
    const records = join(data, 'records')
    renameSync(records, `${records}.later`)
    t.throws(() => openStore({ data, clock, readOnly: true }), { code: 'missing' })
    await new Promise((resolve) => setImmediate(resolve))
    renameSync(`${records}.later`, records)
    const store = openStore({ data, clock })
    t.teardown(() => store.close())
    change(store, (edit) => edit.create(Site, { name: 'Main', number: 1 }))
    t.ok(store.site())
  },
)

t.test(
  'a full disk refuses changes by name, writes the first calls all the same, keeps events waiting, and all goes on when there is room',
  { skip: canMount() ? false : 'no mount namespace here' },
  async (t) => {
    const disk = aDirectory(t)
    const { status, stdout, stderr } = spawnSync(
      'unshare',
      [...IN_NAMESPACE, process.execPath, FULL_DISK, disk],
      {
        encoding: 'utf8',
        env: { PATH: process.env.PATH },
      },
    )
    t.equal(status, 0, stderr)
    const failure = {
      name: 'StoreError',
      message: `${join(disk, 'data', 'config', String(SCHEMA_VERSION))}: no space left.`,
      remedy: 'Free some space there.',
    }
    const seen = JSON.parse(stdout)
    t.match(seen, {
      change: failure,
      again: failure,
      flush: `${join(disk, 'data', 'records', '1')}: no space left.`,
      writtenWhileFull: false,
      told: true,
      fromReserve: 5,
      events: 20_000,
      toldBetter: true,
      revisionAfter: seen.revision + 1,
      users: (seen.revision - 1) * 20,
    })
    t.notOk(seen.unhandled, 'no promise is left to end the process')
  },
)
