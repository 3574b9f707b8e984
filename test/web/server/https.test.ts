import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'
import { connect as connectTcp } from 'node:net'
import { join } from 'node:path'
import { connect, type TLSSocket } from 'node:tls'
import t, { type Test } from 'tap'
import { systemClock as clock } from '../../../firmware/clock/system-clock.ts'
import { freePort } from '../../../firmware/demo/free-ports.ts'
import { silentLog } from '../../../firmware/log.ts'
import { SetupError } from '../../../firmware/setup-error.ts'
import type { Endpoints } from '../../../firmware/web/server/app.ts'
import { Doors, type DoorsOptions } from '../../../firmware/web/server/doors.ts'
import { type Credential, issueLeaf, makeAuthority } from '../../../firmware/web/server/issue.ts'
import { pages } from '../../../firmware/web/server/pages.ts'
import { trustEndpoints } from '../../../firmware/web/server/trust.ts'
import { aDirectory } from '../../store/a-store.ts'
import { aServer } from './a-server.ts'

const NAMES = { dns: ['localhost'], ip: ['127.0.0.1', '127.0.0.2'] }
const BIND = ['127.0.0.1', '127.0.0.2']

/** A web server behind real sockets, with a folder of pages, whose certificate a test replaces by `swap`. */
async function aUnit(t: Test, endpoints: readonly Endpoints[] = []) {
  const ca = await makeAuthority(NAMES)
  let hear: (leaf: Credential) => void = () => {}
  const leaves = {
    leaf: await issueLeaf(ca, NAMES, clock.now()),
    onChange: (listener: typeof hear) => {
      hear = listener
    },
  }
  const built = join(aDirectory(t), 'web')
  const certificate = { names: [], notAfter: 0, caFingerprint: 'AB:CD', caPem: ca.certificate }
  const { app, browser } = await aServer(t, {
    endpoints: [trustEndpoints, pages(built), ...endpoints],
    parts: { certificate },
  })
  const webPort = await freePort()
  const doors = new Doors(someDoors(app, leaves, webPort, await freePort()))
  await doors.start()
  t.teardown(() => doors.close())
  const swap = async () => {
    const leaf = await issueLeaf(ca, NAMES, clock.now())
    leaves.leaf = leaf
    hear(leaf)
    return leaf
  }
  return { ca, app, browser, webPort, built, doors, swap }
}

/** Doors on loopback, nobody's from elsewhere. */
function someDoors(
  app: DoorsOptions['app'],
  leaves: DoorsOptions['leaves'],
  admin: number,
  portal: number,
): DoorsOptions {
  return {
    app,
    clock,
    log: silentLog,
    conditions: { raise: () => {}, clear: () => {} },
    leaves,
    clients: { trust: undefined, use: () => undefined, knows: () => false, onChange: () => {} },
    ports: { admin, portal, remote: 1 },
    addresses: () => BIND,
    settings: () => ({ leastTls: '1.2', remoteAdministration: false }),
  }
}

type Unit = Awaited<ReturnType<typeof aUnit>>

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/** A request by somebody who has installed the unit's CA. */
async function get(
  { ca, webPort }: Pick<Unit, 'ca' | 'webPort'>,
  path: string,
  more: {
    host?: string
    localAddress?: string
    headers?: Record<string, string>
    agent?: Agent
  } = {},
): Promise<Answer> {
  const { host = '127.0.0.1', ...rest } = more
  const asked = request({ host, port: webPort, path, ca: ca.certificate, ...rest })
  asked.end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk)
  return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) }
}

async function dial({ ca, webPort }: Unit, more: object = {}): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port: webPort, ca: ca.certificate, ...more })
  await once(socket, 'secureConnect')
  return socket
}

/** What a plain connection is answered, until it ends. */
async function plainly(webPort: number, text: string): Promise<string> {
  const socket = connectTcp(webPort, '127.0.0.1')
  socket.on('error', () => {})
  socket.write(text)
  const chunks: Buffer[] = []
  for await (const chunk of socket) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

t.test('every address answers over HTTPS to who trusts the CA, and to no other', async (t) => {
  const unit = await aUnit(t)
  for (const host of [...BIND, 'localhost']) {
    const { status, body } = await get(unit, '/api/v1/session', { host })
    t.match([status, JSON.parse(body.toString())], [200, { state: 'signed-out' }])
  }
  const stranger = await makeAuthority(NAMES)
  await t.rejects(get({ ...unit, ca: stranger }, '/'), { code: /SIGNATURE|VERIFY|ISSUER/ })
})

t.test('SECURITY 11 nothing below TLS 1.2 is spoken', async (t) => {
  const unit = await aUnit(t)
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }
  await t.rejects(dial(unit, old))
  const socket = await dial(unit, { maxVersion: 'TLSv1.2' })
  t.equal(socket.getProtocol(), 'TLSv1.2')
  t.match(socket.getCipher().name, /^ECDHE-.*(GCM|CHACHA20)/)
  socket.destroy()
})

