import { gzipSync } from 'node:zlib'
import t from 'tap'
import { Handset } from '../../../firmware/model/handset.ts'
import { User } from '../../../firmware/model/user.ts'
import type { ApiError, HistoryEntry, Imported } from '../../../firmware/web/contract.ts'
import { anApi, type Page } from './an-api.ts'

const send = async <T = Imported>(page: Page, path: string, file: string | Buffer) => {
  const type = { 'content-type': 'application/octet-stream' }
  const answer = await page.browser.request('POST', path, Buffer.from(file as string), type)
  return { status: answer.statusCode, body: answer.json() as T }
}
const fetched = async (page: Page, path: string) => {
  const answer = await page.browser.request('GET', path)
  return { status: answer.statusCode, headers: answer.headers, text: answer.body }
}

t.test(
  'IMEX-1 IMEX-4 an office goes out as YAML and JSON and comes in as one change, which is undone',
  async (t) => {
    const { admin, store, published } = await anApi(t)
    await admin.create('extensions', { number: '201', description: '=1+1' })
    await admin.create('handsets', { sipUser: 'desk', secret: 'correct-horse-1' })
    const yaml = await fetched(admin, 'export')
    t.match(yaml.headers['content-disposition'], /office\.yaml/)
    const json = await fetched(admin, 'export?format=json&sections=extensions,handsets')
    t.strictSame(Object.keys(JSON.parse(json.text)), ['extensions', 'handsets'])
    for (const { text } of [yaml, json]) t.notMatch(text, /correct-horse|secret|passwordHash/)

    const same = await send(admin, 'import?dry=yes', yaml.text)
    t.match(same, {
      status: 200,
      body: { changes: 0, lines: [], hash: yaml.headers['x-configuration'] },
    })

    const edited = json.text.replace('"201"', '"202"')
    const before = store.revision()
    const dry = await send(admin, 'import?dry=yes', edited)
    t.match(dry, {
      status: 200,
      body: { changes: 1, lines: ['added extension 202'], revision: before },
    })
    t.equal(store.revision(), before, 'nothing is written until told')
    const real = await send(admin, 'import', edited)
    t.match(real, { status: 200, body: { changes: 1, revision: before + 1 } })
    t.match(published.at(-1), { revision: before + 1 })
    const [last] = (await admin.get<HistoryEntry[]>('history?limit=1')).body
    t.match(last, { from: /import$/, canUndo: true })
    t.equal((await admin.ask('POST', `history/${before + 1}/undo`)).status, 200)
    t.equal(
      (await fetched(admin, 'export')).headers['x-configuration'],
      yaml.headers['x-configuration'],
    )

    const pruned = await send(admin, 'import?dry=yes&prune=yes', 'extensions: []\n')
    t.match(pruned.body.lines, ['deleted extension 201'])
    const added = await send(admin, 'import?dry=yes&mode=add', 'extensions: [{number: 201}]\n')
    t.match(added.body, { lines: ['added extension 100'], notes: [/201.*becomes '100'/] })
  },
)

t.test(
  'SECURITY 2 IMEX-1 with a passphrase an office goes out with its secrets, and in with them',
  async (t) => {
    const { admin, as, store } = await anApi(t)
    const desk = await admin.create('handsets', { sipUser: 'desk', secret: 'correct-horse-1' })
    const passphrase = 'seven otters carry copper'
    for (const weak of ['short', 'aaaaaaaaaaaaaaaaaa']) {
      t.match(await admin.ask('POST', 'export', { passphrase: weak }), {
        status: 422,
        body: { code: 'weak', text: /characters/ },
      })
    }
    t.equal((await admin.ask('POST', 'export', {})).status, 400)
    const phone = await as('phone', 'phone-admin')
    t.equal((await phone.ask('POST', 'export', { passphrase })).status, 403)
    const out = await admin.browser.request('POST', 'export', { passphrase })
    t.equal(out.statusCode, 200)
    t.match(out.headers['content-disposition'], /office\.yaml/)
    t.match(out.body, /^secrets:\n {2}version: 1$/m)
    t.notMatch(out.body, 'correct-horse')
    t.notMatch(out.body, passphrase)
    const [event] = (await admin.get<{ text: string }[]>('events?limit=1')).body
    t.match(event?.text, /exported with 1 secret/)
    const some = { passphrase, sections: 'extensions,users', format: 'json' }
    const none = await admin.browser.request('POST', 'export', some)
    t.strictSame(Object.keys(none.json()).sort(), ['secrets', 'users'])

    await admin.patch('handsets', desk, { secret: 'another-horse-2' })
    const before = store.revision()
    const asked = await send<ApiError>(admin, 'import', out.body)
    t.match(asked, { status: 422, body: { code: 'passphrase', text: /Give the passphrase/ } })
    const wrong = await admin.ask('POST', 'import', {
      file: out.body,
      passphrase: 'wrong one here',
    })
    t.match(wrong, { status: 422, body: { code: 'passphrase', text: /is not the one/ } })
    t.equal(store.revision(), before, 'nothing is imported')
    const right = { file: out.body, passphrase }
    t.match((await admin.ask('POST', 'import?dry=yes', right)).body, { changes: 1 })
    t.equal(store.reveal(Handset, desk, 'secret'), 'another-horse-2')
    t.match(await admin.ask('POST', 'import', right), { status: 200, body: { changes: 1 } })
    t.equal(store.reveal(Handset, desk, 'secret'), 'correct-horse-1')
    const large = { file: 'a'.repeat(2_100_000), passphrase }
    t.match(await admin.ask('POST', 'import', large), { status: 413 })
  },
)

