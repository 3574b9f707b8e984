import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect as connectTcp, type Socket } from 'node:net'
import { join } from 'node:path'
import { connect } from 'node:tls'
import t, { type Test } from 'tap'
import { systemClock as clock } from '../../../firmware/clock/system-clock.ts'
import { freePort } from '../../../firmware/demo/free-ports.ts'
import { silentLog } from '../../../firmware/log.ts'
import { User } from '../../../firmware/model/user.ts'
import { apiEndpoints } from '../../../firmware/web/api/endpoints.ts'
import type { Session } from '../../../firmware/web/contract.ts'
import { Doors } from '../../../firmware/web/server/doors.ts'
import { issueLeaf, makeAuthority } from '../../../firmware/web/server/issue.ts'
import type { Patience } from '../../../firmware/web/server/listener.ts'
import { ownEndpoints } from '../../../firmware/web/server/own-endpoints.ts'
import { pages } from '../../../firmware/web/server/pages.ts'
import { aDirectory } from '../../store/a-store.ts'
import { aServer, aUser, OWN_PASSWORD } from './a-server.ts'

const NAMES = { dns: ['localhost'], ip: ['127.0.0.1'] }

/** The whole web server behind a real socket of HTTPS, asked byte by byte as an attacker does. */
async function aTarget(t: Test, patience?: Patience) {
  const ca = await makeAuthority(NAMES)
  const leaf = await issueLeaf(ca, NAMES, clock.now())
  const built = join(aDirectory(t), 'web')
  mkdirSync(join(built, 'assets'), { recursive: true })
  writeFileSync(join(built, 'index.html'), 'the pages')
  writeFileSync(join(built, 'assets', 'main-1.js'), 'script')
  writeFileSync(join(built, '..', 'secret.txt'), 'a secret')
  const server = await aServer(t, { own: [ownEndpoints], endpoints: [apiEndpoints, pages(built)] })
  const port = await freePort()
  const doors = new Doors({
    app: server.app,
    clock,
    log: silentLog,
    conditions: { raise: () => {}, clear: () => {} },
    leaves: { leaf, onChange: () => {} },
    clients: { trust: undefined, use: () => undefined, knows: () => false, onChange: () => {} },
    ports: { admin: port, portal: await freePort(), remote: 1 },
    addresses: () => ['127.0.0.1'],
    settings: () => ({ leastTls: '1.2', remoteAdministration: false }),
    ...(patience && { patience }),
  })
  await doors.start()
  t.teardown(() => doors.close())
  const host = `127.0.0.1:${port}`

  /** Sends bytes as they are and hears until the end; undefined when nothing came. */
  const raw = async (text: string | readonly string[]): Promise<string> => {
    const socket = connect({ host: '127.0.0.1', port, ca: ca.certificate })
    socket.on('error', () => {})
    await once(socket, 'secureConnect')
    for (const part of [text].flat()) socket.write(part)
    let heard = ''
    try {
      for await (const chunk of socket) heard += chunk
    } catch {
      // cut by the server: what came before is what counts
    }
    return heard
  }
  const ask = async (
    method: string,
    path: string,
    { headers = {}, body }: { headers?: Record<string, string>; body?: string } = {},
  ) => {
    const all: Record<string, string> = {
      Host: host,
      Connection: 'close',
      ...(body !== undefined && { 'Content-Length': String(Buffer.byteLength(body)) }),
      ...headers,
    }
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
    const heard = await raw([`${method} ${path} HTTP/1.1`, ...lines, '', body ?? ''].join('\r\n'))
    const [head = '', ...rest] = heard.split('\r\n\r\n')
    return { status: Number(head.split(' ')[1]), head, body: rest.join('\r\n\r\n') }
  }
  const cookieOf = (head: string) => /^set-cookie: ([^;]+)/im.exec(head)?.[1] ?? ''
  const json = { 'Content-Type': 'application/json' }

  /** Somebody with a browser: cookie and CSRF token. */
  const anonymous = async () => {
    const { head, body } = await ask('GET', '/api/v1/session')
    return { cookie: cookieOf(head), csrf: (JSON.parse(body) as Session).csrf }
  }
  const signedIn = async (login = 'admin', password = OWN_PASSWORD) => {
    const before = await anonymous()
    const answer = await ask('POST', '/api/v1/session/sign-in', {
      headers: { ...json, Cookie: before.cookie, 'X-CSRF': before.csrf },
      body: JSON.stringify({ login, password }),
    })
    const { csrf } = JSON.parse(answer.body) as Session
    return {
      before,
      cookie: cookieOf(answer.head),
      csrf,
      headers: { ...json, Cookie: cookieOf(answer.head), 'X-CSRF': csrf },
    }
  }
  return { ...server, host, raw, ask, anonymous, signedIn, json }
}

