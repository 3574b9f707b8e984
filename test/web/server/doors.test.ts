import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { connect, type TLSSocket } from 'node:tls'
import t, { type Test } from 'tap'
import { systemClock as clock } from '../../../firmware/clock/system-clock.ts'
import type { RaisedCondition } from '../../../firmware/conditions.ts'
import { freePort } from '../../../firmware/demo/free-ports.ts'
import { silentLog } from '../../../firmware/log.ts'
import { WebSettings } from '../../../firmware/model/web-settings.ts'
import { AdminEvents } from '../../../firmware/store/admin-events.ts'
import type {
  ClientCertificate,
  ClientCertificates as Listed,
} from '../../../firmware/web/contract.ts'
import { ClientCertificates } from '../../../firmware/web/server/client-certificates.ts'
import { Doors } from '../../../firmware/web/server/doors.ts'
import { type Credential, issueLeaf, makeAuthority } from '../../../firmware/web/server/issue.ts'
import { issueClient, makeClientAuthority } from '../../../firmware/web/server/issue-client.ts'
import { ownEndpoints } from '../../../firmware/web/server/own-endpoints.ts'
import { pages } from '../../../firmware/web/server/pages.ts'
import { webSettings } from '../../../firmware/web/server/web-settings.ts'
import { aDirectory, change } from '../../store/a-store.ts'
import { aServer, aUser, OWN_PASSWORD } from './a-server.ts'

const NAMES = { dns: ['localhost'], ip: ['127.0.0.1', '127.0.0.2'] }
const PASSWORD = 'twelve or more'

/** A web server with all its doors behind real sockets. */
async function aUnit(t: Test, ports: { portal?: number; remote?: number } = {}) {
  const data = aDirectory(t)
  const ca = await makeAuthority(NAMES)
  let hear: (leaf: Credential) => void = () => {}
  const leaves = {
    leaf: await issueLeaf(ca, NAMES, clock.now()),
    onChange: (listener: typeof hear) => {
      hear = listener
    },
  }
  const clients = new ClientCertificates({
    environment: { data, run: data },
    clock,
    log: silentLog,
  })
  clients.start()
  const built = aDirectory(t)
  writeFileSync(join(built, 'index.html'), 'the pages')
  const doorsHere: { doors?: Doors } = {}
  const shown = (name: 'admin' | 'portal' | 'remote') =>
    doorsHere.doors?.shown(name) ?? { port: 0, open: false }
  const server = await aServer(t, {
    own: [ownEndpoints],
    endpoints: [pages(built)],
    data,
    parts: {
      clients: () => clients,
      doors: () => ({ admin: shown('admin'), portal: shown('portal'), remote: shown('remote') }),
    },
  })
  const raised = new Map<string, RaisedCondition>()
  const place = { addresses: ['127.0.0.1'] as readonly string[] }
  const doors = new Doors({
    app: server.app,
    clock,
    log: silentLog,
    conditions: {
      raise: (condition) => void raised.set(condition.id, condition),
      clear: (id) => void raised.delete(id),
    },
    leaves,
    clients,
    ports: {
      admin: await freePort(),
      portal: ports.portal ?? (await freePort()),
      remote: ports.remote ?? (await freePort()),
    },
    addresses: () => place.addresses,
    settings: () => webSettings(server.parts.unit),
  })
  doorsHere.doors = doors
  await doors.start()
  t.teardown(() => doors.close())
  const set = async (values: Partial<WebSettings>) => {
    change(server.store, (edit) => edit.update(WebSettings, edit.only(WebSettings).id, values))
    await doors.look()
  }
  const admin = server.browser()
  await admin.signIn()
  const swap = async () => {
    leaves.leaf = await issueLeaf(ca, NAMES, clock.now())
    hear(leaves.leaf)
  }
  return { ...server, admin, ca, doors, clients, raised, place, set, swap, built }
}
type Unit = Awaited<ReturnType<typeof aUnit>>

