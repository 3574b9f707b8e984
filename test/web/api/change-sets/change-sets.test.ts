import t from 'tap'
import { VirtualClock } from '../../../../firmware/clock/virtual-clock.ts'
import { Extension } from '../../../../firmware/model/extension.ts'
import { Handset } from '../../../../firmware/model/handset.ts'
import { ok } from '../../../../firmware/result.ts'
import type {
  ApiError,
  Changed,
  ChangeSetPreview,
  ConfigObject,
  HistoryEntry,
  Listing,
  ShownChangeSet,
} from '../../../../firmware/web/contract.ts'
import { aDirectory } from '../../../store/a-store.ts'
import { anApi, type Page } from '../an-api.ts'

const HOUR = 3_600_000

/** A page that collects. */
function collecting(page: Page, set: string) {
  const headers = { 'x-change-set': set }
  const ask = async <T = Changed>(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
  ) => {
    const answer = await page.browser.request(method, path, body, headers)
    return { status: answer.statusCode, body: answer.json() as T }
  }
  return { ask }
}

const begun = async (page: Page, name = 'Cut-over') =>
  (await page.ask<ShownChangeSet>('POST', 'change-sets', { name })).body.id
const seen = async (page: Page, id: string) =>
  (await page.get<ChangeSetPreview>(`change-sets/${id}`)).body

t.test(
  'UX changes are collected, looked at with what they touch, applied as one, and taken back',
  async (t) => {
    const calls = [
      { call: '1-1-1', dialled: '201', legs: [{ digits: '305' }, { digits: '201' }] },
      { call: '1-1-2', dialled: '999', legs: [{ digits: '306' }] },
    ]
    const ask = async () => ok(calls)
    const { admin, store, published } = await anApi(t, { ask })
    const desk = await admin.create('handsets', { sipUser: 'desk', lines: 2 })
    const old = await admin.create('extensions', {
      number: '201',
      route: { attempts: [{ destinations: [{ handset: desk }] }] },
    })
    const before = store.revision()
    const told = published.length
    const id = await begun(admin)
    const page = collecting(admin, id)
    t.match(
      await page.ask('PATCH', `config/handsets/${desk}`, { lines: 4, secret: 'correct-horse-1' }),
      {
        status: 200,
        body: { collected: id, revision: before },
      },
    )
    const made = await page.ask('POST', 'config', {
      changes: [
        { do: 'create', section: 'extensions', id: 'new:1', values: { number: '202' } },
        {
          do: 'create',
          section: 'handsets',
          id: 'new:2',
          values: { sipUser: 'hall', extension: 'new:1' },
        },
      ],
    })
    const extension = made.body.ids['new:1'] ?? ''
    await page.ask('PATCH', `config/extensions/${extension}`, { description: 'Hall' })
    await page.ask('PATCH', `config/extensions/${old}`, {
      route: { finally: { action: 'hang-up' } },
    })
    await page.ask('PATCH', `config/extensions/${old}`, { description: 'Desk' })
    t.equal(store.revision(), before, 'nothing has changed')
    t.equal(published.length, told)
    t.equal((await admin.read('extensions', extension)).status, 404)

    const listed = await page.ask<Listing>('GET', 'config/extensions?sort=number')
    t.match(listed.body, {
      total: 2,
      items: [{ number: '201' }, { number: '202', description: 'Hall' }],
    })
    const shown = await page.ask<ConfigObject>('GET', `config/handsets/${desk}`)
    t.equal(shown.body.lines, 4, 'a page that collects sees what would be')
    t.equal((await admin.read('handsets', desk)).body.lines, 2)
    const wrong = await page.ask<ApiError>('POST', 'config/extensions', { number: '202' })
    t.match(
      wrong,
      { status: 422, body: { problems: [{ field: 'number' }] } },
      'refused as Save would be',
    )

    const preview = await seen(admin, id)
    t.match(preview, { state: 'collecting', size: 4, conflicts: [], problems: [] })
    t.strictSame(preview.lines, [
      'changed handset desk',
      'Number of lines: 2 → 4',
      'Password: a new one',
      'added extension 202',
      'added handset hall',
      'changed extension 201',
      'Description: (none) → Desk',
    ])
    t.strictSame(preview.consequences, [
      'Numbers that behave differently: 202 and 201.',
      'Telephones: desk and hall.',
      '1 call is on with these numbers now: 305 → 201. It goes on as it is.',
    ])
    t.notMatch(JSON.stringify(preview), /correct-horse/)

    const applied = await admin.ask<Changed>('POST', `change-sets/${id}/apply`)
    t.match(applied, { status: 200, body: { revision: before + 1 } })
    const kept = [...store.records.table<Uint8Array>('durable').entries()]
    const text = kept.map(([, value]) => Buffer.from(value).toString('latin1')).join()
    t.ok(text.length > 200)
    t.notMatch(text, /correct-horse/, 'SECURITY 2 no password lies about in it')
    t.equal(store.find(Extension, 'number', '202')?.id, extension, 'with the identity that it had')
    t.equal(store.reveal(Handset, desk, 'secret'), 'correct-horse-1')
    t.match(store.get(Extension, old), { description: 'Desk', route: { attempts: [{}] } })
    t.match(published.at(-1), { revision: before + 1 })
    t.match(await seen(admin, id), { state: 'applied', revision: before + 1, canUndo: true })
    t.equal((await admin.ask('POST', `change-sets/${id}/apply`)).status, 422, 'once')
    t.equal((await admin.ask('POST', `history/${before + 1}/undo`)).status, 200)
    t.equal(store.find(Extension, 'number', '202'), undefined)
    t.equal(store.get(Handset, desk)?.lines, 2)
    const [undone, forth] = (await admin.get<HistoryEntry[]>('history?limit=2')).body
    t.match([undone?.revision, forth?.from], [before + 2, /change set Cut-over/])
  },
)

