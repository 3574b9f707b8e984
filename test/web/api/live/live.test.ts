import t from 'tap'
import type { WebSocket } from 'ws'
import { ok, refuse } from '../../../../firmware/result.ts'
import type { ApiError } from '../../../../firmware/web/contract.ts'
import type { Ask } from '../../../../firmware/web/server/parts.ts'
import { anApi, Page } from '../an-api.ts'

t.test(
  'while a process is away its topics answer 503 in words for people, the others go on',
  async (t) => {
    const ask: Ask = async (program, verb) => {
      if (program === 'lines') return refuse({ code: 'not-running', text: '/run/x.sock' })
      if (verb === 'calls') return refuse({ code: 'timeout', text: "No answer to 'calls'" })
      return verb === 'phones' ? ok([]) : ok({ ready: true, processes: [], conditions: [] })
    }
    const { admin } = await anApi(t, { ask })
    t.strictSame((await admin.get('phones')).body, [])
    t.strictSame((await admin.get('conditions')).body, [])
    const lines = await admin.get('lines')
    t.match(lines, {
      status: 503,
      body: { code: 'unavailable', text: /analog lines does not run at the moment/ },
    })
    t.notMatch(JSON.stringify(lines.body), /sock/)
    t.match(await admin.get('calls'), { status: 503, body: { text: /does not answer/ } })
  },
)

t.test('conditions come the worst first, processes with the words of their last end', async (t) => {
  const condition = { subject: 's', effect: 'e', remedy: 'r', link: '' }
  const conditions = [
    { ...condition, id: 'a/b', severity: 'notice', since: 9 },
    { ...condition, id: 'a/c', severity: 'critical', since: 1 },
    { ...condition, id: 'a/d', severity: 'warning', since: 5 },
  ]
  const lastExit = { at: 1, cause: 'crashed', code: 1, signal: null, text: 'It crashed.' }
  const unit = { name: 'media', pid: 7, state: 'ready', ready: true, since: 1, restarts: 2 }
  const processes = [{ ...unit, lastExit, readyAfterMs: 3 }]
  const { admin } = await anApi(t, { ask: async () => ok({ ready: true, processes, conditions }) })
  const shown = (await admin.get<{ id: string }[]>('conditions')).body
  t.strictSame(
    shown.map(({ id }) => id),
    ['a/c', 'a/d', 'a/b'],
  )
  t.strictSame((await admin.get('processes')).body, [{ ...unit, lastExit: 'It crashed.' }])
})

t.test('what goes to other processes is checked first, and what they refuse is told', async (t) => {
  const asked: unknown[] = []
  const ask: Ask = async (program, verb, args) => {
    asked.push([program, verb, args])
    if (verb === 'explain') return ok({ target: {}, explanation: ['dialled 201'] })
    if (verb === 'restart') return refuse({ code: 'unknown-process', text: "No 'x'." })
    return ok([])
  }
  const { admin, as } = await anApi(t, { ask })
  t.strictSame((await admin.get('explain?digits=201')).body, { explanation: ['dialled 201'] })
  for (const path of ['explain', 'explain?digits=<b>', `explain?digits=${'1'.repeat(65)}`]) {
    t.equal((await admin.get(path)).status, 400, path)
  }
  t.strictSame((await admin.get('calls/1-2-3/ladder')).body, [])
  t.equal((await admin.get('calls/x%2f..%2f/ladder')).status, 404)
  t.equal((await admin.ask('POST', 'system/restart/x')).status, 404)
  t.equal((await admin.ask('POST', 'system/restart/-rf')).status, 404)
  const record = { line: 'fxs-1', action: 'record', path: '/etc/passwd' }
  t.equal((await admin.ask('POST', 'sim', record)).status, 403, 'no file is written from a page')
  t.equal((await admin.ask('POST', 'sim', { line: 'fxs-1', action: 'explode' })).status, 400)
  t.equal((await admin.ask('POST', 'sim', { line: 'fxs-1', action: 'lift' })).status, 200)
  const plain = await as('plain')
  t.equal((await plain.ask('POST', 'system/restart/media')).status, 403)
  t.strictSame(
    asked.map((one) => (one as string[])[1]),
    ['explain', 'ladder', 'restart', 'sim'],
  )
})

t.test('a restart is noted for others to see', async (t) => {
  const { admin } = await anApi(t, { ask: async () => ok(null) })
  t.equal((await admin.ask('POST', 'system/restart/media')).status, 200)
  t.match((await admin.get('events')).body, [{ by: 'admin', text: 'Process media was restarted.' }])
})

t.test('records and facts of the unit are answered, with bounds', async (t) => {
  const { admin } = await anApi(t)
  t.strictSame((await admin.get('records')).body, [])
  t.equal((await admin.get<ApiError>('records?before=x')).status, 400)
  t.equal((await admin.get<ApiError>('records?limit=501')).status, 400)
  t.match((await admin.get('system')).body, {
    node: process.version,
    addresses: ['192.0.2.1'],
    storage: { freeBytes: Number, totalBytes: Number },
  })
})

t.test(
  'SECURITY 11 a WebSocket needs somebody signed in, with a role, from our own page',
  async (t) => {
    const { admin, as, live, browser } = await anApi(t)
    const plain = await as('plain')
    await t.rejects(live(new Page(browser())), /401/)
    await t.rejects(live(plain), /403/)
    await t.rejects(live(admin, 'https://evil.example'), /403/)
    const socket = await live(admin)
    t.equal(socket.readyState, socket.OPEN)
    const closed = new Promise((resolve) => socket.once('close', resolve))
    await admin.browser.post('session/sign-out')
    t.equal(await closed, 4401, 'signing out ends it')
  },
)

t.test('one person has eight sockets at most', async (t) => {
  const { admin, live } = await anApi(t)
  const sockets: WebSocket[] = []
  for (let i = 0; i < 8; i++) sockets.push(await live(admin))
  const ninth = await live(admin)
  const code = new Promise((resolve) => ninth.once('close', resolve))
  if (ninth.readyState !== ninth.CLOSED) t.equal(await code, 1013)
  for (const socket of sockets) t.equal(socket.readyState, socket.OPEN)
})