t.test('a list goes out and in as CSV; every bad row has its place', async (t) => {
  const { admin } = await anApi(t)
  await admin.create('extensions', { number: '201', description: '=1+1' })
  const csv = await fetched(admin, 'export/extensions')
  t.match(csv.headers['content-type'], /text\/csv/)
  t.match(
    csv.text,
    /^\ufeffnumber,kind,description,owner,outsideCalls,route.attempts,route.finally.action\r\n201,system,'=1\+1,/,
  )
  const bad = await send<ApiError>(
    admin,
    'import/extensions',
    'number;kind\n202;system\n2x;system\n203;odd\n',
  )
  t.match(bad, {
    status: 422,
    body: {
      code: 'refused',
      problems: [
        { object: 'extension 2x', field: 'number', line: 3, column: 1 },
        { object: 'extension 203', field: 'kind', line: 4, column: 2 },
      ],
    },
  })
  t.equal((await admin.list('extensions')).body.total, 1, 'nothing was written')
  t.match(await send(admin, 'import/extensions', 'number;kind\n202;system\n'), {
    status: 200,
    body: { changes: 1 },
  })
  t.equal((await fetched(admin, 'export/dialPlan')).status, 422)
  t.equal((await fetched(admin, 'export/set-up')).status, 404)
  t.equal((await fetched(admin, 'export?sections=set-up')).status, 404)
  t.equal((await fetched(admin, 'export?format=xml')).status, 400)
})

t.test(
  'SECURITY 12 SECURITY 13 nobody plants an administrator, a password or a program by a file',
  async (t) => {
    const { admin, as, store } = await anApi(t)
    const system = await as('system', 'system-admin')
    const phone = await as('phone', 'phone-admin')
    const network = await as('network', 'network-admin')
    const eve = 'users: [{ login: eve, lastName: Eve, roles: [system-admin] }]\n'
    const refused = await send<ApiError>(admin, 'import', eve)
    t.match(refused, { status: 422, body: { problems: [{ object: 'user eve', field: 'roles' }] } })
    t.equal((await send(system, 'import', eve)).status, 422)
    t.equal((await send(system, 'import?administrators=yes', eve)).status, 403)
    t.equal((await send(phone, 'import', eve)).status, 403)
    const raised = 'login,roles\nphone,server-admin\n'
    t.equal((await send(phone, 'import/users', raised)).status, 422)
    t.equal((await send(phone, 'import/users?administrators=yes', raised)).status, 403)
    t.equal((await send(network, 'import/users', 'login,lastName\nmallory,M\n')).status, 422)
    t.equal(store.find(User, 'login', 'eve'), undefined)
    t.equal(store.find(User, 'login', 'mallory'), undefined)
    const hash =
      'users: [{ login: admin, passwordHash: "$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA" }]\n'
    t.equal((await send(admin, 'import', hash)).status, 422)
    t.equal(
      (
        await send(
          admin,
          'import?prune=yes&administrators=yes',
          'users: [{ login: admin, roles: [] }]\n',
        )
      ).status,
      422,
    )
    for (const planted of [
      'set-up: { claimed: false }',
      'programs: [{ name: x }]',
      '../../etc/passwd: [{}]',
      '__proto__: [{}]',
    ]) {
      t.equal((await send(admin, 'import', `${planted}\n`)).status, 422, planted)
    }
    t.equal(
      (await send(admin, 'import?administrators=yes', eve)).status,
      200,
      'unless that is asked for',
    )
    const second = 'users: [{ login: second, lastName: Two, roles: [server-admin] }]\n'
    t.equal((await send(admin, 'import?administrators=yes', second)).status, 422, 'ROLE-1')
    t.equal((await send(phone, 'import/users', 'login,lastName\nfay,Fay\n')).status, 200)
  },
)

t.test(
  'SECURITY 13 files are taken by what they are: no archives, no workbooks, not too large',
  async (t) => {
    const { admin } = await anApi(t)
    const bomb = gzipSync(Buffer.alloc(50_000_000))
    const zip = Buffer.from('504b030414000000', 'hex')
    for (const file of [
      bomb,
      zip,
      Buffer.from('%PDF-1.7'),
      Buffer.from('a\0b'),
      Buffer.from([0xe9, 0x0a]),
    ]) {
      const answer = await send<ApiError>(admin, 'import', file)
      t.match(answer, { status: 422, body: { code: 'refused', text: /Save/ } })
    }
    t.equal((await send(admin, 'import', Buffer.alloc(2_100_000, 'a'))).status, 413)
    t.equal(
      (await admin.ask('POST', 'import', { users: [] })).status,
      400,
      'JSON of a page is no file',
    )
    const nested = '['.repeat(500_000)
    t.equal((await send(admin, 'import', `extensions: ${nested}`)).status, 422)
    t.equal(
      (await send(admin, 'import', 'a: &a [x]\nextensions: [*a, *a]\n')).status,
      422,
      'no aliases',
    )
  },
)
