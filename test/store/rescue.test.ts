import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { until } from '../../firmware/demo/wait.ts'
import { Handset } from '../../firmware/model/handset.ts'
import { SCHEMA_VERSION } from '../../firmware/model/registry.ts'
import { Site } from '../../firmware/model/site.ts'
import { exportOffice } from '../../firmware/store/office-export.ts'
import { checksumOf, type Rescue } from '../../firmware/store/rescue.ts'
import { restoreRescue } from '../../firmware/store/restore.ts'
import { openStore, type Store } from '../../firmware/store/store.ts'
import { verifyConfig } from '../../firmware/store/verify.ts'
import { aDirectory, change, opened } from './a-store.ts'

const clock = new VirtualClock()

/** Revision 1 is the site, each further one a handset. */
function aBusyStore(t: Parameters<typeof aDirectory>[0], revisions: number) {
  const data = aDirectory(t)
  const own = new VirtualClock()
  const store = opened(t, data, own)
  change(store, (edit) => edit.create(Site, { name: 'Main', number: 1 }))
  for (let n = 2; n <= revisions; n++) aHandset(store, n)
  const rescue = join(data, 'rescue')
  const files = () => (existsSync(rescue) ? readdirSync(rescue).toSorted() : [])
  return { data, store, rescue, files, clock: own, wait: waitBy(own) }
}

/** Looks while time passes: what is asked for during a write comes a second after it. */
const waitBy = (clock: VirtualClock) => (what: string, look: () => boolean) =>
  until(what, async () => {
    await clock.advance(1000)
    return look()
  })

function aHandset(store: Store, n: number): void {
  change(store, (edit) => edit.create(Handset, { sipUser: String(100 + n) }))
}

const nameOf = (revision: number) => `revision-${String(revision).padStart(8, '0')}.json`

// Files were once written within the tenth change, which took 100 ms and more with 2,000 people. Now a second after it: tests let it pass.
t.test('every tenth revision leaves a rescue file, and the last three are kept', async (t) => {
  const { store, files, clock, wait } = aBusyStore(t, 9)
  await clock.advance(10_000)
  t.strictSame(files(), [])
  for (let n = 10; n <= 52; n++) {
    aHandset(store, n)
    if (n % 10 > 0) continue
    t.notOk(files().includes(nameOf(n)), 'a change does not wait for it')
    await wait(`a file of ${n}`, () => files().includes(nameOf(n)))
  }
  await until('old ones go', () => files().length === 3)
  t.strictSame(files(), [30, 40, 50].map(nameOf))
})

t.test('a run of changes leaves one file, of all of them', async (t) => {
  const { store, files, clock } = aBusyStore(t, 37)
  await clock.advance(500)
  for (let n = 38; n <= 47; n++) aHandset(store, n)
  await clock.advance(500)
  await until('its file', () => files().some((name) => name.endsWith('.json')))
  t.strictSame(files(), [nameOf(47)])
})

t.test('a program that ends at once has written what is due', async (t) => {
  const { store, files } = aBusyStore(t, 12)
  await store.close()
  t.strictSame(files(), [nameOf(12)])
})

t.test('whoever ends while a file is written does not wait for the time between', async (t) => {
  const { store, files, clock } = aBusyStore(t, 1)
  change(store, (edit) => {
    for (let n = 0; n < 600; n++) edit.create(Handset, { sipUser: `h${n}` })
  })
  for (let n = 3; n <= 10; n++) aHandset(store, n)
  await clock.advance(1000)
  t.strictSame(files(), [])
  await store.close()
  t.strictSame(files(), [nameOf(10)])
})

t.test('what a crash prevented is made up for by whoever opens the store next', async (t) => {
  const { data, store, files } = aBusyStore(t, 12) // its clock stands: it never gets to write
  const next = new VirtualClock()
  opened(t, data, next)
  await waitBy(next)('its file', () => files().some((name) => name.endsWith('.json')))
  t.strictSame(files(), [nameOf(12)])
  const { mtimeMs } = statSync(join(data, 'rescue', nameOf(12)))
  await store.close()
  t.equal(statSync(join(data, 'rescue', nameOf(12))).mtimeMs, mtimeMs, 'not written twice')
})

t.test('a file is of one revision, though others change and have their turn', async (t) => {
  const { store, rescue, files, clock } = aBusyStore(t, 1)
  const handsets = Array.from({ length: 600 }, (_, n) => `h${n}`)
  change(store, (edit) => {
    for (const sipUser of handsets) edit.create(Handset, { sipUser })
  })
  for (let n = 3; n <= 10; n++) aHandset(store, n)
  await clock.advance(1000)
  let turns = 0
  for (; !files().includes(nameOf(10)) && turns < 10_000; turns++) {
    if (turns === 3) change(store, (edit) => edit.create(Handset, { sipUser: 'later' }))
    const before = files().length
    await new Promise((resolve) => setImmediate(resolve))
    if (turns < 10) t.equal(files().length, before, 'nothing goes on before the next piece is due')
    if (turns % 3 === 2) await clock.advance(10)
  }
  t.ok(turns >= 6 * 3, `${turns} turns`)
  t.equal(store.revision(), 11)
  const content = readFileSync(join(rescue, nameOf(10)), 'utf8')
  const written = JSON.parse(content) as Rescue
  t.equal(written.checksum, checksumOf(written))
  t.match(content, /"h599"/)
  t.notMatch(content, /"later"/)
})

