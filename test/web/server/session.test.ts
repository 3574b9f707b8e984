import { TOTP } from 'otpauth'
import t, { type Test } from 'tap'
import { setUpState } from '../../../firmware/access/set-up.ts'
import { User } from '../../../firmware/model/user.ts'
import type { Session, TotpBegun } from '../../../firmware/web/contract.ts'
import type { Endpoints } from '../../../firmware/web/server/app.ts'
import { Sessions } from '../../../firmware/web/server/sessions.ts'
import { change } from '../../store/a-store.ts'
import { aServer, aUser, Browser, HOST, OWN_PASSWORD } from './a-server.ts'

const NEXT = 'another day entirely'
const MINUTE = 60_000

/** Something that only people who have signed in see. */
const DESK = 'GET /api/v1/desk'
const desk: Endpoints = (app) => {
  app.get('/api/v1/desk', async (request) => ({ login: request.session?.login }))
  app.post('/api/v1/desk', async () => ({ done: true }))
}
const rights = {
  'GET /api/v1/session': 'anybody',
  'POST /api/v1/session/claim': 'anybody',
  'POST /api/v1/session/sign-in': 'anybody',
  'POST /api/v1/session/sign-out': 'anybody',
  'POST /api/v1/session/password': 'password-due',
  'POST /api/v1/session/totp': 'signed-in',
  'POST /api/v1/session/totp/confirm': 'signed-in',
  'DELETE /api/v1/session/totp': 'signed-in',
  'POST /api/v1/session/pin': 'signed-in',
  [DESK]: 'signed-in',
  'POST /api/v1/desk': 'signed-in',
} as const

const aDesk = (t: Test, more: Parameters<typeof aServer>[1] = {}) =>
  aServer(t, { endpoints: [desk], rights, ...more })
const status = async (browser: Browser) => (await browser.request('GET', 'desk')).statusCode

t.test('a unit that nobody has claimed is claimed by its code, which signs in', async (t) => {
  const server = await aDesk(t, { unclaimed: true })
  const state = setUpState(server.store)
  if (state.state !== 'unclaimed') throw new Error(state.state)
  const browser = server.browser()
  t.match(await browser.open(), { state: 'unclaimed', site: 'Main', simulated: false })
  const wrong = await browser.post('session/claim', { code: 'abc', password: OWN_PASSWORD })
  t.match([wrong.statusCode, wrong.json()], [401, { code: 'wrong' }])
  const weak = await browser.post('session/claim', { code: state.code, password: 'short' })
  t.match([weak.statusCode, weak.json()], [422, { code: 'weak' }])
  const claimed = await browser.post('session/claim', { code: state.code, password: OWN_PASSWORD })
  t.match(claimed.json(), { state: 'signed-in', user: { login: 'admin', roles: ['server-admin'] } })
  t.equal(await status(browser), 200)
  t.match(server.published, [{ revision: server.store.revision() }])
  const again = await browser.post('session/claim', { code: state.code, password: NEXT })
  t.match([again.statusCode, again.json()], [409, { code: 'claimed' }])
  t.match(await server.browser().open(), { state: 'signed-out' })
})

t.test('a first password opens nothing before it is changed', async (t) => {
  const server = await aDesk(t, { unclaimed: true })
  const state = setUpState(server.store)
  if (state.state !== 'unclaimed') throw new Error(state.state)
  const browser = server.browser()
  const first = await browser.signIn('admin', state.firstPassword)
  t.match(first.json(), { state: 'password-due' })
  t.match((await browser.request('GET', 'desk')).json(), { code: 'forbidden' })
  const changed = await browser.post('session/password', {
    current: state.firstPassword,
    next: NEXT,
  })
  t.match(changed.json(), { state: 'signed-in' })
  t.equal(await status(browser), 200)
})

t.test('SECURITY 11 a token from before signing in is worth nothing afterwards', async (t) => {
  const server = await aDesk(t)
  const browser = server.browser()
  const { csrf } = await browser.open()
  const planted = browser.cookie
  t.match((await browser.signIn()).json(), { state: 'signed-in' })
  t.not(browser.cookie, planted)
  t.not(browser.csrf, csrf)
  const thief = new Browser(server.app)
  thief.cookie = planted
  t.equal(await status(thief), 401)
  const before = browser.cookie
  await browser.signIn()
  thief.cookie = before
  t.equal(await status(thief), 401, 'the one before ends when somebody signs in again')
})

