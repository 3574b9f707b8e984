import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname } from 'node:path'
import t from 'tap'
import { WebSocket, WebSocketServer } from 'ws'
import { Extension } from '../../../firmware/model/extension.ts'
import { Handset } from '../../../firmware/model/handset.ts'
import { User } from '../../../firmware/model/user.ts'
import { ok } from '../../../firmware/result.ts'
import { browserPhonesSocket } from '../../../firmware/run-directory.ts'
import { browserPhoneEndpoints } from '../../../firmware/web/api/browser-phone/browser-phone.ts'
import { change } from '../../store/a-store.ts'
import { aServer, aUser, HOST } from '../server/a-server.ts'

const PATH = '/api/v1/browser-phone'

async function anOffice(t: Parameters<typeof aServer>[0]) {
  const asked: unknown[] = []
  const ask = async (_program: string, verb: string, args?: unknown) => {
    asked.push({ verb, args })
    return ok({ token: 'a-token', sipUser: 'x', realm: 'r', lines: 2 })
  }
  const server = await aServer(t, { endpoints: [browserPhoneEndpoints], parts: { ask } })
  const ada = aUser(server, 'ada', [])
  const bea = aUser(server, 'bea', [])
  let other = ''
  change(server.store, (edit) => {
    edit.create(Extension, { number: '201', kind: 'user', owner: ada })
    other = edit.create(Handset, { extension: edit.create(Extension, { number: '202' }) })
  })
  const browser = server.browser()
  await browser.signIn('ada')
  return { ...server, asked, bea, other, ada: browser }
}

t.test('DESIGN 6: one click makes one telephone, which rings with the others', async (t) => {
  const { ada, store } = await anOffice(t)
  t.strictSame((await ada.request('GET', PATH)).json(), {
    extension: { number: '201', name: 'ada' },
  })
  const made = (await ada.request('POST', PATH)).json() as { handset: string }
  const handset = store.get(Handset, made.handset)
  const extension = store.find(Extension, 'number', '201')
  t.equal(handset?.kind, 'browser')
  t.equal(handset?.extension, extension?.id)
  t.match(extension?.route.attempts, [{ destinations: [{ handset: made.handset }] }])
  const revision = store.revision()
  t.strictSame((await ada.request('POST', PATH)).json(), (await ada.request('GET', PATH)).json())
  t.equal(store.revision(), revision, 'it is there already')
})

t.test(
  'SECURITY 12 a pass is for one’s own browser phone alone, and says nothing of a password',
  async (t) => {
    const { ada, asked, store } = await anOffice(t)
    t.equal((await ada.request('POST', `${PATH}/pass`)).statusCode, 404)
    const { handset } = (await ada.request('POST', PATH)).json() as { handset: string }
    const pass = await ada.request('POST', `${PATH}/pass`)
    t.equal(pass.statusCode, 200)
    t.match(asked, [{ verb: 'browser-pass', args: { handset, session: /^[\w-]{16}$/ } }])
    t.notMatch(pass.body, String(store.reveal(Handset, handset, 'secret')))
  },
)

t.test('who has no number gets no telephone', async (t) => {
  const { browser, store } = await anOffice(t)
  const bea = browser()
  await bea.signIn('bea')
  const revision = store.revision()
  t.strictSame((await bea.request('GET', PATH)).json(), {})
  t.equal((await bea.request('POST', PATH)).statusCode, 422)
  t.equal(store.revision(), revision)
})

t.test('SECURITY 11 a page asks for a pass often, a program too often', async (t) => {
  const { ada } = await anOffice(t)
  await ada.request('POST', PATH)
  let last = 200
  for (let n = 0; n < 70 && last === 200; n++) {
    last = (await ada.request('POST', `${PATH}/pass`)).statusCode
  }
  t.equal(last, 429)
})