t.test('a new certificate is shown at once and drops no connection', async (t) => {
  const unit = await aUnit(t)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  t.teardown(() => agent.destroy())
  await get(unit, '/trust', { agent })
  const before = await dial(unit)
  const serial = before.getPeerCertificate().serialNumber
  await unit.swap()
  const after = await dial(unit)
  t.not(after.getPeerCertificate().serialNumber, serial)
  before.write('GET /trust HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  let heard = ''
  for await (const chunk of before) heard += chunk
  t.match(heard, /^HTTP\/1\.1 200 /)
  t.equal((await get(unit, '/trust', { agent })).status, 200)
  after.destroy()
})

t.test('who speaks plain HTTP is sent to HTTPS', async (t) => {
  const { webPort } = await aUnit(t)
  const host = `box.local:${webPort}`
  const answer = await plainly(webPort, `GET /people?x=1 HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
  t.match(answer, /^HTTP\/1\.1 307 /)
  t.ok(answer.includes(`\r\nLocation: https://${host}/people?x=1\r\n`))
  t.match(await plainly(webPort, 'GET / HTTP/1.0\r\n\r\n'), /^HTTP\/1\.1 400 .*https:\/\//s)
  t.match(await plainly(webPort, 'POST / HTTP/1.1\r\nHost: x\r\n\r\n'), /^HTTP\/1\.1 400 /)
  t.match(await plainly(webPort, '\r\n\r\n\0\0'), /^HTTP\/1\.1 400 /)
  const evil = 'GET //evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n'
  t.notMatch(await plainly(webPort, evil), /Location/)
})

t.test('SECURITY 11 every answer has the headers, errors too', async (t) => {
  const unit = await aUnit(t)
  for (const path of [
    '/',
    '/trust',
    '/api/v1/session',
    '/api/v1/config/users',
    '/no/such.js',
    '/%ZZ',
  ]) {
    const { headers } = await get(unit, path)
    t.match(headers['content-security-policy'], /default-src 'none'; script-src 'self'; /, path)
    t.notMatch(String(headers['content-security-policy']), /script-src[^;]*unsafe/)
    t.match(headers, {
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    })
    t.notOk(headers['strict-transport-security'] ?? headers.server ?? headers['x-powered-by'])
  }
  t.equal((await get(unit, '/api/v1/session')).headers['cache-control'], 'no-store')
})

t.test(
  'pages: packed, kept by browsers when named by content, one page for every path',
  async (t) => {
    const unit = await aUnit(t)
    const missing = await get(unit, '/people/1')
    t.match([missing.status, missing.body.toString()], [503, /make/])
    mkdirSync(join(unit.built, 'assets'), { recursive: true })
    writeFileSync(join(unit.built, 'index.html'), '<!doctype html>page')
    writeFileSync(join(unit.built, 'assets', 'main-1234.js'), 'plain')
    writeFileSync(join(unit.built, 'assets', 'main-1234.js.br'), 'packed')
    for (const path of ['/', '/people', '/people/1', '/calls/1-2-3/x?q=a.b']) {
      const { status, headers, body } = await get(unit, path)
      t.match([status, body.toString()], [200, '<!doctype html>page'], path)
      t.match(headers, { 'content-type': /^text\/html/, 'cache-control': 'no-cache' })
    }
    const asset = await get(unit, '/assets/main-1234.js')
    t.match(asset.body.toString(), 'plain')
    t.match(asset.headers, { 'cache-control': /immutable/, 'content-type': /javascript/ })
    const packed = await get(unit, '/assets/main-1234.js', {
      headers: { 'accept-encoding': 'gzip, br' },
    })
    t.match([packed.body.toString(), packed.headers['content-encoding']], ['packed', 'br'])
    const gone = await get(unit, '/assets/main-0000.js')
    t.equal(gone.status, 404)
    t.notMatch(gone.headers['cache-control'], /immutable/)
    const api = await get(unit, '/api/v1/nothing')
    t.match([api.status, JSON.parse(api.body.toString())], [404, { code: 'not-found' }])
  },
)

t.test('SECURITY 13 nothing outside the folder of pages is served', async (t) => {
  const unit = await aUnit(t)
  mkdirSync(unit.built, { recursive: true })
  writeFileSync(join(unit.built, 'index.html'), 'page')
  writeFileSync(join(unit.built, '..', 'secret.txt'), 'a secret')
  writeFileSync(join(unit.built, '.hidden.txt'), 'a secret')
  for (const path of [
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/assets/../../secret.txt',
    '/..\\secret.txt',
    '/..%5csecret.txt',
    '/%252e%252e%252fsecret.txt',
    '//secret.txt',
    '/.hidden.txt',
    '/index.html%00.txt',
  ]) {
    const socket = await dial(unit)
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    let heard = ''
    for await (const chunk of socket) heard += chunk
    t.match(heard, /^HTTP\/1\.1 4\d\d /, path)
    t.notMatch(heard, /a secret/, path)
  }
})

t.test('the CA is there for download, with its fingerprint in words', async (t) => {
  const unit = await aUnit(t)
  const page = await get(unit, '/trust')
  t.match(page.headers['content-type'], /^text\/html/)
  t.match(page.body.toString(), /AB:CD/)
  t.notMatch(page.body.toString(), /<script|onclick/)
  for (const system of ['Windows', 'macOS', 'iPhone', 'Android', 'Linux', 'Firefox']) {
    t.ok(page.body.toString().includes(system), system)
  }
  const pem = await get(unit, '/trust/ca.pem')
  t.equal(pem.body.toString(), unit.ca.certificate)
  const der = await get(unit, '/trust/ca.der')
  t.match(der.headers, { 'content-type': 'application/x-x509-ca-cert' })
  const base64 = unit.ca.certificate.replaceAll(/-----.*-----|\s/g, '')
  t.equal(der.body.toString('base64'), base64)
})

t.test('a WebSocket goes through every door, for pages of ours', async (t) => {
  const live: Endpoints = (app) => {
    app.get('/api/v1/live', { websocket: true }, (socket) => socket.send('hello'))
  }
  const unit = await aUnit(t, [live])
  const browser = unit.browser()
  await browser.signIn()
  const upgrade = async (host: string, origin: string, cookie = browser.cookie) => {
    const socket = await dial(unit, { host })
    socket.write(
      [
        'GET /api/v1/live HTTP/1.1',
        'Host: box',
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        `Origin: ${origin}`,
        `Cookie: ${cookie}`,
        '\r\n',
      ].join('\r\n'),
    )
    const [heard] = (await once(socket, 'data')) as [Buffer]
    socket.destroy()
    return heard.toString().split('\r\n')[0]
  }
  for (const host of BIND) t.match(await upgrade(host, 'https://box'), /101 Switching/)
  t.match(await upgrade('127.0.0.1', 'https://evil.example'), / 403 /)
  t.match(await upgrade('127.0.0.1', 'https://box', 'x=y'), / 401 /)
})

t.test('SECURITY 8 one source has its share of connections', async (t) => {
  const unit = await aUnit(t)
  const sockets = Array.from({ length: 80 }, () => {
    const socket = connectTcp(unit.webPort, '127.0.0.1')
    socket.on('error', () => {})
    return socket
  })
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
  })
  const closed = new Set(sockets.filter((socket) => socket.destroyed))
  for (const socket of sockets) socket.once('close', () => closed.add(socket))
  for (let tries = 0; tries < 400 && closed.size < 16; tries++) await clock.sleep(25)
  t.ok(closed.size >= 16)
  const { status } = await get(unit, '/trust', { localAddress: '127.0.0.3' })
  t.equal(status, 200, 'somebody else is served')
})

t.test('a port in use is told with its remedy', async (t) => {
  const unit = await aUnit(t)
  const leaves = { leaf: await unit.swap(), onChange: () => {} }
  const second = new Doors(someDoors(unit.app, leaves, unit.webPort, await freePort()))
  const error = await second.start().catch((thrown: unknown) => thrown)
  t.ok(error instanceof SetupError)
  t.match(error, { message: new RegExp(`${unit.webPort}.*in use`), remedy: /STROWGER_WEB_PORT/ })
})

t.test('closing ends what is open', async (t) => {
  const unit = await aUnit(t)
  const socket = await dial(unit)
  socket.on('error', () => {})
  const ended = once(socket, 'close')
  await unit.doors.close()
  await ended
  await t.rejects(get(unit, '/trust'))
})