t.test('SECURITY 11 the cookie is for this host over HTTPS, and no script sees it', async (t) => {
  const server = await aDesk(t)
  const answer = await server.browser().request('GET', 'session')
  const rules = /^__Host-strowger-8443=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/
  t.match(answer.headers['set-cookie'], rules)
})

t.test('SECURITY 11 a change needs the token of its page, and its origin', async (t) => {
  const server = await aDesk(t)
  const browser = server.browser()
  await browser.signIn()
  const post = async (headers: Record<string, string>) => {
    const answer = await browser.request('POST', 'desk', {}, headers)
    return [answer.statusCode, (answer.json() as { code?: string }).code]
  }
  t.strictSame(await post({}), [200, undefined])
  t.strictSame(await post({ 'x-csrf': '' }), [403, 'csrf'])
  t.strictSame(await post({ 'x-csrf': 'x'.repeat(43) }), [403, 'csrf'])
  const other = server.browser()
  await other.signIn()
  t.strictSame(await post({ 'x-csrf': other.csrf }), [403, 'csrf'], "somebody else's token")
  for (const origin of ['https://evil.example', `http://${HOST}`, 'https://192.0.2.1', 'null']) {
    t.strictSame(await post({ origin }), [403, 'forbidden'], origin)
  }
  const anonymous = server.browser()
  const body = { login: 'admin', password: OWN_PASSWORD }
  const blind = await anonymous.request('POST', 'session/sign-in', body)
  t.match(blind.json(), { code: 'csrf' }, 'also to sign in')
})

t.test('SECURITY 11 a WebSocket from a page of another server is refused', async (t) => {
  const live: Endpoints = (app) => {
    app.get('/api/v1/live', { websocket: true }, (socket) => socket.send('hello'))
  }
  const server = await aServer(t, { endpoints: [live] })
  const browser = server.browser()
  await browser.signIn()
  const open = (headers: Record<string, string>) =>
    server.app.injectWS('/api/v1/live', { headers: { host: HOST, ...headers } }).then(
      (socket) => {
        socket.terminate()
        return 'open'
      },
      (error: Error) => error.message,
    )
  const { cookie } = browser
  t.equal(await open({ cookie, origin: `https://${HOST}` }), 'open')
  t.match(await open({ cookie, origin: 'https://evil.example' }), /403/)
  t.match(await open({ cookie }), /403/, 'browsers always name one')
  t.match(await open({ origin: `https://${HOST}` }), /401/)
})

t.test('a session ends by idleness, by age, by signing out', async (t) => {
  const server = await aDesk(t)
  const { clock } = server
  const idle = server.browser()
  await idle.signIn()
  await clock.advance(14 * MINUTE)
  t.equal(await status(idle), 200)
  await clock.advance(14 * MINUTE)
  t.equal(await status(idle), 200)
  await clock.advance(16 * MINUTE)
  t.equal(await status(idle), 401)
  t.match(await idle.open(), { state: 'signed-out' })

  const busy = server.browser()
  await busy.signIn()
  for (let quarters = 0; quarters < 50; quarters++) {
    t.equal(await status(busy), 200)
    await clock.advance(14 * MINUTE)
  }
  await clock.advance(21 * MINUTE)
  t.equal(await status(busy), 401, 'twelve hours')

  const leaving = server.browser()
  await leaving.signIn()
  const { cookie } = leaving
  t.match((await leaving.post('session/sign-out')).json(), { state: 'signed-out' })
  leaving.cookie = cookie
  t.equal(await status(leaving), 401)
})

t.test('streams of a session hear that it ended', async (t) => {
  const ended: AbortSignal[] = []
  const listening: Endpoints = (app) => {
    app.get('/api/v1/desk', async ({ session }) => {
      if (session) ended.push(session.ended)
      return {}
    })
  }
  const server = await aServer(t, { endpoints: [listening], rights })
  const browser = server.browser()
  await browser.signIn()
  t.equal(await status(browser), 200)
  t.equal(ended[0]?.aborted, false)
  await browser.post('session/sign-out')
  t.equal(ended[0]?.aborted, true)
  await browser.signIn()
  await status(browser)
  await server.clock.advance(16 * MINUTE)
  t.equal(ended[1]?.aborted, true, 'also while nothing is asked')
})