t.test('USET-24 who may not use a browser as a telephone gets none, nor a pass', async (t) => {
  const { ada, store } = await anOffice(t)
  const id = store.find(User, 'login', 'ada')?.id ?? ''
  change(store, (edit) => edit.update(User, id, { browserPhone: false }))
  const revision = store.revision()
  t.match((await ada.request('GET', PATH)).json(), { forbidden: true })
  t.equal((await ada.request('POST', PATH)).statusCode, 403)
  t.equal(store.revision(), revision)
  change(store, (edit) => edit.update(User, id, { browserPhone: true }))
  t.notOk('forbidden' in (await ada.request('POST', PATH)).json())
  t.equal((await ada.request('POST', `${PATH}/pass`)).statusCode, 200)
  change(store, (edit) => edit.update(User, id, { browserPhone: false }))
  t.equal((await ada.request('POST', `${PATH}/pass`)).statusCode, 403)
})

t.test('USET-24 taken away, an open telephone ends when it next says something', async (t) => {
  const { ada, store, server, phoneOf } = await anExchangeDoor(t)
  const id = store.find(User, 'login', 'ada')?.id ?? ''
  const open = await phoneOf(ada)
  open.send('REGISTER')
  while (server.heard < 1) await new Promise(setImmediate)
  change(store, (edit) => edit.update(User, id, { browserPhone: false }))
  const closed = once(open, 'close')
  open.send('INVITE')
  t.equal((await closed)[0], 4003)
  t.equal(server.heard, 1)
  const another = await phoneOf(ada)
  t.equal((await once(another, 'close'))[0], 4003)
})

const MINUTE = 60_000

t.test(
  'WEB-7 a registered telephone keeps its person signed in, and no administrator',
  async (t) => {
    const { server, ...office } = await anExchangeDoor(t)
    aUser(office, 'root', ['server-admin'])
    const admin = office.browser()
    await admin.signIn('root')
    const phones = [await office.phoneOf(office.ada), await office.phoneOf(admin)]
    const isOpen = ({ readyState, OPEN }: WebSocket) => readyState === OPEN
    /** They register, as far as they still can, and the exchange has heard it. */
    const register = async (after: number) => {
      await office.clock.advance(after)
      const open = phones.filter(isOpen)
      const wanted = server.heard + open.length
      for (const phone of open) phone.send('REGISTER')
      while (server.heard < wanted) await new Promise(setImmediate)
    }
    for (let minutes = 0; minutes < 30; minutes += 5) await register(5 * MINUTE)
    t.strictSame(phones.map(isOpen), [true, false], 'half an hour without a touch')
    t.equal((await admin.request('GET', PATH)).statusCode, 401)
    for (let hours = 0; hours < 13; hours++) {
      for (let minutes = 0; minutes < 60; minutes += 10) await register(10 * MINUTE)
    }
    t.equal((await office.ada.request('GET', PATH)).statusCode, 401, 'it still ends by its age')
  },
)

/** An office whose exchange takes browser phones in, and hears what they say. */
async function anExchangeDoor(t: Parameters<typeof aServer>[0]) {
  const office = await anOffice(t)
  const path = browserPhonesSocket(office.data)
  mkdirSync(dirname(path), { recursive: true })
  const http = createServer().listen(path)
  await once(http, 'listening')
  const sockets = new WebSocketServer({ server: http })
  const server = { heard: 0 }
  sockets.on('connection', (socket) => socket.on('message', () => server.heard++))
  t.teardown(() => {
    for (const socket of sockets.clients) socket.terminate()
    http.close()
  })
  const url = (await office.app.listen({ host: '127.0.0.1', port: 0 })).replace('http', 'ws')
  const phoneOf = async ({ cookie }: { readonly cookie: string }): Promise<WebSocket> => {
    const headers = { host: HOST, cookie, origin: `https://${HOST}` }
    const socket = new WebSocket(`${url}${PATH}/sip`, ['sip'], { headers })
    t.teardown(() => socket.terminate())
    await once(socket, 'open')
    return socket
  }
  return { ...office, server, phoneOf }
}