const PERSON = JSON.stringify({ login: 'mallory', lastName: 'M' })
const NEW_PERSON = '/api/v1/config/users'

t.test('CSRF: missing, wrong, of another session, of another site, of a simple form', async (t) => {
  const target = await aTarget(t)
  const [me, other] = [await target.signedIn(), await target.signedIn()]
  const post = async (headers: Record<string, string>, body = PERSON) =>
    (await target.ask('POST', NEW_PERSON, { headers, body })).status
  const { 'X-CSRF': _, ...without } = me.headers
  t.equal(await post(without), 403, 'missing')
  t.equal(await post({ ...me.headers, 'X-CSRF': 'x'.repeat(43) }), 403, 'wrong')
  t.equal(await post({ ...me.headers, 'X-CSRF': other.csrf }), 403, "another session's")
  t.equal(await post({ ...me.headers, 'X-CSRF': me.before.csrf }), 403, 'of before signing in')
  for (const Origin of [
    'https://evil.example',
    'null',
    `http://${target.host}`,
    'https://127.0.0.1',
  ]) {
    t.equal(await post({ ...me.headers, Origin }), 403, Origin)
  }
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
    t.equal(await post({ ...without, 'Content-Type': type }), 403, `${type} without the token`)
    t.ok((await post({ ...me.headers, 'Content-Type': type })) >= 400, `${type} with it`)
  }
  for (const site of ['cross-site', 'same-site']) {
    t.equal(await post({ ...me.headers, 'Sec-Fetch-Site': site }), 403, site)
  }
  t.equal(target.store.find(User, 'login', 'mallory'), undefined)
  t.equal(await post({ ...me.headers, Origin: `https://${target.host}` }), 201)
})

t.test(
  'fixation: the token is another one after sign-in, password change and sign-out',
  async (t) => {
    const target = await aTarget(t)
    const me = await target.signedIn()
    t.not(me.cookie, me.before.cookie)
    const usable = async (cookie: string) =>
      (await target.ask('GET', '/api/v1/system', { headers: { Cookie: cookie } })).status !== 401
    t.notOk(await usable(me.before.cookie))
    t.ok(await usable(me.cookie))
    const changed = await target.ask('POST', '/api/v1/session/password', {
      headers: me.headers,
      body: JSON.stringify({ current: OWN_PASSWORD, next: 'another day entirely' }),
    })
    t.equal(changed.status, 200)
    t.notOk(await usable(me.cookie), 'the one of before the change')
    const next = await target.signedIn('admin', 'another day entirely')
    await target.ask('POST', '/api/v1/session/sign-out', { headers: next.headers, body: '{}' })
    t.notOk(await usable(next.cookie), 'after signing out')
    const planted = await target.ask('GET', '/api/v1/session', {
      headers: { Cookie: `${next.cookie.split('=')[0]}=${'A'.repeat(43)}` },
    })
    t.match(JSON.parse(planted.body), { state: 'signed-out' })
  },
)

t.test('headers are on every kind of answer, and secrets are in no cache', async (t) => {
  const target = await aTarget(t)
  const me = await target.signedIn()
  const asked: [string, string, object?][] = [
    ['GET', '/'],
    ['GET', '/assets/main-1.js'],
    ['GET', '/assets/none.js'],
    ['GET', '/trust'],
    ['GET', '/trust/ca.der'],
    ['GET', '/%ZZ'],
    ['GET', '/api/v1/nothing'],
    ['GET', '/api/v1/session'],
    ['GET', '/api/v1/config/users'],
    ['POST', '/api/v1/config/users'],
    ['DELETE', '/'],
    ['OPTIONS', '/api/v1/session'],
    ['HEAD', '/'],
  ]
  for (const [method, path] of asked) {
    for (const headers of [{}, { Cookie: me.cookie }]) {
      const { head } = await target.ask(method, path, { headers })
      t.match(head, /^content-security-policy: default-src 'none'; script-src 'self'; /im, path)
      t.match(head, /^x-content-type-options: nosniff/im)
      t.match(head, /^x-frame-options: DENY/im)
      t.match(head, /^referrer-policy: no-referrer/im)
      t.match(head, /^cross-origin-resource-policy: same-origin/im)
      t.notMatch(head, /^(access-control-|server:|x-powered-by|strict-transport)/im)
      if (path.startsWith('/api/')) t.match(head, /^cache-control: no-store/im, path)
    }
  }
})

