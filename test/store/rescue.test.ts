import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { Handset } from '../../firmware/model/handset.ts'
import { SCHEMA_VERSION } from '../../firmware/model/registry.ts'
import { Site } from '../../firmware/model/site.ts'
import { exportOffice } from '../../firmware/store/office-export.ts'
import { checksumOf, type Rescue } from '../../firmware/store/rescue.ts'
import { restoreRescue } from '../../firmware/store/restore.ts'
import { verifyConfig } from '../../firmware/store/verify.ts'
import { aDirectory, change, opened } from './a-store.ts'

const clock = new VirtualClock()

/** Revision 1 is the site, each further one a handset. */
function aBusyStore(t: Parameters<typeof aDirectory>[0], revisions: number) {
  const data = aDirectory(t)
  const store = opened(t, data, clock)
  change(store, (edit) => edit.create(Site, { name: 'Main', number: 1 }))
  for (let n = 2; n <= revisions; n++) {
    change(store, (edit) => edit.create(Handset, { sipUser: String(100 + n) }))
  }
  return { data, store, rescue: join(data, 'rescue') }
}

t.test('every tenth revision leaves a rescue file, and the last three are kept', async (t) => {
  t.notOk(existsSync(aBusyStore(t, 9).rescue))
  t.strictSame(readdirSync(aBusyStore(t, 10).rescue), ['revision-00000010.json'])
  t.strictSame(readdirSync(aBusyStore(t, 52).rescue).toSorted(), [
    'revision-00000030.json',
    'revision-00000040.json',
    'revision-00000050.json',
  ])
})

t.test(
  'a rescue file brings everything back, secrets included, and the damaged store is kept',
  async (t) => {
    const { data, store, rescue } = aBusyStore(t, 10)
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
