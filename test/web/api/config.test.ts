import t from 'tap'
import { entities } from '../../../firmware/model/registry.ts'
import type { ApiError, Changed } from '../../../firmware/web/contract.ts'
import { anApi } from './an-api.ts'
import { SAMPLES } from './samples.ts'

t.test('every section is made, listed, read, changed and deleted alike', async (t) => {
  const { admin } = await anApi(t)
  for (const { rules } of entities.filter(({ rules }) => !rules.internal)) {
    const { section, singleton } = rules
    const sample = SAMPLES[section]
    if (!sample) throw new Error(`no sample of ${section}`)
    const id = singleton ? section : await admin.create(section, sample.values)
    const before = await admin.read(section, id)
    t.match(before.body, { id, ...sample.values }, section)
    t.equal(before.etag, `"${before.body._revision}"`)
    const listed = await admin.list(section)
    t.ok(listed.body.items.some((one) => one.id === id))
    t.equal(listed.etag, `"${listed.body.revision}"`)
    const changed = await admin.patch(section, id, sample.change, before.etag)
    t.equal(changed.status, 200)
    const after = await admin.read(section, id)
    const wanted = { ...before.body, ...sample.change, _revision: changed.body.revision }
    t.strictSame(after.body, section === 'fxoLines' ? { ...wanted, route: {} } : wanted)
    const gone = await admin.remove(section, id)
    t.equal(gone.status, singleton ? 422 : 200)
    t.equal((await admin.read(section, id)).status, singleton ? 200 : 404)
  }
})

t.test('what the unit keeps for itself is nowhere', async (t) => {
  const { admin, store } = await anApi(t)
  t.equal((await admin.list('set-up')).status, 404)
  t.equal((await admin.read('set-up', 'set-up')).status, 404)
  t.equal((await admin.patch('set-up', 'set-up', { claimed: false })).status, 404)
  const { body } = await admin.get<{ section: string }[]>('model')
  t.notOk(JSON.stringify(body).includes('set-up'))
  t.equal(store.site() !== undefined, true)
})

t.test('SECURITY 2 secrets are written, never read; hashes not even written', async (t) => {
  const { admin, store } = await anApi(t)
  const secret = 'correct-horse-battery'
  const id = await admin.create('handsets', { sipUser: 'desk', secret })
  const other = 'staple-and-copper-otter'
  t.equal((await admin.patch('handsets', id, { secret: other })).status, 200)
  const pages = ['handsets', `handsets/${id}`, 'users']
  const texts = await Promise.all(pages.map((path) => admin.get(`config/${path}`)))
  const history = await admin.get('history')
  for (const { body } of [...texts, history]) {
    t.notMatch(JSON.stringify(body), /correct-horse|staple-and|argon2/)
  }
  t.equal(store.reveal(HANDSET, id, 'secret' as never), other)
  const hash = await admin.patch<ApiError>('users', id, { passwordHash: 'x' })
  t.equal(hash.status, 404, 'no such user')
  const user = await admin.create('users', { login: 'ada', lastName: 'Lovelace' })
  for (const field of ['passwordHash', 'totpSecret']) {
    const refused = await admin.patch<ApiError>('users', user, { [field]: 'x' })
    t.equal(refused.status >= 400, true, field)
  }
})

const HANDSET = entities.find(({ name }) => name === 'handset') as never

t.test('null clears an optional field, and is refused for any other', async (t) => {
  const { admin } = await anApi(t)
  const extension = await admin.create('extensions', { number: '201' })
  const id = await admin.create('handsets', { sipUser: 'desk', extension })
  t.equal((await admin.patch('handsets', id, { extension: null })).status, 200)
  t.notOk('extension' in (await admin.read('handsets', id)).body)
  const refused = await admin.patch<ApiError>('handsets', id, { lines: null, secret: null })
  t.equal(refused.status, 422)
  t.strictSame(
    refused.body.problems?.map(({ field, what }) => [field, what]),
    [
      ['lines', 'it cannot be cleared'],
      ['secret', 'it cannot be cleared'],
    ],
  )
})

