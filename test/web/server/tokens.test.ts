import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { ApiTokens } from '../../../firmware/access/tokens.ts'
import { silentLog } from '../../../firmware/log.ts'
import { User } from '../../../firmware/model/user.ts'
import { AdminEvents } from '../../../firmware/store/admin-events.ts'
import { apiEndpoints } from '../../../firmware/web/api/endpoints.ts'
import type { ApiToken, MadeToken, TokenScope } from '../../../firmware/web/contract.ts'
import { ownEndpoints } from '../../../firmware/web/server/own-endpoints.ts'
import { change } from '../../store/a-store.ts'
import { aServer, aUser, type Browser, HOST } from './a-server.ts'

const DAY = 86_400_000

async function aUnit(t: Test) {
  const server = await aServer(t, { own: [ownEndpoints], endpoints: [apiEndpoints] })
  const admin = server.browser()
  await admin.signIn()
  /** A request of a program: no cookie, no origin, no CSRF token. */
  const program = (
    token: string,
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
    from = '198.51.100.4',
  ) =>
    server.app.inject({
      method,
      url: `/api/v1/${path}`,
      remoteAddress: from,
      headers: { host: HOST, authorization: `Bearer ${token}` },
      ...(body && { payload: body }),
    })
  return { ...server, admin, program }
}

async function made(browser: Browser, ...scopes: TokenScope[]): Promise<MadeToken> {
  const answer = await browser.request('POST', 'tokens', { name: 'backup', scopes })
  return answer.json() as MadeToken
}

t.test('SECURITY 11 a token does what its scopes say, without cookie and CSRF token', async (t) => {
  const { admin, program } = await aUnit(t)
  const [read, configure, operate] = [
    await made(admin, 'read'),
    await made(admin, 'configure'),
    await made(admin, 'operate'),
  ]
  const rows = [
    ['GET', 'config/users', read],
    ['GET', 'system', read],
    ['POST', 'config/users', configure, { login: 'ada', lastName: 'A' }],
    ['PATCH', 'config/web/web', configure, { idleSeconds: 600 }],
    ['POST', 'history/1/undo', configure],
    ['POST', 'system/restart/media', operate],
  ] as const
  for (const [method, path, right, body] of rows) {
    for (const token of [read, configure, operate]) {
      const { statusCode } = await program(token.token, method, path, body)
      t.equal(statusCode !== 403, token === right, `${method} ${path} with ${token.scopes}`)
    }
  }
  t.match((await program(read.token, 'GET', 'session/all')).json(), { code: 'forbidden' })
})

t.test(
  'a token makes no lasting way in: it is for no session, person, token, certificate',
  async (t) => {
    const { admin, program } = await aUnit(t)
    const { token } = await made(admin, 'read', 'configure', 'operate')
    for (const [method, path] of [
      ['GET', 'session'],
      ['POST', 'session/sign-in'],
      ['GET', 'tokens'],
      ['POST', 'tokens'],
      ['POST', 'people/0/password'],
      ['GET', 'people/0/access'],
    ] as const) {
      const answer = await program(token, method, path)
      t.match([answer.statusCode, answer.json()], [403, { code: 'forbidden' }], `${method} ${path}`)
      t.notOk(answer.headers['set-cookie'])
    }
  },
)

t.test(
  'a token does never more than its owner may now, and nothing without an owner',
  async (t) => {
    const server = await aUnit(t)
    const id = aUser(server, 'ada', ['system-admin'])
    const ada = server.browser()
    await ada.signIn('ada')
    const { token } = await made(ada, 'read', 'configure', 'operate')
    const asked = async () => (await server.program(token, 'GET', 'config/users')).statusCode
    t.equal(await asked(), 200)
    const roles = { login: 'eve', lastName: 'E', roles: ['server-admin'] }
    t.equal((await server.program(token, 'POST', 'config/users', roles)).statusCode >= 400, true)
    change(server.store, (edit) => edit.update(User, id, { roles: [] }))
    t.equal(await asked(), 403, 'without a role')
    change(server.store, (edit) => edit.update(User, id, { roles: ['system-admin'] }))
    t.equal(await asked(), 200)
    change(server.store, (edit) => edit.update(User, id, { mustChangePassword: true }))
    t.equal(await asked(), 401, 'while the password must be changed')
    change(server.store, (edit) => edit.update(User, id, { mustChangePassword: false }))
    t.equal(await asked(), 200)
    change(server.store, (edit) => edit.remove(User, id))
    t.equal(await asked(), 401, 'gone')
    await server.clock.advance(31_000)
    t.equal(server.parts.tokens.all().length, 0, 'and not kept')
  },
)

t.test(
  'SECURITY 2 only a hash of a token is kept, for nobody else to read, over restarts',
  async (t) => {
    const server = await aUnit(t)
    const { token, ...rest } = await made(server.admin, 'read')
    t.match(token, /^stw_[\w-]{43}$/)
    const path = join(server.data, 'web', 'tokens.json')
    t.equal(statSync(path).mode & 0o777, 0o600)
    t.notOk(readFileSync(path, 'utf8').includes(token.slice(4, 20)))
    const listed = (await server.admin.request('GET', 'tokens')).json() as ApiToken[]
    t.strictSame(listed, [rest])
    t.notMatch(JSON.stringify(listed), /hash|stw_/)
    const events = new AdminEvents(server.store.records, server.clock).latest(5)
    t.match(events, [{ by: 'admin', text: 'Token backup was made for read.' }])
    t.notMatch(JSON.stringify(events), /stw_/)

    const again = new ApiTokens({
      environment: { data: server.data },
      clock: server.clock,
      log: silentLog,
    })
    again.judgeBy(() => 'here')
    t.match(again.use(token, 'x'), { id: rest.id })
  },
)