interface Asked {
  readonly door: 'admin' | 'portal' | 'remote'
  readonly method?: string
  readonly path: string
  readonly cookie?: string
  readonly headers?: Record<string, string>
  readonly body?: object
  /** Of the client. */
  readonly tls?: object
  readonly host?: string
}

async function ask({ ca, doors }: Unit, asked: Asked) {
  const { door, path, method = 'GET', cookie, body, tls = {}, host = '127.0.0.1' } = asked
  const { port } = doors.shown(door)
  const sent = request({
    host,
    port,
    path,
    method,
    ca: ca.certificate,
    servername: 'localhost',
    agent: false,
    headers: {
      'content-type': 'application/json',
      ...(cookie && { cookie }),
      ...asked.headers,
    },
    ...tls,
  })
  sent.end(body && JSON.stringify(body))
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  let text = ''
  for await (const chunk of answer) text += chunk
  return { status: answer.statusCode, headers: answer.headers, text }
}

/** A client certificate as a browser has it, made by the API. */
async function aClient(unit: Unit, name = 'Matt', reason = 'Interop') {
  const answer = await unit.admin.request('POST', 'client-certificates', {
    name,
    reason,
    password: PASSWORD,
  })
  const made = answer.json() as ClientCertificate
  const file = await unit.admin.request('GET', `client-certificates/${made.id}/file`)
  await unit.doors.look()
  return { made, tls: { pfx: file.rawPayload, passphrase: PASSWORD } }
}

async function refusedBy(unit: Unit, tls: object): Promise<string> {
  try {
    const { status } = await ask(unit, { door: 'remote', path: '/trust', tls })
    return String(status)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'refused'
  }
}