t.test('a group keeps what is not named in it, and clears in it what is null', async (t) => {
  const { admin } = await anApi(t)
  const handset = await admin.create('handsets', { sipUser: 'desk' })
  const attempts = [{ destinations: [{ handset, rings: 6 }] }]
  const id = await admin.create('extensions', { number: '201', route: { attempts } })
  await admin.patch('extensions', id, { route: { finally: { action: 'hang-up' } } })
  t.match((await admin.read('extensions', id)).body, { route: { attempts } })
  const line = await admin.create('fxoLines', { port: 'fxo-1', route: { extension: id } })
  t.match((await admin.read('fxoLines', line)).body, { route: { extension: id } })
  await admin.patch('fxoLines', line, { route: { extension: null } })
  t.strictSame((await admin.read('fxoLines', line)).body.route, {})
})

t.test(
  'every problem is told with field, what and remedy, nested ones by their path',
  async (t) => {
    const { admin } = await anApi(t)
    const attempts = [{ destinations: [{ handset: 'nobody', rings: 99 }] }]
    const values = { number: '1x', colour: 'red', route: { attempts } }
    const { status, body } = await admin.ask<ApiError>('POST', 'config/extensions', values)
    t.equal(status, 422)
    t.equal(body.code, 'refused')
    const fields = body.problems?.map(({ field }) => field) ?? []
    for (const field of ['number', 'colour', 'route.attempts[0].destinations[0].rings']) {
      t.ok(fields.includes(field), field)
    }
    for (const problem of body.problems ?? []) t.match(problem, { what: /./, remedy: /\.$|\?$/ })
  },
)

t.test('who was slower is told who was faster, and nothing is written', async (t) => {
  const { admin, as } = await anApi(t)
  const grace = await as('grace', 'system-admin')
  const id = await admin.create('extensions', { number: '201' })
  const { etag = '' } = await admin.read('extensions', id)
  t.equal((await grace.patch('extensions', id, { description: 'Hers' }, etag)).status, 200)
  const late = await admin.patch<ApiError>('extensions', id, { description: 'His' }, etag)
  t.equal(late.status, 412)
  t.match(late.body, { code: 'changed-meanwhile', text: /^grace changed this extension meanwhile/ })
  t.match((await admin.read('extensions', id)).body, { description: 'Hers' })
  t.equal((await admin.remove('extensions', id, etag)).status, 412)
  t.equal((await grace.remove('extensions', id)).status, 200)
  const gone = await admin.patch<ApiError>('extensions', id, { description: 'x' }, etag)
  t.match(gone, { status: 412, body: { text: /^grace deleted/ } })
  t.equal((await admin.patch('extensions', id, {}, 'nonsense')).status, 400)
})

t.test('of many who change the same at once with If-Match, one succeeds', async (t) => {
  const { admin } = await anApi(t)
  const id = await admin.create('extensions', { number: '201' })
  const { etag } = await admin.read('extensions', id)
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, turn) =>
      admin.patch('extensions', id, { description: `turn ${turn}` }, etag),
    ),
  )
  t.strictSame(answers.map(({ status }) => status).sort(), [200, ...Array(19).fill(412)])
})

t.test('a person with number and telephone is one change, and refers to what is new', async (t) => {
  const { admin, published } = await anApi(t)
  const before = (await admin.list('users')).body.revision
  const route = { attempts: [{ destinations: [{ handset: 'new:3' }] }] }
  const { status, body } = await admin.batch(
    { do: 'create', section: 'users', id: 'new:1', values: { login: 'ada', lastName: 'King' } },
    {
      do: 'create',
      section: 'extensions',
      id: 'new:2',
      values: { number: '201', kind: 'user', owner: 'new:1', route },
    },
    {
      do: 'create',
      section: 'handsets',
      id: 'new:3',
      values: { sipUser: '201', extension: 'new:2' },
    },
  )
  t.equal(status, 200)
  t.equal(body.revision, before + 1)
  t.strictSame(published, [{ revision: before + 1 }])
  const ids = body.ids
  const extension = await admin.read('extensions', ids['new:2'] ?? '')
  t.match(extension.body, {
    owner: ids['new:1'],
    route: { attempts: [{ destinations: [{ handset: ids['new:3'] }] }] },
  })
})

t.test('of a batch with one mistake nothing is left, and nobody is told', async (t) => {
  const { admin, published } = await anApi(t)
  const before = (await admin.list('users')).body
  const { status, body } = await admin.batch<ApiError>(
    { do: 'create', section: 'users', id: 'new:1', values: { login: 'ada', lastName: 'King' } },
    { do: 'create', section: 'extensions', id: 'new:2', values: { number: '2' } },
  )
  t.equal(status, 422)
  t.match(body.problems?.[0], { object: 'extension 2', field: 'number' })
  t.strictSame((await admin.list('users')).body, before)
  t.strictSame(published, [])
})