t.test(
  'traversal: no path leads out of the pages, nor into the API by another spelling',
  async (t) => {
    const target = await aTarget(t)
    for (const path of [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e%2fsecret.txt',
      '/%252e%252e%252fsecret.txt',
      '/..%255csecret.txt',
      '/..\\secret.txt',
      '/%5c..%5csecret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/secret.txt%00.js',
      '/%c0%ae%c0%ae/secret.txt',
      '/....//secret.txt',
      '/file:///etc/passwd.txt',
    ]) {
      const { status, body } = await target.ask('GET', path)
      t.ok(status >= 400 && status < 500, `${path}: ${status}`)
      t.notMatch(body, /a secret|root:/)
    }
    const me = await target.signedIn()
    for (const path of [
      '/api/v1/config/..%2f..%2funit.key',
      '/api/v1/config/users/..%2f..%2fset-up',
      '/api/v1/config/users/%00',
      '/api/v1/client-certificates/..%2f..%2funit.key/file',
      '/api/v1/config/__proto__',
      '/api/v1/config/constructor',
      `/api/v1/config/${'x'.repeat(200)}`,
    ]) {
      const { status } = await target.ask('GET', path, { headers: { Cookie: me.cookie } })
      t.ok([400, 404, 414, 503].includes(status), `${path}: ${status}`)
    }
    for (const path of [
      '//api/v1/config/users',
      '/API/v1/config/users',
      '/api//v1/config/users',
      '/./api/v1/config/users',
      '/%61pi/v1/config/users',
    ]) {
      const { status, body } = await target.ask('GET', path)
      t.ok(status !== 200 || body === 'the pages', `${path} gives nothing away`)
    }
  },
)