t.test('a draft that a crash left is no rescue file, and goes in time', async (t) => {
  const { data, store, rescue, files, wait } = aBusyStore(t, 10)
  await wait('a first file', () => files().some((name) => name.endsWith('.json')))
  const torn = `${nameOf(20)}.0a1b.draft`
  writeFileSync(join(rescue, torn), '{ "format": "strow')
  for (let n = 11; n <= 50; n++) {
    aHandset(store, n)
    if (n % 10 > 0) continue
    await wait(`a file of ${n}`, () => files().includes(nameOf(n)))
  }
  await store.close()
  t.strictSame(files(), [30, 40, 50].map(nameOf))
  for (const name of files()) {
    const written = JSON.parse(readFileSync(join(data, 'rescue', name), 'utf8')) as Rescue
    t.equal(written.checksum, checksumOf(written), name)
  }
})

t.test(
  'a file that cannot be written is told; the changes stand, and the next tries again',
  async (t) => {
    const data = aDirectory(t)
    const clock = new VirtualClock()
    const told: (string | undefined)[] = []
    const trouble = (error: Error | undefined) => void told.push(error?.message)
    const store = openStore({ data, clock, trouble })
    writeFileSync(join(data, 'rescue'), 'in the way')
    change(store, (edit) => edit.create(Site, { name: 'Main', number: 1 }))
    for (let n = 2; n <= 10; n++) aHandset(store, n)
    await waitBy(clock)('that it is told', () => told.length > 0)
    t.match(told, [/rescue/])
    t.equal(store.revision(), 10)
    rmSync(join(data, 'rescue'))
    aHandset(store, 11)
    await store.close()
    t.strictSame(readdirSync(join(data, 'rescue')), [nameOf(11)])
  },
)

t.test(
  'after a restore files are written again, and later ones of before are kept aside',
  async (t) => {
    const { data, store, files, rescue, clock, wait } = aBusyStore(t, 1)
    for (let n = 2; n <= 40; n++) {
      aHandset(store, n)
      if (n % 10 > 0) continue
      await wait(`a file of ${n}`, () => files().includes(nameOf(n)))
    }
    await store.close()
    restoreRescue({ data, file: join(rescue, nameOf(20)), clock })
    t.match(files(), [nameOf(20), `${nameOf(30)}.replaced-`, `${nameOf(40)}.replaced-`])
    const again = opened(t, data, clock)
    for (let n = 50; n < 60; n++) aHandset(again, n)
    await again.close()
    t.ok(files().includes(nameOf(31)))
  },
)

t.test(
  'a rescue file brings everything back, secrets included, and the damaged store is kept',
  async (t) => {
    const { data, store, rescue, files, clock, wait } = aBusyStore(t, 10)
    await wait('its file', () => files().some((name) => name.endsWith('.json')))
    const [before, phone] = [exportOffice(store), store.find(Handset, 'sipUser', '105')]
    const secret = store.reveal(Handset, phone?.id ?? '', 'secret')
    change(store, (edit) => edit.remove(Handset, phone?.id ?? ''))
    await store.close()

    const file = join(rescue, 'revision-00000010.json')
    t.equal(restoreRescue({ data, file, clock }), 11)
    t.match(readdirSync(join(data, 'config')).toSorted(), [
      String(SCHEMA_VERSION),
      /^\d+\.damaged-\d+$/,
    ])
    t.strictSame(verifyConfig(data).damage, [])
    const again = opened(t, data, clock)
    t.equal(exportOffice(again), before)
    t.same(again.find(Handset, 'sipUser', '105'), phone)
    t.equal(again.reveal(Handset, phone?.id ?? '', 'secret'), secret)
    t.equal(again.site(), phone?.site)
    t.match(again.revisions(), [{ number: 11, by: 'system', from: file }])
    change(again, (edit) => edit.create(Handset, { sipUser: '999' }))
    t.equal(again.revision(), 12)
  },
)

t.test('a damaged rescue file is refused, and the store stays as it is', async (t) => {
  const { data, store, rescue } = aBusyStore(t, 10)
  await store.close()
  const file = join(rescue, 'revision-00000010.json')
  const text = readFileSync(file, 'utf8')
  const wrong = {
    'its checksum is wrong': text.replace('"105"', '"106"'),
    'it is no JSON': text.slice(0, -10),
    'it is no rescue file': '{}',
    'it is of version 99': text.replace(/"schema": \d+/, '"schema": 99'),
  }
  for (const [why, content] of Object.entries(wrong)) {
    rmSync(file)
    writeFileSync(file, content)
    t.throws(() => restoreRescue({ data, file, clock }), {
      code: 'corrupt',
      message: new RegExp(why),
    })
  }
  t.throws(() => restoreRescue({ data, file: join(rescue, 'none.json'), clock }), {
    name: 'StoreError',
  })
  t.equal(opened(t, data, clock).revision(), 10)
})

t.test('a rescue file of an older version is brought up to date', async (t) => {
  const { data, store, rescue } = aBusyStore(t, 10)
  await store.close()
  const file = join(rescue, 'revision-00000010.json')
  const content = JSON.parse(readFileSync(file, 'utf8')) as Rescue
  const objects = content.objects as Record<string, { entity: string; values: { lines?: number } }>
  for (const one of Object.values(objects)) delete one.values.lines // as if it came with this version
  const old = { ...content, schema: 1, checksum: checksumOf(content) }
  rmSync(file)
  writeFileSync(file, JSON.stringify(old))
  restoreRescue({ data, file, clock })
  t.strictSame(verifyConfig(data).damage, [])
  t.equal(opened(t, data, clock).find(Handset, 'sipUser', '105')?.lines, 2)
})