t.test(
  'UX what others change meanwhile is shown, and is changed again only when that is wanted',
  async (t) => {
    const { admin, as, store } = await anApi(t)
    const grace = await as('grace', 'phone-admin')
    const desk = await admin.create('handsets', { sipUser: 'desk', lines: 2 })
    const gone = await admin.create('handsets', { sipUser: 'gone' })
    const id = await begun(admin)
    const page = collecting(admin, id)
    await page.ask('PATCH', `config/handsets/${desk}`, { lines: 4 })
    await grace.patch('handsets', desk, { description: 'Elsewhere' })
    t.strictSame((await seen(admin, id)).conflicts, [], 'another field is no conflict')
    await grace.patch('handsets', desk, { lines: 3 })
    const revision = store.revision()
    t.strictSame((await seen(admin, id)).conflicts, [
      `handset desk, Number of lines: grace changed it meanwhile from 2 to 3 (revision ${revision}).`,
    ])
    const refused = await admin.ask<ApiError>('POST', `change-sets/${id}/apply`)
    t.match(refused, { status: 412, body: { code: 'changed-meanwhile' } })
    t.equal((await admin.ask('POST', `change-sets/${id}/apply`, { over: true })).status, 200)
    t.match(store.get(Handset, desk), { lines: 4, description: 'Elsewhere' })

    const other = await begun(admin, 'Other')
    await collecting(admin, other).ask('PATCH', `config/handsets/${gone}`, { lines: 4 })
    await admin.remove('handsets', gone)
    const lost = await seen(admin, other)
    t.match(lost.conflicts, [/^handset was deleted meanwhile by admin/])
    t.match(lost.problems, [/There is no handset/])
    t.equal((await admin.ask('POST', `change-sets/${other}/apply`, { over: true })).status, 404)
  },
)

t.test('UX a change set is applied at its time, also by a unit that started again', async (t) => {
  const clock = new VirtualClock()
  const data = aDirectory(t)
  const first = await anApi(t, { clock }, data)
  const { admin, store } = first
  const id = await begun(admin, 'Monday')
  await collecting(admin, id).ask('POST', 'config/extensions', { number: '202' })
  const at = clock.now() + 5 * HOUR
  t.equal(
    (await admin.ask('POST', `change-sets/${id}/schedule`, { at: clock.now() - 1 })).status,
    400,
  )
  t.match(await admin.ask('POST', `change-sets/${id}/schedule`, { at }), {
    status: 200,
    body: { state: 'scheduled', applyAt: at },
  })
  await clock.advance(4 * HOUR)
  t.equal(store.find(Extension, 'number', '202'), undefined)
  await clock.advance(HOUR)
  t.ok(store.find(Extension, 'number', '202'))
  t.match(await seen(admin, id), { state: 'applied' })

  const next = await begun(admin, 'Tuesday')
  await collecting(admin, next).ask('POST', 'config/extensions', { number: '203' })
  await admin.ask('POST', `change-sets/${next}/schedule`, { at: clock.now() + HOUR })
  await first.app.close() // the power goes
  await clock.advance(3 * HOUR)
  t.equal(store.find(Extension, 'number', '203'), undefined)
  const second = await anApi(t, { clock }, data)
  t.ok(second.store.find(Extension, 'number', '203'), 'it was due meanwhile')

  const third = await begun(second.admin, 'Never')
  await collecting(second.admin, third).ask('POST', 'config/extensions', { number: '204' })
  await second.admin.ask('POST', `change-sets/${third}/schedule`, { at: clock.now() + HOUR })
  await second.admin.ask('DELETE', `change-sets/${third}/schedule`)
  await clock.advance(2 * HOUR)
  t.equal(second.store.find(Extension, 'number', '204'), undefined, 'somebody thought better of it')
})