t.test('a password changed, wherever, ends the sessions of the old one', async (t) => {
  const server = await aDesk(t)
  const [here, elsewhere] = [server.browser(), server.browser()]
  await here.signIn()
  await elsewhere.signIn()
  const request = { current: OWN_PASSWORD, next: NEXT }
  t.match((await here.post('session/password', request)).json(), { state: 'signed-in' })
  t.equal(await status(here), 200)
  t.equal(await status(elsewhere), 401)
  const attempt = { login: 'admin', password: NEXT, source: 'console' } as const
  t.ok((await server.parts.signIn().changePassword(attempt, OWN_PASSWORD)).ok)
  t.equal(await status(here), 401, 'changed at the console')
  const wrong = server.browser()
  await wrong.signIn()
  const refused = await wrong.request('POST', 'session/password', { current: 'no', next: NEXT })
  t.match(refused.json(), { code: 'wrong' })
})

t.test('an account that loses a role signs in again, one that is gone never does', async (t) => {
  const server = await aServer(t)
  const id = aUser(server, 'ada', ['phone-admin'])
  const browser = server.browser()
  await browser.signIn('ada')
  t.match(await browser.open(), { user: { roles: ['phone-admin'] } })
  change(server.store, (edit) => edit.update(User, id, { roles: [] }))
  t.match(await browser.open(), { state: 'signed-out', user: undefined })
  await browser.signIn('ada')
  t.match(await browser.open(), { user: { roles: [] } })
  change(server.store, (edit) => edit.remove(User, id))
  t.match(await browser.open(), { state: 'signed-out', user: undefined })
})

t.test('sessions outlive a restart of the process, and are no use to who reads them', async (t) => {
  const server = await aDesk(t)
  const browser = server.browser()
  await browser.signIn()
  server.parts.sessions.stop()
  const kept = JSON.stringify(server.kept.sessions)
  const token = browser.cookie.split('=')[1] ?? ''
  t.ok(token.length === 43 && !kept.includes(token))
  const sessions = new Sessions(server.clock, { load: () => JSON.parse(kept), save: () => {} })
  sessions.start()
  t.teardown(() => sessions.stop())
  t.ok(sessions.find(token))
  const another = new Sessions(server.clock, {
    load: () => server.kept.sessions.map((one) => ({ ...one, seen: one.seen + 1e9 })),
    save: () => {},
  })
  another.start()
  t.teardown(() => another.stop())
  t.notOk(another.find(token), 'of an earlier boot')
})

t.test('SECURITY 9 guessing is slowed down, and told in seconds', async (t) => {
  const server = await aDesk(t)
  const browser = server.browser()
  await browser.open()
  const guess = () => browser.request('POST', 'session/sign-in', { login: 'admin', password: 'no' })
  const answers = []
  for (let tried = 0; tried < 8; tried++) answers.push(await guess())
  t.match(answers[0]?.json(), { code: 'wrong' })
  const last = answers.at(-1)
  t.match([last?.statusCode, last?.json()], [429, { code: 'wait', waitSeconds: Number }])
  t.ok(Number(last?.headers['retry-after']) > 0)
  const unknown = server.browser()
  unknown.address = '192.0.2.8'
  await unknown.open()
  const body = { login: 'nobody', password: 'no' }
  t.strictSame((await unknown.request('POST', 'session/sign-in', body)).json(), answers[0]?.json())
})

t.test('a flood of attempts is cut off by address', async (t) => {
  const server = await aDesk(t)
  const browser = server.browser()
  await browser.open()
  const codes = new Set<string>()
  for (let tried = 0; tried < 40; tried++) {
    const body = { login: `user${tried}`, password: 'no' }
    const answer = await browser.request('POST', 'session/sign-in', body)
    codes.add((answer.json() as { code: string }).code)
  }
  t.ok(codes.has('too-many'))
})

/** A browser signed in, with a second step on; `codes` are what the app shows. */
async function withSecondStep(t: Test) {
  const server = await aDesk(t)
  const browser = server.browser()
  await browser.signIn()
  const wrong = await browser.request('POST', 'session/totp', { password: 'no' })
  t.match(wrong.json(), { code: 'wrong' }, 'the page alone is not enough')
  const begun = (await browser.request('POST', 'session/totp', { password: OWN_PASSWORD })).json()
  const { secret, uri } = begun as TotpBegun
  t.match(uri, /^otpauth:\/\/totp\/Strowger%20Main:admin\?/)
  const app = new TOTP({ secret, digits: 6, period: 30 })
  const code = () => app.generate({ timestamp: server.clock.now() })
  const bad = await browser.request('POST', 'session/totp/confirm', { code: '000000' })
  t.match(bad.json(), { code: 'wrong' })
  t.match((await browser.post('session/totp/confirm', { code: code() })).json(), {
    user: { totp: true },
  })
  return { server, browser, code }
}