t.test('a token ends by its date, by its removal, and with it what it watches', async (t) => {
  const server = await aUnit(t)
  const answer = await server.admin.request('POST', 'tokens', {
    name: 'week',
    scopes: ['read'],
    days: 7,
  })
  const { token, expiresAt } = answer.json() as MadeToken
  t.equal(expiresAt, server.clock.now() + 7 * DAY)
  const asked = async () => (await server.program(token, 'GET', 'config/users')).statusCode
  t.equal(await asked(), 200)
  const live = server.parts.tokens.use(token, 'x')?.ended
  await server.clock.advance(7 * DAY)
  t.equal(await asked(), 401)
  t.equal(live?.aborted, true)

  await server.admin.signIn() // the other session was idle for a week
  const other = await made(server.admin, 'read')
  const watching = server.parts.tokens.use(other.token, 'x')?.ended
  t.equal((await server.admin.request('DELETE', `tokens/${other.id}`)).statusCode, 200)
  t.equal(watching?.aborted, true)
  t.equal((await server.program(other.token, 'GET', 'config/users')).statusCode, 401)
  t.equal((await server.admin.request('DELETE', `tokens/${other.id}`)).statusCode, 404)
  const [event] = new AdminEvents(server.store.records, server.clock).latest(1)
  t.match(event, { text: 'Token backup of admin was removed.' })
})

t.test('wrong tokens are counted by source, and keep nobody else waiting', async (t) => {
  const server = await aUnit(t)
  const { token } = await made(server.admin, 'read')
  const wrong = `stw_${'x'.repeat(43)}`
  const answers: number[] = []
  for (let tried = 0; tried < 14; tried++) {
    answers.push((await server.program(wrong, 'GET', 'config/users')).statusCode)
  }
  t.strictSame(answers, [...Array(10).fill(401), ...Array(4).fill(429)])
  const waits = await server.program(wrong, 'GET', 'config/users')
  t.match(waits.headers['retry-after'], /^\d+$/)
  t.equal((await server.program(wrong, 'GET', 'config/users', undefined, '::1')).statusCode, 401)
  t.equal((await server.program(token, 'GET', 'config/users')).statusCode, 200)
  for (const odd of ['', 'a b', 'stw_', '../..', 'x'.repeat(5000)]) {
    t.equal((await server.program(odd, 'GET', 'session', undefined, '192.0.2.99')).statusCode, 401)
  }
})

t.test('the last use is known at once and written once an hour', async (t) => {
  const server = await aUnit(t)
  const { token } = await made(server.admin, 'read')
  const path = join(server.data, 'web', 'tokens.json')
  t.ok(existsSync(path))
  const inode = () => statSync(path).ino
  await server.program(token, 'GET', 'config/users')
  const first = inode()
  for (let minute = 0; minute < 14; minute++) {
    await server.clock.advance(60_000)
    await server.program(token, 'GET', 'config/users')
  }
  t.equal(inode(), first)
  const [listed] = (await server.admin.request('GET', 'tokens')).json() as ApiToken[]
  t.match(listed, { lastUsedAt: server.clock.now(), lastUsedFrom: '198.51.100.4' })
  await server.clock.advance(50 * 60_000)
  await server.program(token, 'GET', 'config/users')
  t.not(inode(), first)
})

t.test('one sees and removes one’s own tokens; administrators everybody’s', async (t) => {
  const server = await aUnit(t)
  aUser(server, 'ada', ['phone-admin'])
  aUser(server, 'bob', ['support-technician'])
  const [ada, bob] = [server.browser(), server.browser()]
  await ada.signIn('ada')
  await bob.signIn('bob')
  const { id } = await made(ada, 'read')
  await made(bob, 'read')
  const seen = async (browser: Browser) =>
    ((await browser.request('GET', 'tokens')).json() as ApiToken[]).map(({ owner }) => owner)
  t.strictSame(await seen(ada), ['ada'])
  t.strictSame(await seen(server.admin), ['ada', 'bob'])
  t.equal((await bob.request('DELETE', `tokens/${id}`)).statusCode, 404)
  t.equal((await server.admin.request('DELETE', `tokens/${id}`)).statusCode, 200)
})

t.test('what is wrong with a wanted token is told field by field', async (t) => {
  const { admin } = await aUnit(t)
  const ask = async (body: object) => (await admin.request('POST', 'tokens', body)).json()
  t.match(await ask({ name: ' ', scopes: [] }), {
    code: 'refused',
    problems: [{ field: 'name' }, { field: 'scopes' }],
  })
  t.match(await ask({ name: 'x', scopes: ['all'] }), { code: 'bad-request' })
  t.match(await ask({ name: 'x', scopes: ['read'], days: 0 }), { code: 'bad-request' })
  for (let made = 0; made < 20; made++)
    await admin.request('POST', 'tokens', { name: 'x', scopes: ['read'] })
  t.match(await ask({ name: 'x', scopes: ['read'] }), { code: 'refused', text: /too many tokens/ })
})

t.test('a WebSocket with a token needs no origin, and ends with the token', async (t) => {
  const server = await aUnit(t)
  const { token, id } = await made(server.admin, 'read')
  const operate = await made(server.admin, 'operate')
  const open = (text: string) =>
    server.app.injectWS('/api/v1/live', {
      headers: { host: HOST, authorization: `Bearer ${text}` },
    })
  await t.rejects(open(operate.token), { message: /403/ })
  await t.rejects(open('wrong'), { message: /401/ })
  const socket = await open(token)
  const closed = new Promise<number>((done) => socket.once('close', done))
  await server.admin.request('DELETE', `tokens/${id}`)
  t.equal(await closed, 4401)
  for (const other of server.app.websocketServer.clients) other.terminate()
})
