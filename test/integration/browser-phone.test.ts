import { once } from 'node:events'
import { request } from 'node:https'
import t, { type Test } from 'tap'
import { type ClientOptions, WebSocket } from 'ws'
import type { Instance } from '../../firmware/demo/instance.ts'
import { until } from '../../firmware/demo/wait.ts'
import { formatSip, parseSip, statusOf } from '../peers/sip-text.ts'
import { aServer, office } from './an-office.ts'

t.setTimeout(600_000)

const PASSWORD = 'several words of one'
const NUMBER = '210'

/** A signed-in browser without a page: its cookie, its token for changes. */
class Visitor {
  readonly #server: Instance
  #cookie = ''
  #csrf = ''

  constructor(server: Instance) {
    this.#server = server
  }

  async open(): Promise<void> {
    const { csrf } = await this.ask<{ csrf: string }>('GET', '/session')
    this.#csrf = csrf
  }

  get headers(): Readonly<Record<string, string>> {
    return { cookie: this.#cookie, origin: this.#server.pages }
  }

  async ask<Value>(method: string, path: string, body?: unknown): Promise<Value> {
    const sent = request(`${this.#server.pages}/api/v1${path}`, {
      method,
      rejectUnauthorized: false,
      headers: { ...this.headers, 'x-csrf': this.#csrf, 'content-type': 'application/json' },
    })
    sent.end(method === 'GET' ? undefined : JSON.stringify(body ?? {}))
    const [answer] = await once(sent, 'response')
    const [cookie] = answer.headers['set-cookie'] ?? []
    if (cookie) this.#cookie = cookie.split(';')[0]
    let text = ''
    for await (const chunk of answer) text += chunk
    if (answer.statusCode >= 400) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`)
    const value = text === '' ? undefined : JSON.parse(text)
    if (value?.csrf) this.#csrf = value.csrf
    return value
  }
}

/** Status of the handshake that was refused, or the open socket. */
async function tunnel(
  t: Test,
  server: Instance,
  headers: Readonly<Record<string, string>>,
  more: ClientOptions = {},
): Promise<WebSocket | number> {
  const url = `${server.pages.replace('https', 'wss')}/api/v1/browser-phone/sip`
  const socket = new WebSocket(url, ['sip'], { rejectUnauthorized: false, headers, ...more })
  t.teardown(() => socket.terminate())
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket))
    socket.once('unexpected-response', (_request, response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    socket.once('error', reject)
  })
}

async function opened(...how: Parameters<typeof tunnel>): Promise<WebSocket> {
  const socket = await tunnel(...how)
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`)
  return socket
}

let calls = 0

/** Status of the answer to a REGISTER with this Authorization. */
async function register(
  socket: WebSocket,
  sipUser: string,
  authorization?: string,
): Promise<number> {
  const callId = `call-${++calls}`
  const uri = `sip:${sipUser}@office.test`
  const text = formatSip({
    start: 'REGISTER sip:office.test SIP/2.0',
    headers: [
      ['Via', `SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bK${callId}`],
      ['Max-Forwards', '70'],
      ['From', `<${uri}>;tag=a`],
      ['To', `<${uri}>`],
      ['Call-ID', callId],
      ['CSeq', '1 REGISTER'],
      ['Contact', `<sip:${sipUser}@df7jal23ls0d.invalid;transport=ws>;expires=300`],
      ...(authorization ? [['Authorization', authorization] as const] : []),
    ],
    body: '',
  })
  socket.send(text)
  for (;;) {
    const [data] = await once(socket, 'message')
    const message = parseSip(String(data))
    if (message?.headers.some(([name, value]) => name === 'Call-ID' && value === callId)) {
      return statusOf(message)
    }
  }
}

interface Pass {
  readonly token: string
  readonly sipUser: string
}

t.test('DESIGN 6, SECURITY 2, 3, 7, 11: SIP of browsers over the port of the pages', async (t) => {
  const server = await aServer(t, { office: office(1) })
  const admin = new Visitor(server)
  await admin.open()
  const { code } = (await server.json('first-password')) as { code: string }
  await admin.ask('POST', '/session/claim', { code, password: PASSWORD })
  await admin.open()
  const { items } = await admin.ask<{ items: { id: string; login: string }[] }>(
    'GET',
    '/config/users',
  )
  const owner = items.find(({ login }) => login === 'admin')?.id
  await admin.ask('POST', '/config/extensions', { number: NUMBER, kind: 'user', owner })
  const { handset } = await admin.ask<{ handset: string }>('POST', '/browser-phone')
  const pass = () =>
    until('a pass', () => admin.ask<Pass>('POST', '/browser-phone/pass').catch(() => undefined))

  await t.test('nobody opens a way in without a session, or from another page', async (t) => {
    const { origin = '', cookie = '' } = admin.headers
    t.equal(await tunnel(t, server, { origin }), 401)
    t.equal(await tunnel(t, server, { cookie, origin: 'https://evil.test' }), 403)
    t.equal(await tunnel(t, server, { cookie }), 403)
  })

  await t.test('a pass registers its owner’s phone, over one connection alone', async (t) => {
    const [first, second] = [
      await opened(t, server, admin.headers),
      await opened(t, server, admin.headers),
    ]
    const { token, sipUser } = await pass()
    t.equal(await register(first, sipUser), 401)
    t.equal(await register(first, sipUser, `Bearer ${'x'.repeat(43)}`), 401)
    t.equal(await register(first, sipUser, `Bearer ${token}`), 200)
    t.equal(await register(second, sipUser, `Bearer ${token}`), 401)
    t.not(await register(first, '201', `Bearer ${token}`), 200, 'nobody else’s phone')
    const phones = (await server.ask('exchange', 'phones')) as {
      handset: string
      contacts: { address?: string }[]
    }[]
    const contacts = phones.find((one) => one.handset === handset)?.contacts
    t.match(JSON.stringify(contacts), /127\.0\.0\.1/, 'the browser’s own address')
  })

  await t.test('a session’s pass is nothing to another session', async (t) => {
    const other = new Visitor(server)
    await other.open()
    await other.ask('POST', '/session/sign-in', { login: 'admin', password: PASSWORD })
    await other.open()
    const socket = await opened(t, server, other.headers)
    const { token, sipUser } = await pass()
    t.equal(await register(socket, sipUser, `Bearer ${token}`), 401)
    const closed = once(socket, 'close')
    await other.ask('POST', '/session/sign-out')
    const [status] = await closed
    t.equal(status, 4001, 'and the way in ends with the session')
  })

  await t.test('the exchange’s own WSS port takes no pass', async (t) => {
    const socket = new WebSocket(server.secure.wss, ['sip'], { rejectUnauthorized: false })
    t.teardown(() => socket.terminate())
    await once(socket, 'open')
    const { token, sipUser } = await pass()
    t.equal(await register(socket, sipUser, `Bearer ${token}`), 401)
  })
})