t.test('SECURITY 11 a second step is asked for, each code once', async (t) => {
  const { server, browser, code } = await withSecondStep(t)
  t.equal(await status(browser), 200)
  const other = server.browser()
  t.match((await other.signIn()).json(), { code: 'totp' })
  t.equal(await status(other), 401)
  t.match((await other.signIn('admin', OWN_PASSWORD, code())).json(), { code: 'wrong' }, 'used')
  await server.clock.advance(30_000)
  t.match((await other.signIn('admin', 'wrong', code())).json(), { code: 'wrong' })
  t.match((await other.signIn('admin', OWN_PASSWORD, code())).json(), { state: 'signed-in' })
  const third = server.browser()
  const replay = await third.signIn('admin', OWN_PASSWORD, code())
  t.match(replay.json(), { code: 'wrong' }, 'a code that somebody looked at')
})

t.test('guesses at codes wait like guesses at passwords', async (t) => {
  const { server } = await withSecondStep(t)
  const thief = server.browser()
  thief.address = '198.51.100.9'
  const codes: string[] = []
  for (let tried = 0; tried < 12; tried++) {
    const totp = String(tried).padStart(6, '0')
    codes.push(((await thief.signIn('admin', OWN_PASSWORD, totp)).json() as { code: string }).code)
    await thief.signIn('admin', OWN_PASSWORD)
  }
  t.equal(codes[0], 'wrong')
  t.ok(codes.filter((code) => code === 'wrong').length <= 6)
  t.equal(codes.at(-1), 'wait')
})

t.test('a second step is removed with the password, and the console asks for none', async (t) => {
  const { server, browser } = await withSecondStep(t)
  const attempt = { login: 'admin', password: OWN_PASSWORD, source: 'console' } as const
  t.ok((await server.parts.signIn().signIn(attempt)).ok)
  const refused = await browser.request('DELETE', 'session/totp', { password: 'no' })
  t.match(refused.json(), { code: 'wrong' })
  const removed = await browser.request('DELETE', 'session/totp', { password: OWN_PASSWORD })
  t.match(removed.json(), { user: { totp: false } } satisfies { user: Partial<Session['user']> })
  t.match((await server.browser().signIn()).json(), { state: 'signed-in' })
})

t.test('SECURITY 2 neither passwords nor seeds are in an answer or a revision', async (t) => {
  const { server, browser } = await withSecondStep(t)
  const secret = server.store.reveal(
    User,
    server.store.find(User, 'login', 'admin')?.id ?? '',
    'totpSecret',
  )
  t.match(secret, /^[A-Z2-7]{32}$/)
  const said = JSON.stringify([
    await browser.open(),
    server.store.revisions(),
    server.store.all(User),
  ])
  t.notOk(said.includes(String(secret)) || said.includes(OWN_PASSWORD) || said.includes('argon2'))
})

t.test('bodies are bounded and of the right form', async (t) => {
  const server = await aDesk(t)
  const browser = server.browser()
  await browser.open()
  const post = async (body: unknown, headers = {}) => {
    const answer = await browser.request('POST', 'session/sign-in', body, headers)
    t.equal(answer.headers['content-security-policy'] !== undefined, true)
    return [answer.statusCode, (answer.json() as { code: string }).code]
  }
  const right = { login: 'admin', password: OWN_PASSWORD }
  t.strictSame(await post({ ...right, password: 'x'.repeat(9000) }), [413, 'too-large'])
  t.strictSame(await post({ ...right, password: 'x'.repeat(1025) }), [400, 'bad-request'])
  t.strictSame(await post({ login: 'admin' }), [400, 'bad-request'])
  t.strictSame(await post({ ...right, admin: true }), [400, 'bad-request'])
  t.strictSame(await post('{"login":', { 'content-type': 'application/json' }), [
    400,
    'bad-request',
  ])
  const proto = '{"__proto__":{"login":"admin"},"login":"admin","password":"x"}'
  t.strictSame(await post(proto, { 'content-type': 'application/json' }), [400, 'bad-request'])
  t.strictSame(await post('login=admin', { 'content-type': 'text/xml' }), [400, 'bad-request'])
})