t.test('batches that are none are refused', async (t) => {
  const { admin } = await anApi(t)
  const bad: unknown[] = [
    undefined,
    [],
    { changes: [] },
    { changes: 'x' },
    { changes: [null] },
    { changes: [{ do: 'drop', section: 'users', id: 'x' }] },
    { changes: [{ do: 'update', section: 'users', id: 'x' }] },
    { changes: [{ do: 'remove', section: 7, id: 'x' }] },
    { changes: [{ do: 'remove', section: 'users', id: 'x', _revision: 'y' }] },
    { changes: Array(1001).fill({ do: 'remove', section: 'users', id: 'x' }) },
    { changes: Array(2).fill({ do: 'create', section: 'users', id: 'x', values: {} }) },
  ]
  for (const body of bad) {
    const { status } = await admin.ask('POST', 'config', body)
    t.equal(status, 400, JSON.stringify(body)?.slice(0, 60))
  }
  t.equal((await admin.batch({ do: 'create', section: 'set-up', id: 'x', values: {} })).status, 404)
  t.equal((await admin.batch({ do: 'remove', section: 'settings', id: 'x' })).status, 422)
  t.equal((await admin.ask('POST', 'config/settings', {})).status, 422)
  t.equal((await admin.ask('POST', 'config/users', [1])).status, 400)
})

t.test('listings are sorted, filtered, searched and paged', async (t) => {
  const { admin } = await anApi(t)
  for (const number of ['1000', '201', '202', '30001']) {
    const description = number === '202' ? 'Büro hinten' : ''
    await admin.create('extensions', { number, description })
  }
  const numbers = async (query: string) =>
    (await admin.list(`extensions?${query}`)).body.items.map(({ number }) => number)
  t.strictSame(await numbers(''), ['201', '202', '1000', '30001'], 'as people count')
  t.strictSame(await numbers('sort=-number'), ['30001', '1000', '202', '201'])
  t.strictSame(await numbers('filter.number=20'), ['201', '202'])
  t.strictSame(await numbers('q=buro%20HINT'), ['202'], 'without case and accents')
  t.strictSame(await numbers('filter.kind=user'), [])
  t.strictSame(await numbers('offset=1&limit=2'), ['202', '1000'])
  const { total } = (await admin.list('extensions?limit=0')).body
  t.equal(total, 4)
  t.strictSame((await admin.list('users?filter.roles=server-admin')).body.total, 1)
})

t.test(
  'SECURITY 11 what is sorted and filtered by is a field of the entity, or refused',
  async (t) => {
    const { admin } = await anApi(t)
    const hostile = [
      'sort=passwordHash',
      'sort=__proto__',
      'sort=constructor',
      'sort=roles',
      'sort=id',
      'sort=lastName&sort=login',
      'filter.passwordHash=%24argon2id',
      'filter.__proto__=x',
      'filter.toString=x',
      'filter.=x',
      'filter.lastName=a&filter.lastName=b',
      `q=${'x'.repeat(201)}`,
      'limit=501',
      'limit=-1',
      'limit=1e2',
      'limit=NaN',
      'offset=99999999999',
      'colour=red',
      '__proto__=x',
      'sort[]=lastName',
    ]
    for (const query of hostile) {
      const { status, body } = await admin.ask<ApiError>('GET', `config/users?${query}`)
      t.equal(status, 400, query.slice(0, 40))
      t.match(body.problems?.[0] ?? {}, { remedy: /./ }, query.slice(0, 40))
    }
    t.equal((await admin.list('users?limit=500')).status, 200)
    const names = ['__proto__', 'constructor', 'hasOwnProperty', '..', 'users%00', 'set-up']
    for (const name of names) t.equal((await admin.list(name)).status, 404, name)
  },
)