t.test('SECURITY 12 a change set gives nobody rights that they have not', async (t) => {
  const clock = new VirtualClock()
  const { admin, as, store } = await anApi(t, { clock })
  const phone = await as('phone', 'phone-admin')
  const network = await as('network', 'network-admin')
  const nobody = await as('nobody')
  const id = await begun(phone)
  t.equal((await nobody.get('change-sets')).status, 403)
  const user = await admin.create('users', { login: 'ada', lastName: 'King' })
  const refused = await collecting(phone, id).ask('PATCH', `config/users/${user}`, {
    roles: ['server-admin'],
  })
  t.equal(refused.status, 403)
  t.equal(
    (await collecting(phone, id).ask('POST', 'config/extensions', { number: '205' })).status,
    201,
  )
  t.equal((await network.ask('POST', `change-sets/${id}/apply`)).status, 403)
  t.equal(
    (await network.ask('POST', `change-sets/${id}/schedule`, { at: clock.now() + HOUR })).status,
    403,
  )
  t.match((await seen(network, id)).problems, [/not allow you to add/])
  await phone.ask('POST', `change-sets/${id}/schedule`, { at: clock.now() + HOUR })
  const person = (await admin.list('users?filter.login=phone')).body.items[0]?.id ?? ''
  await admin.patch('users', person, { roles: [] })
  await clock.advance(2 * HOUR)
  t.equal(store.find(Extension, 'number', '205'), undefined, 'the rights are those at that time')
  t.match(await seen(admin, id), { state: 'failed', why: /roles/ })
  t.equal((await admin.ask('POST', 'change-sets', { name: '' })).status, 400)
  for (const set of ['x', '00000000-0000-7000-8000-000000000000']) {
    t.equal((await admin.ask('POST', `change-sets/${set}/apply`)).status, 404)
    t.ok((await collecting(admin, set).ask('GET', 'config/users')).status >= 400)
  }
  t.equal((await admin.ask('DELETE', `change-sets/${id}`)).status, 200)
  t.strictSame((await admin.get('change-sets')).body, [])
})

t.test('PERM-6: a change set names PIN codes to nobody who may not list them', async (t) => {
  const clock = new VirtualClock()
  const { admin, as, store } = await anApi(t, { clock })
  const technician = await as('technician', 'support-technician')
  const told = await admin.create('auditPins', { code: '31415', description: 'Old project' })
  const id = await begun(admin)
  const page = collecting(admin, id)
  await page.ask('POST', 'config/auditPins', { code: '27182', description: 'New project' })
  await page.ask('PATCH', `config/auditPins/${told}`, { description: 'Moved project' })
  t.match((await seen(admin, id)).lines, ['added audit PIN 27182', 'changed audit PIN 31415'])
  const secret = /27182|31415|project/
  const looks = async (state: string) => {
    const shown = await seen(technician, id)
    t.match(shown, { state }, state)
    t.notMatch(JSON.stringify([shown, (await technician.get('change-sets')).body]), secret, state)
    return shown
  }
  t.ok((await looks('collecting')).problems.length > 0, 'but that it cannot be applied is told')
  await admin.patch('auditPins', told, { description: 'Other project' })
  t.match((await seen(admin, id)).conflicts, [/31415.*Description/])
  t.strictSame((await looks('collecting')).conflicts, [])
  await admin.ask('POST', `change-sets/${id}/schedule`, { at: clock.now() + HOUR, over: true })
  await admin.remove('auditPins', told)
  await clock.advance(2 * HOUR)
  t.match(await seen(admin, id), { state: 'failed', why: /audit PIN/ })
  t.match(await looks('failed'), { why: /roles/ })

  const next = await begun(admin, 'Next')
  await collecting(admin, next).ask('POST', 'config', {
    changes: [
      { do: 'create', section: 'extensions', id: 'new:1', values: { number: '205' } },
      {
        ...{ do: 'create', section: 'auditPins', id: 'new:2' },
        values: { code: '27182', description: 'New project' },
      },
    ],
  })
  t.equal((await admin.ask('POST', `change-sets/${next}/apply`)).status, 200)
  t.ok(store.find(Extension, 'number', '205'))
  const applied = await seen(technician, next)
  t.strictSame(
    [applied.lines[0], applied.lines.at(-1)],
    ['added extension 205', '1 more change that your roles do not show'],
  )
  t.notMatch(JSON.stringify(applied), secret)
})
