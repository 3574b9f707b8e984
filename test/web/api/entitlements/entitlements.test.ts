import t, { type Test } from 'tap'
import { Capacity } from '../../../../firmware/model/capacity.ts'
import { FxoLine } from '../../../../firmware/model/fxo-line.ts'
import { InstalledKey } from '../../../../firmware/model/installed-key.ts'
import { ServerSettings } from '../../../../firmware/model/server-settings.ts'
import { ok, refuse } from '../../../../firmware/result.ts'
import { AdminEvents } from '../../../../firmware/store/admin-events.ts'
import type {
  ApiError,
  ConfigReport,
  Entitlements,
  SearchHit,
  ShownKey,
} from '../../../../firmware/web/contract.ts'
import { DAY, ISSUED, issue, stranger } from '../../../entitlements/issue.ts'
import { change } from '../../../store/a-store.ts'
import { anApi, type Page } from '../an-api.ts'

async function aSoldUnit(t: Test, profile: Capacity['profile'] = '320') {
  const ask = async (program: string) =>
    program === 'exchange'
      ? ok([{ calls: 2 }, { calls: 1 }])
      : refuse({ code: 'not-running', text: '' } as const)
  const api = await anApi(t, { ask })
  const { store } = api
  change(store, (edit) => edit.update(Capacity, edit.only(Capacity).id, { profile }))
  return { ...api, unit: store.only(ServerSettings).id }
}

/** A file, as a page uploads it. */
const send = (page: Page, path: string, file: string) =>
  page.browser.request('POST', path, Buffer.from(file), {
    'content-type': 'application/octet-stream',
  })

const enter = (page: Page, key: unknown) =>
  page.ask<ShownKey & ApiError>('POST', 'entitlements/keys', { key })

t.test(
  'FKEY-3, FKEY-13, PLAT-39 what the unit takes, what there is of it, and what needs a key',
  async (t) => {
    const { admin, store } = await aSoldUnit(t)
    const { body } = await admin.get<Entitlements>('entitlements')
    t.match(body, {
      unit: store.only(ServerSettings).id,
      profile: '320',
      profileName: '320',
      keys: [],
      clockBehind: false,
    })
    const limit = (name: string) => body.limits.find((one) => one.name === name)
    t.strictSame(limit('people'), { name: 'people', label: 'people', used: 0, limit: 12, most: 20 })
    t.strictSame(limit('externalCalls'), {
      name: 'externalCalls',
      label: 'outside calls at once',
      used: 3,
      limit: 12,
    })
    t.match(
      body.features.find(({ name }) => name === 'users'),
      { label: 'More people', state: 'none' },
    )
    t.notOk(
      body.features.some(({ name }) => name === 't1'),
      'KEY-20 not on this profile',
    )
    change(store, (edit) => edit.update(Capacity, edit.only(Capacity).id, { profile: 'community' }))
    change(store, (edit) => edit.create(FxoLine, { port: 'fxo-1' }))
    const open = (await admin.get<Entitlements>('entitlements')).body
    t.equal(open.profileName, 'Open')
    t.ok(
      open.features.every(({ state }) => state === 'open'),
      'spec decision 2: nothing is locked',
    )
    t.equal(
      open.limits.find((one) => one.name === 'externalCalls')?.used,
      4,
      'PLAT-40 a line counts',
    )
  },
)

t.test('FKEY-8 a key is entered, acts at once, and is in the event log', async (t) => {
  const { admin, unit, store, clock, published } = await aSoldUnit(t)
  const entered = await enter(admin, issue(unit, { expires: ISSUED + 365 * DAY }))
  t.equal(entered.status, 201)
  t.match(entered.body, { series: 'PEOPLE', number: 1, state: 'valid', gives: ['More people: 20'] })
  t.match(published.at(-1), { revision: store.revision() }, 'other processes are told')
  const { body } = await admin.get<Entitlements>('entitlements')
  t.match(body.limits[0], { name: 'people', limit: 20 })
  t.match(body.keys, [{ series: 'PEOPLE', actsUntil: ISSUED + 395 * DAY }])
  const [event] = new AdminEvents(store.records, clock).latest(1)
  t.match(event, { by: 'admin', text: 'Feature key 1 of series PEOPLE was entered.' })
})

t.test('FKEY-1 what is no key of this unit is refused with the reason, and noted', async (t) => {
  const { admin, unit, store, clock } = await aSoldUnit(t)
  const before = store.revision()
  const refused = async (key: unknown, why: RegExp, status = 422) => {
    const { status: got, body } = await enter(admin, key)
    t.match({ got, text: body.text }, { got: status, text: why })
  }
  await refused(issue(unit, {}, stranger), /Nobody whom this unit trusts/)
  await refused(issue('01890a5d-ac96-774b-bcce-b302099a8057'), /for unit 01890a5d.*and this one is/)
  await refused('hello', /no feature key/)
  await refused(`SK1${'0'.repeat(9000)}`, /too long/)
  await refused(undefined, /Give the key/, 400)
  await refused({ $ne: 1 }, /Give the key/, 400)
  await refused(
    issue(unit, { expires: ISSUED - 31 * DAY }),
    /ended on 2026-12-31|ended on 2025-12-31|This key ended/,
  )
  t.equal(store.revision(), before)
  t.equal(store.all(InstalledKey).length, 0)
  const [event] = new AdminEvents(store.records, clock).latest(1)
  t.match(event?.text, /A feature key was refused: This key ended/)
  const huge = await enter(admin, '0'.repeat(3_000_000))
  t.ok(huge.status === 413 || huge.status === 422, String(huge.status))
})