t.test('WEB-2: the portal has a port of its own, where people without a role belong', async (t) => {
  const unit = await aUnit(t)
  const first = await ask(unit, { door: 'portal', path: '/' })
  t.match([first.status, first.headers.location], [302, '/portal'])
  t.match(await ask(unit, { door: 'portal', path: '/portal' }), { status: 200, text: 'the pages' })

  aUser(unit, 'plain', [])
  const plain = unit.browser()
  await plain.signIn('plain')
  const { cookie } = plain
  const { port } = unit.doors.shown('portal')
  const sent = await ask(unit, { door: 'admin', path: '/people', cookie })
  t.match([sent.status, sent.headers.location], [302, `https://127.0.0.1:${port}/portal`])
  t.match(JSON.parse((await ask(unit, { door: 'admin', path: '/api/v1/session', cookie })).text), {
    portalPort: port,
  })
  const there = await ask(unit, { door: 'portal', path: '/api/v1/session', cookie })
  t.match(JSON.parse(there.text), { state: 'signed-in', portalPort: undefined }, 'the same session')
  t.equal((await ask(unit, { door: 'portal', path: '/api/v1/tokens', cookie })).status, 403)
  const evil = { host: 'evil.example/@x"', cookie }
  const odd = await ask(unit, { door: 'admin', path: '/people', headers: evil })
  t.notMatch(odd.headers.location, /["@]/)
  t.equal((await ask(unit, { door: 'admin', path: '/', cookie: unit.admin.cookie })).status, 200)
})

t.test(
  'a port of portal or remote administration in use is a condition, and opens once free',
  async (t) => {
    const squatter = createServer()
    const port = await freePort()
    squatter.listen(port, '127.0.0.1')
    await once(squatter, 'listening')
    const unit = await aUnit(t, { portal: port })
    t.equal(unit.doors.shown('admin').open, true)
    t.match(unit.doors.shown('portal'), { port, open: false })
    t.match(unit.raised.get('port-portal'), {
      effect: /user portal is not reachable.*another program/,
      remedy: /STROWGER_PORTAL_PORT/,
    })
    squatter.close()
    await once(squatter, 'close')
    await unit.doors.look()
    t.equal(unit.doors.shown('portal').open, true)
    t.equal(unit.raised.size, 0)
  },
)

t.test(
  'WEB-40 WEB-51: the remote door opens when it is switched on and a certificate exists',
  async (t) => {
    const unit = await aUnit(t)
    const open = () => unit.doors.shown('remote').open
    t.equal(open(), false)
    await unit.set({ remoteAdministration: true })
    t.equal(open(), false, 'there is no certificate')
    const { made } = await aClient(unit)
    t.equal(open(), true)
    const listed = (await unit.admin.request('GET', 'client-certificates')).json() as Listed
    t.match(listed, {
      open: true,
      port: unit.doors.shown('remote').port,
      issuer: /^strowger-.*-\d+$/,
    })
    t.equal(listed.items[0]?.lastUsedAt, undefined, 'WEB-47: never')
    await unit.set({ remoteAdministration: false })
    t.equal(open(), false)
    await unit.set({ remoteAdministration: true })
    await unit.admin.request('DELETE', `client-certificates/${made.id}`)
    await unit.doors.look()
    t.equal(open(), false, 'WEB-49: with the last one goes the authority')
    const gone = (await unit.admin.request('GET', 'client-certificates')).json() as Listed
    t.equal(gone.issuer, undefined)
  },
)

t.test(
  'WEB-41: the handshake takes only certificates of this unit that are not revoked',
  async (t) => {
    const unit = await aUnit(t)
    await unit.set({ remoteAdministration: true })
    const [one, two] = [await aClient(unit), await aClient(unit, 'Ada')]
    t.match(await refusedBy(unit, {}), /HANDSHAKE|ALERT|ECONNRESET|EPROTO|CERTIFICATE/, 'none')
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3']) {
      t.notMatch(await refusedBy(unit, { maxVersion }), /^\d/, maxVersion)
      t.equal(await refusedBy(unit, { ...one.tls, maxVersion }), '200', maxVersion)
    }
    const stranger = await makeClientAuthority('strowger-x', clock.now())
    const forged = await issueClient(stranger, 'Matt - Interop', clock.now())
    const cert = { cert: forged.certificate, key: forged.key }
    t.notMatch(await refusedBy(unit, cert), /^\d/, 'of another authority')
    t.notMatch(await refusedBy(unit, { cert: unit.ca.certificate, key: unit.ca.key }), /^\d/)

    // Sessions of TLS and connections that are open do not outlive the certificate.
    const agent = new Agent({ keepAlive: true, ca: unit.ca.certificate, ...one.tls })
    t.teardown(() => agent.destroy())
    const { port } = unit.doors.shown('remote')
    const options = { host: '127.0.0.1', port, ca: unit.ca.certificate, ...one.tls }
    const sessions: Buffer[] = []
    const open = connect(options) as TLSSocket
    open.on('session', (session) => sessions.push(session))
    open.on('error', () => {})
    await once(open, 'secureConnect')
    const cut = once(open, 'close')
    await unit.admin.request('DELETE', `client-certificates/${one.made.id}`)
    await cut
    t.notMatch(await refusedBy(unit, one.tls), /^\d/, 'revoked')
    for (const session of sessions) {
      t.notMatch(await refusedBy(unit, { ...one.tls, session }), /^\d/, 'resumed')
    }
    t.equal(await refusedBy(unit, two.tls), '200', 'the other one goes on')
  },
)

t.test(
  'WEB-52 WEB-53: people sign in as usual; who came by which certificate is noted',
  async (t) => {
    const unit = await aUnit(t)
    await unit.set({ remoteAdministration: true })
    const { tls, made } = await aClient(unit)
    const first = await ask(unit, { door: 'remote', path: '/api/v1/session', tls })
    t.match(JSON.parse(first.text), { state: 'signed-out' })
    const cookie = String(first.headers['set-cookie']).split(';')[0] ?? ''
    const { csrf } = JSON.parse(first.text)
    const signedIn = await ask(unit, {
      door: 'remote',
      method: 'POST',
      path: '/api/v1/session/sign-in',
      headers: { 'x-csrf': csrf },
      body: { login: 'admin', password: OWN_PASSWORD },
      cookie,
      tls,
    })
    t.match(JSON.parse(signedIn.text), { state: 'signed-in' })
    const [event] = new AdminEvents(unit.store.records, unit.clock).latest(1)
    t.match(event, {
      by: 'admin',
      text: 'admin signed in through client certificate Matt - Interop.',
    })
    const { items } = (await unit.admin.request('GET', 'client-certificates')).json() as Listed
    t.match(items, [{ id: made.id, commonName: 'Matt - Interop', lastUsedAt: Number }])
  },
)

t.test('WEB-44: what a client certificate is made of is checked field by field', async (t) => {
  const unit = await aUnit(t)
  const fields = async (body: object) => {
    const answer = await unit.admin.request('POST', 'client-certificates', body)
    const { problems = [] } = answer.json() as { problems?: { field: string }[] }
    return problems.map(({ field }) => field)
  }
  const right = { name: "O'Neil Jr. 2", reason: 'home_office-1', password: PASSWORD }
  t.strictSame(await fields({ ...right, name: 'a/b' }), ['name'])
  t.strictSame(await fields({ ...right, reason: ' ' }), ['reason'])
  t.strictSame(await fields({ ...right, password: 'eleven char' }), ['password'])
  t.strictSame(await fields({ ...right, name: 'x'.repeat(60) }), ['reason'])
  t.strictSame(await fields({ name: '', reason: '', password: '' }), ['name', 'reason', 'password'])
  t.strictSame(await fields(right), [])
  const { items } = (await unit.admin.request('GET', 'client-certificates')).json() as Listed
  t.strictSame(
    items.map(({ commonName }) => commonName),
    ["O'Neil Jr. 2 - home_office-1"],
  )
  t.notMatch(JSON.stringify(items), /"file"|"serial"|PRIVATE|twelve/)
})

t.test('WEB-10: the least version of TLS acts at once, and cuts nobody', async (t) => {
  const unit = await aUnit(t)
  const { port } = unit.doors.shown('admin')
  const old = { host: '127.0.0.1', port, ca: unit.ca.certificate, maxVersion: 'TLSv1.2' } as const
  const before = connect(old)
  await once(before, 'secureConnect')
  await unit.set({ leastTls: '1.3' })
  const refused = connect(old)
  await t.rejects(once(refused, 'secureConnect'))
  before.write('GET /trust HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  let heard = ''
  for await (const chunk of before) heard += chunk
  t.match(heard, /^HTTP\/1\.1 200 /)
  await unit.set({ leastTls: '1.2' })
  const again = connect(old)
  await once(again, 'secureConnect')
  again.destroy()
})

t.test(
  'doors follow the addresses of the machine; a new certificate is shown at all of them',
  async (t) => {
    const unit = await aUnit(t)
    await t.rejects(ask(unit, { door: 'admin', path: '/trust', host: '127.0.0.2' }))
    unit.place.addresses = ['127.0.0.1', '127.0.0.2']
    await unit.doors.look()
    for (const door of ['admin', 'portal'] as const) {
      t.equal((await ask(unit, { door, path: '/trust', host: '127.0.0.2' })).status, 200)
    }
    await unit.swap()
    t.equal((await ask(unit, { door: 'portal', path: '/trust', host: '127.0.0.2' })).status, 200)
    unit.place.addresses = ['127.0.0.1']
    await unit.doors.look()
    await t.rejects(ask(unit, { door: 'admin', path: '/trust', host: '127.0.0.2' }))
    t.equal((await ask(unit, { door: 'admin', path: '/trust' })).status, 200)
    unit.place.addresses = ['127.0.0.1', '203.0.113.9']
    await unit.doors.look()
    t.match(unit.raised.get('port-admin'), { effect: /203\.0\.113\.9/ }, 'not one of ours')
  },
)