t.test('SECURITY 12 who may change a section and a field is what the model says', async (t) => {
  const { admin, as } = await anApi(t)
  const plain = await as('plain')
  const phone = await as('phone', 'phone-admin')
  const network = await as('network', 'network-admin')
  const support = await as('support', 'support-technician')
  t.equal((await plain.list('users')).status, 403, 'who has no role reads nothing')
  const id = await phone.create('users', { login: 'ada', lastName: 'King' })
  t.equal((await phone.create('users', { login: 'eve', lastName: 'E', roles: [] })) !== '', true)
  const granted = await phone.patch<ApiError>('users', id, { roles: ['server-admin'] })
  t.equal(granted.status, 403)
  t.match(granted.body.problems?.[0], { field: 'roles' })
  t.equal((await phone.patch('users', id, { roles: [], lastName: 'K' })).status, 200, 'as it is')
  t.equal((await network.patch('users', id, { lastName: 'X' })).status, 403)
  t.equal((await network.patch('settings', 'settings', { rtpDscp: 34 })).status, 200)
  t.equal((await support.patch('settings', 'settings', { rtpDscp: 46 })).status, 403)
  t.equal((await support.list('users')).status, 200, 'any role reads')
  const forbidden = await network.ask('POST', 'config/users', { login: 'x', lastName: 'y' })
  t.equal(forbidden.status, 403)
  t.equal((await network.remove('users', id)).status, 403)
  const boss = (await admin.list('users?filter.login=admin')).body.items[0]?.id ?? ''
  t.equal((await phone.remove('users', boss)).status, 403, 'roles are not theirs to take')
  t.equal((await phone.remove('users', id)).status, 200)
})

t.test('ROLE-1 there is one server administrator, who can be removed by nobody', async (t) => {
  const { admin, as } = await anApi(t)
  const id = (await admin.list('users?filter.login=admin')).body.items[0]?.id ?? ''
  t.match(await admin.remove('users', id), { status: 403 })
  const stripped = await admin.patch<ApiError>('users', id, { roles: ['phone-admin'] })
  t.match(stripped, { status: 403, body: { problems: [{ field: 'roles' }] } })
  const second = { login: 'second', lastName: 'S', roles: ['server-admin'] }
  t.equal((await admin.ask('POST', 'config/users', second)).status, 403)
  t.equal((await admin.patch('users', id, { firstName: 'Grace' })).status, 200)
  const system = await as('system', 'system-admin')
  t.equal((await system.patch('users', id, { lastName: 'Hopper' })).status, 200)
  t.equal((await system.patch('users', id, { login: 'locked-out' })).status, 403, 'ROLE-3')
  t.equal((await system.patch('users', id, { mustChangePassword: true })).status, 403, 'ROLE-3')
  t.equal((await system.remove('users', id)).status, 403)
})

t.test('a secret is shown to who may change it, and everybody can see that it was', async (t) => {
  const { admin, as } = await anApi(t)
  const phone = await as('phone', 'phone-admin')
  const support = await as('support', 'support-technician')
  const secret = 'correct-horse-battery'
  const id = await admin.create('handsets', { sipUser: 'desk', secret })
  const path = `config/handsets/${id}/secret/secret`
  t.equal((await support.ask('POST', path)).status, 403)
  t.match(await phone.ask('POST', path), { status: 200, body: { value: secret } })
  const events = (await support.get<object[]>('events')).body
  t.match(events[0], { by: 'phone', text: 'Password of handset desk was shown.' })
  t.notMatch(JSON.stringify(events), /correct-horse/)
  const user = (await admin.list('users?filter.login=phone')).body.items[0]?.id ?? ''
  for (const field of ['passwordHash', 'totpSecret', 'login', 'none', '__proto__']) {
    t.equal((await admin.ask('POST', `config/users/${user}/secret/${field}`)).status, 404, field)
  }
  t.equal((await admin.ask('POST', `config/handsets/${user}/secret/secret`)).status, 404)
})

t.test('who changed it, and from where, is in the history', async (t) => {
  const { admin, store } = await anApi(t)
  await admin.create('extensions', { number: '201' })
  t.match(store.revisions().at(-1), { by: 'admin', from: 'address 192.0.2.7' })
})

t.test('a change without effect makes no revision', async (t) => {
  const { admin, published } = await anApi(t)
  const id = await admin.create('extensions', { number: '201' })
  const { body } = await admin.read('extensions', id)
  const same: Changed = (await admin.patch('extensions', id, { number: '201' })).body
  t.equal(same.revision, body._revision)
  t.equal(published.length, 1)
})