t.test(
  'a later key of a series takes the place of an older one, and never the other way round',
  async (t) => {
    const { admin, unit, store } = await aSoldUnit(t)
    const grants = [{ feature: 'users', count: 15 }]
    const older = issue(unit)
    await enter(admin, older)
    t.equal((await enter(admin, issue(unit, { number: 2, grants }))).status, 201)
    const limit = async () => (await admin.get<Entitlements>('entitlements')).body.limits[0]?.limit
    t.equal(await limit(), 15)
    t.match((await enter(admin, older)).body.text, /Key 1 of series PEOPLE is older than .*\(2\)/)
    t.match((await enter(admin, issue(unit, { number: 2, grants }))).body.text, /is here already/)
    t.equal(await limit(), 15)
    const undone = await admin.ask<ApiError>('POST', `history/${store.revision()}/undo`)
    t.not(undone.status, 200, 'nor by an undo')
    await admin.ask('POST', `history/${store.revision() - 1}/restore`, {})
    t.equal(await limit(), 15, 'nor by going back to a moment')
    t.equal(store.all(InstalledKey).length, 1)
  },
)

t.test('keys are entered as keys: not as configuration, not in files', async (t) => {
  const { admin, unit } = await aSoldUnit(t)
  t.equal(
    (await admin.ask('POST', 'config/featureKeys', { series: 'A', code: issue(unit) })).status,
    404,
  )
  const file = await send(admin, 'import', 'featureKeys:\n  - { series: A }\n')
  t.equal(file.statusCode, 422)
  await enter(admin, issue(unit))
  const exported = await admin.browser.request('GET', '/api/v1/export')
  t.notMatch(exported.body, /SK1/)
  t.match(exported.body, /profile: ['"]?320/)
})

t.test(
  'PLAT-39 each way of adding beyond a limit is refused with its name: REST, batch, list, file',
  async (t) => {
    const { admin, store } = await aSoldUnit(t)
    const person = (n: number) => ({ login: `p${n}`, lastName: `P${n}` })
    for (let n = 0; n < 12; n++) await admin.create('users', person(n))
    const before = store.revision()
    const one = await admin.ask<ApiError>('POST', 'config/users', person(12))
    t.match(one, {
      status: 422,
      body: { text: /room for 12 \(people\).*would be 13.*enter a feature key/s },
    })
    const batch = await admin.batch<ApiError>({ create: 'users', values: person(12), as: 'x' })
    t.not(batch.status, 200)
    const list = await send(admin, 'import/users', 'login,lastName\np12,P12\n')
    t.match(list.body, /room for 12/)
    const file = await send(admin, 'import', 'users:\n  - { login: p12, lastName: P12 }\n')
    t.match(file.body, /room for 12/)
    t.equal(store.revision(), before)
  },
)

t.test(
  'who speaks Spanish reads it in Spanish; the configuration report and the search have it',
  async (t) => {
    const { admin } = await aSoldUnit(t)
    await admin.ask('PATCH', 'me', { language: 'es' })
    const { body } = await admin.get<Entitlements>('entitlements')
    t.equal(body.limits[0]?.label, 'personas')
    const { body: error } = await enter(admin, 'x')
    t.match(error.text, /no es una clave/)
    await admin.ask('PATCH', 'me', { language: 'en' })
    const report = (await admin.get<ConfigReport>('report')).body
    t.match(report.tables.find(({ section }) => section === 'capacity')?.rows.flat(), [
      'Capacity profile',
      '320',
    ])
    for (const q of ['feature keys', 'entitlements', 'licence', 'capacity profile']) {
      const hits = (await admin.get<SearchHit[]>(`search?q=${encodeURIComponent(q)}`)).body
      t.ok(
        hits.some(({ path }) => path.startsWith('/system/entitlements')),
        q,
      )
    }
  },
)

t.test('PERM-205 everybody with a role enters keys, nobody without one', async (t) => {
  const { as, unit } = await aSoldUnit(t)
  const support = await as('support', 'support-technician')
  t.equal((await enter(support, issue(unit))).status, 201)
  const plain = await as('plain')
  t.equal((await enter(plain, issue(unit, { number: 2 }))).status, 403)
  t.equal((await plain.get('entitlements')).status, 403)
})

t.test('a clock that was put back is told', async (t) => {
  const { admin, clock, store } = await aSoldUnit(t)
  change(store, (edit) => edit.update(Capacity, edit.only(Capacity).id, { profile: '324' }))
  clock.setUtc(ISSUED)
  t.equal((await admin.get<Entitlements>('entitlements')).body.clockBehind, true)
})
