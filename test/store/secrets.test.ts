import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { Handset } from '../../firmware/model/handset.ts'
import { Site } from '../../firmware/model/site.ts'
import { makeUnitKey } from '../../firmware/store/unit-key.ts'
import { aDirectory, anOffice, change, opened } from './a-store.ts'

t.test(
  'SECURITY 2 a secret that is not given is made: 24 characters that nobody confuses',
  async (t) => {
    const { store, handset } = anOffice(t)
    const made = new Set<string>()
    change(store, (edit) => {
      for (let n = 0; n < 50; n++) edit.create(Handset, {})
    })
    for (const { id } of store.all(Handset)) {
      const secret = store.reveal(Handset, id, 'secret') ?? ''
      t.match(secret, /^[A-HJ-NP-Za-km-z2-9]{24}$/)
      made.add(secret)
    }
    t.equal(made.size, 51)
    t.notOk('secret' in (store.get(Handset, handset) ?? {}))
  },
)

t.test(
  'SECURITY 2 no file but the key opens a secret: not store, revisions nor rescue',
  async (t) => {
    const data = aDirectory(t)
    const store = opened(t, data)
    const secrets = ['correct-horse-battery', 'staple-and-copper-otter']
    let id = ''
    change(store, (edit) => {
      edit.create(Site, { name: 'Main', number: 1 })
      id = edit.create(Handset, { sipUser: '101', secret: 'correct-horse-battery' })
    })
    change(store, (edit) => edit.update(Handset, id, { secret: 'staple-and-copper-otter' }))
    for (let lines = 3; lines < 13; lines++) {
      change(store, (edit) => edit.update(Handset, id, { lines }))
    }
    t.equal(store.reveal(Handset, id, 'secret'), 'staple-and-copper-otter')
    t.match(JSON.stringify(store.revisions()), /"secret":{"before":"•••","after":"•••"}/)
    await store.close()
    const files = readdirSync(data, { recursive: true, encoding: 'utf8' }).map((name) =>
      join(data, name),
    )
    const contents = files
      .filter((file) => statSync(file).isFile())
      .map((file) => readFileSync(file))
    t.ok(files.some((file) => /rescue\/revision-\d+\.json$/.test(file)))
    for (const content of contents) for (const secret of secrets) t.notOk(content.includes(secret))
  },
)

t.test('the same secret given again changes nothing, a new one makes a revision', async (t) => {
  const { store, handset } = anOffice(t)
  const secret = store.reveal(Handset, handset, 'secret') ?? ''
  const before = store.revision()
  change(store, (edit) => edit.update(Handset, handset, { secret }))
  t.equal(store.revision(), before)
  change(store, (edit) => edit.update(Handset, handset, { secret: 'another-one-of-20-chars' }))
  t.equal(store.revision(), before + 1)
})

t.test('a deleted handset leaves no secret behind', async (t) => {
  const { store, handset } = anOffice(t)
  change(store, (edit) => edit.remove(Handset, handset))
  t.equal(store.reveal(Handset, handset, 'secret'), undefined)
})

t.test('a secret is bound to its object and field: elsewhere it does not open', async (t) => {
  const key = makeUnitKey(join(aDirectory(t), 'unit.key'))
  const locked = key.lock('secret', 'handset-1/secret')
  t.equal(key.unlock(locked, 'handset-1/secret'), 'secret')
  t.throws(() => key.unlock(locked, 'handset-2/secret'), { code: 'key' })
  t.throws(() => key.unlock(locked.subarray(0, 20), 'handset-1/secret'), { code: 'key' })
  t.notSame(key.lock('secret', 'handset-1/secret'), locked, 'a new nonce each time')
})

t.test('the key file is for its owner alone, and made once', async (t) => {
  const data = aDirectory(t)
  await opened(t, data).close()
  const path = join(data, 'unit.key')
  const key = readFileSync(path)
  t.equal(statSync(path).mode & 0o777, 0o600)
  t.equal(key.length, 32)
  await opened(t, data).close()
  t.same(readFileSync(path), key)
})

t.test(
  'without the right key the store opens, and only secrets fail, naming the file',
  async (t) => {
    const data = aDirectory(t)
    const dataOf = (name: string) => join(data, name)
    const clock = new VirtualClock()
    const first = opened(t, data, clock)
    change(first, (edit) => {
      edit.create(Site, { name: 'Main', number: 1 })
      edit.create(Handset, { sipUser: '101' })
    })
    await first.close()
    cpSync(dataOf('unit.key'), dataOf('kept.key'))

    writeFileSync(dataOf('unit.key'), Buffer.alloc(32, 7))
    const wrong = opened(t, data, clock)
    const id = wrong.find(Handset, 'sipUser', '101')?.id ?? ''
    t.throws(() => wrong.reveal(Handset, id, 'secret'), { code: 'key', message: /unit\.key/ })
    t.throws(() => change(wrong, (edit) => edit.create(Handset, { sipUser: '102' })), {
      code: 'key',
    })
    await wrong.close()

    rmSync(dataOf('unit.key'))
    const none = opened(t, data, clock)
    t.throws(() => none.reveal(Handset, id, 'secret'), {
      message: /unit\.key: the unit key is missing/,
    })
    t.notOk(existsSync(dataOf('unit.key')), 'no new key over old secrets')
    await none.close()

    cpSync(dataOf('kept.key'), dataOf('unit.key'))
    chmodSync(dataOf('unit.key'), 0o600)
    t.ok(opened(t, data, clock).reveal(Handset, id, 'secret'))
  },
)