t.test('bodies, headers and depth are bounded; odd JSON pollutes nothing', async (t) => {
  const target = await aTarget(t)
  const me = await target.signedIn()
  const post = async (body: string, headers: Record<string, string> = {}, path = NEW_PERSON) =>
    (await target.ask('POST', path, { headers: { ...me.headers, ...headers }, body })).status
  t.equal(await post(JSON.stringify({ login: 'x'.repeat(2_000_000) })), 413)
  t.equal(await post(`{"a":"${'x'.repeat(9000)}"}`, {}, '/api/v1/session/password'), 413)
  const long = await target.ask('GET', '/', { headers: { 'X-Long': 'x'.repeat(20_000) } })
  t.ok(long.head === '' || long.status === 431, 'cut, told why if that still arrives')
  t.ok((await post('['.repeat(200_000))) >= 400, 'deep')
  t.ok((await post(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`)) >= 400, 'deep objects')
  for (const body of [
    '{"__proto__":{"roles":["server-admin"]},"login":"m","lastName":"M"}',
    '{"constructor":{"prototype":{"roles":[]}},"login":"m","lastName":"M"}',
    '{"login":"m","lastName":"M","roles":{"__proto__":[]}}',
    '{"login":"m","login":{"$ne":""},"lastName":"M"}',
    '{"login":["m"],"lastName":"M"}',
    'null',
    '[]',
    '"x"',
    '{',
    '\u0000',
  ]) {
    const status = await post(body)
    t.ok(status >= 400 && status < 500, `${body}: ${status}`)
  }
  t.equal(({} as { roles?: unknown }).roles, undefined)
  t.equal(target.store.find(User, 'login', 'm'), undefined)
  for (const type of ['text/xml', 'application/yaml', 'application/json; charset=utf-7x', '']) {
    const { status } = await target.ask('POST', NEW_PERSON, {
      headers: { ...me.headers, 'Content-Type': type },
      body: '<x/>',
    })
    t.ok(status >= 400 && status < 500, `${type}: ${status}`)
  }
})

t.test('verbs, overrides, hosts and twofold parameters do nothing unforeseen', async (t) => {
  const target = await aTarget(t)
  const me = await target.signedIn()
  for (const method of ['TRACE', 'CONNECT', 'PUT', 'DELETE', 'PROPFIND', 'FOO', 'get']) {
    const heard = await target.raw(
      `${method} / HTTP/1.1\r\nHost: ${target.host}\r\nCookie: ${me.cookie}\r\nConnection: close\r\n\r\n`,
    )
    t.notMatch(heard, /^HTTP\/1\.1 2/, method)
    t.notMatch(heard, /^cookie:/im, 'nothing is echoed')
  }
  const id = aUser(target, 'ada', [])
  for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
    await target.ask('GET', `/api/v1/config/users/${id}?_method=DELETE`, {
      headers: { ...me.headers, [name]: 'DELETE' },
    })
  }
  t.ok(target.store.get(User, id), 'still there')
  const forged = {
    'X-Forwarded-For': '127.0.0.1',
    'X-Forwarded-Host': 'evil.example',
    'X-Original-URL': '/api/v1/config/users',
    'X-Rewrite-URL': '/api/v1/config/users',
  }
  t.equal((await target.ask('GET', '/api/v1/config/users', { headers: forged })).status, 401)
  const evil = await target.ask('GET', '/', { headers: { Host: 'evil.example', ...forged } })
  t.notMatch(evil.head + evil.body, /evil\.example/)
  const twice = [
    'limit=1&limit=2',
    'sort=login&sort=roles',
    'filter.login=a&filter.login=b',
    'q=a&q=b',
  ]
  for (const query of twice) {
    const { status } = await target.ask('GET', `/api/v1/config/users?${query}`, {
      headers: { Cookie: me.cookie },
    })
    t.equal(status, 400, query)
  }
  const two = `GET /api/v1/session HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n`
  t.notMatch(await target.raw(two), /"csrf".*"csrf"/s)
  const smuggled = [
    'POST /api/v1/session/sign-out HTTP/1.1',
    `Host: ${target.host}`,
    'Content-Length: 4',
    'Transfer-Encoding: chunked',
    '',
    '0\r\n\r\nGET /trust HTTP/1.1\r\nHost: x\r\n\r\n',
  ].join('\r\n')
  const heard = await target.raw(smuggled)
  t.match(heard, /^HTTP\/1\.1 400/)
  t.equal(heard.match(/^HTTP\/1\.1/gm)?.length, 1, 'one answer')
})

t.test('no oracle: sign-in answers alike for people that there are and are not', async (t) => {
  const target = await aTarget(t)
  aUser(target, 'ada', [])
  const tried = async (login: string) => {
    const { cookie, csrf } = await target.anonymous()
    const { head, body } = await target.ask('POST', '/api/v1/session/sign-in', {
      headers: { ...target.json, Cookie: cookie, 'X-CSRF': csrf },
      body: JSON.stringify({ login, password: 'a wrong password' }),
    })
    // What counts requests of the address and the date say nothing of the person.
    return head.replaceAll(/^(date|x-ratelimit-\w+): .*$/gim, '') + body
  }
  const known = await tried('ada')
  for (const login of ['nobody', 'Ada', 'ada ', 'x'.repeat(100), "' OR 1=1 --", '__proto__']) {
    t.equal(await tried(login), known, login)
  }
})

t.test('SECURITY 8 who sends nothing, or half of something, is cut off', async (t) => {
  const patience = { handshake: 400, headers: 500, request: 800, look: 100 }
  const target = await aTarget(t, patience)
  const port = Number(target.host.split(':')[1])
  const cut = async (socket: Socket, text?: string) => {
    socket.on('error', () => {})
    if (text !== undefined) {
      await once(socket, 'secureConnect')
      socket.write(text)
    }
    socket.resume()
    await once(socket, 'close') // the test ends with its time limit when nobody cuts it
    return true
  }
  const secure = () => connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
  const silent = connectTcp(port, '127.0.0.1')
  const half = connectTcp(port, '127.0.0.1')
  half.write(Buffer.from([0x16, 3, 1]))
  const head = `POST /api/v1/session/sign-out HTTP/1.1\r\nHost: x\r\n`
  const all = [
    cut(silent),
    cut(half),
    cut(secure(), 'GET / HTTP/1.1\r\nHost: x\r\nX-A: '),
    cut(secure(), `${head}Content-Length: 100\r\n\r\n{`),
  ]
  t.equal((await target.ask('GET', '/trust')).status, 200, 'and hinders nobody meanwhile')
  t.strictSame(await Promise.all(all), [true, true, true, true])
})
