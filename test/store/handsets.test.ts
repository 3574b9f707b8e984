import { readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { CAPACITY, capacity, PROFILES } from '../../firmware/entitlements/capacity-table.ts'
import { Capacity } from '../../firmware/model/capacity.ts'
import { Extension } from '../../firmware/model/extension.ts'
import { Handset } from '../../firmware/model/handset.ts'
import { sentence } from '../../firmware/model/problem.ts'
import { applyOffice } from '../../firmware/store/office.ts'
import { exportOffice } from '../../firmware/store/office-export.ts'
import type { Edit } from '../../firmware/store/staging.ts'
import type { Store } from '../../firmware/store/store.ts'
import { accepted, aDirectory, opened, origin } from './a-store.ts'

const DEMO = readFileSync(new URL('../../firmware/store/demo-office.yaml', import.meta.url), 'utf8')

function anOffice(t: Test): Store {
  const store = opened(t, aDirectory(t))
  accepted(applyOffice(store, DEMO, { by: 'test' }))
  return store
}

function refused(store: Store, edit: (edit: Edit) => void): string {
  const made = store.change(origin, edit)
  return made.ok ? '' : made.error.map(sentence).join('\n')
}

const described = (store: Store, text: string) =>
  store.all(Handset).find(({ description }) => description === text)

t.test('GSIP-3 a Login ID is made where none is given, and is unique', async (t) => {
  const store = anOffice(t)
  accepted(store.change(origin, (edit) => edit.create(Handset, { description: 'one' })))
  const one = described(store, 'one')
  t.match(one?.loginId, /^[A-Za-z0-9._-]{1,32}$/)
  t.equal(one?.loginId, one?.sipUser, 'the User ID, which nobody else has')
  const named = { description: 'two', loginId: 'desk' }
  accepted(store.change(origin, (edit) => edit.create(Handset, named)))
  const two = described(store, 'two')
  t.equal(two?.loginId, 'desk')
  t.not(two?.sipUser, 'desk')
  t.match(
    refused(store, (edit) => edit.create(Handset, { ...named, description: 'three' })),
    /desk/,
    'the name of another',
  )
})

t.test(
  'GSIP-17 GSIP-20 the User ID of a phone outlives other numbers, and export and import',
  async (t) => {
    const store = anOffice(t)
    const ids = (of: Store) =>
      of
        .all(Handset)
        .map(({ sipUser }) => sipUser)
        .sort()
    const before = ids(store)
    const numbered = store.all(Extension).filter(({ kind }) => kind === 'user')
    accepted(
      store.change(origin, (edit) => {
        for (const { id, number } of numbered) edit.update(Extension, id, { number: `7${number}` })
      }),
    )
    t.ok(store.all(Extension).some(({ number }) => number === '7101'))
    t.strictSame(ids(store), before)
    const copy = opened(t, aDirectory(t))
    accepted(applyOffice(copy, exportOffice(store), { by: 'test' }))
    t.strictSame(ids(copy), before)
  },
)

t.test(
  'GSIP-1 SIP telephones by profile: built in, and as far as keys go; one too many is refused',
  async (t) => {
    const table = PROFILES.map((profile) => capacity(profile, 'sipHandsets'))
    t.strictSame(
      table.map((one) => one?.base),
      [4, 4, 6, 6, 12, 0],
    )
    t.strictSame(
      table.map((one) => one?.most),
      [20, 20, 60, 60, 180, 250],
    )
    t.ok(CAPACITY.sipHandsets)
    const store = opened(t, aDirectory(t))
    accepted(applyOffice(store, 'sites: [{ name: Main, number: 1 }]', { by: 'test' }))
    accepted(
      store.change(origin, (edit) =>
        edit.update(Capacity, edit.only(Capacity).id, { profile: '320' }),
      ),
    )
    const add = (edit: Edit) => edit.create(Handset, {})
    for (let count = 0; count < 4; count++) accepted(store.change(origin, add))
    t.match(refused(store, add), /profile 320 has room for 4/)
    const browsers = (edit: Edit) => edit.create(Handset, { kind: 'browser' })
    t.equal(refused(store, browsers), '', 'pages of ours are no SIP telephones')
  },
)
