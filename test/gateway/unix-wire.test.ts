import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import t from 'tap'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { GatewayClient } from '../../firmware/gateway/client.ts'
import { ContextTable } from '../../firmware/gateway/context-table.ts'
import type { GatewayEvent } from '../../firmware/gateway/contract.ts'
import { GatewayHost } from '../../firmware/gateway/host.ts'
import { dialUnix, listenUnix } from '../../firmware/gateway/unix-wire.ts'
import { silentLog } from '../../firmware/log.ts'
import { sendAtOnce } from '../../firmware/outbox.ts'
import { ADD_A, CONTEXT, PLAY } from './a-host.ts'
import { FakeMediaLibrary } from './fake-media-library.ts'

const nothing = { data() {}, closed() {} }

function socketPath(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'g.sock')
}

async function until(what: () => boolean): Promise<void> {
  for (let n = 0; n < 2000 && !what(); n++) await systemClock.sleep(5)
  if (!what()) throw new Error('it did not come about within 10 s')
}

async function aGateway(path: string): Promise<{ host: GatewayHost; library: FakeMediaLibrary }> {
  let library: FakeMediaLibrary | undefined
  const host = new GatewayHost({
    clock: systemClock,
    path,
    kind: 'media',
    log: silentLog,
    open: (report) =>
      new ContextTable({
        clock: systemClock,
        report,
        open: (onEvent) => {
          library = new FakeMediaLibrary(onEvent)
          return library
        },
      }),
  })
  await host.start()
  if (!library) throw new Error('no library')
  return { host, library }
}

function aController(path: string): {
  client: GatewayClient
  events: GatewayEvent[]
  told: string[]
} {
  const events: GatewayEvent[] = []
  const told: string[] = []
  const client = new GatewayClient({
    clock: systemClock,
    path,
    controller: 'test',
    epoch: 1,
    outbox: sendAtOnce,
    log: silentLog,
    handler: {
      connected: () => told.push('connected'),
      disconnected: () => told.push('disconnected'),
      restarted: () => told.push('restarted'),
      inventory: () => told.push('inventory'),
      event: (event) => events.push(event),
      refused: () => told.push('refused'),
    },
  })
  return { client, events, told }
}

t.test('client and host work over a Unix socket of this user alone', async (t) => {
  const path = socketPath(t)
  const { client, events, told } = aController(path)
  client.start() // before anybody listens
  const early = client.request(CONTEXT, { timeoutMs: 10_000 })
  await systemClock.sleep(50)
  const { host, library } = await aGateway(path)
  t.equal(statSync(path).mode & 0o777, 0o600)
  t.same(await early, {})
  const results = await Promise.all([
    client.request(ADD_A),
    client.request({ ...ADD_A, termination: 'x'.repeat(96) }),
    client.batch([PLAY, { op: 'stop', attachment: 'p' }]),
  ])
  t.match(results, [{ port: Number }, { port: Number }, [{}, {}]])
  await until(() => events.length === 1)
  t.match(events, [{ kind: 'played', attachment: 'p' }])
  await until(() => host.totals.eventsKept === 0)

  const [a = 0] = library.terminationHandles
  for (let n = 0; n < 20_000; n++) library.press(a, '1')
  await until(() => events.length === 20_001)
  t.strictSame(
    events.map(({ event }) => event),
    Array.from({ length: 20_001 }, (_, n) => n + 1),
  )
  client.stop()
  await until(() => host.totals.controller === undefined)
  await host.stop()
  t.notOk(existsSync(path))
  t.strictSame(told, ['connected', 'inventory'])
})

t.test('a large inventory comes through', async (t) => {
  const path = socketPath(t)
  const { host } = await aGateway(path)
  const { client } = aController(path)
  client.start()
  await client.request(CONTEXT)
  const adds = Array.from({ length: 999 }, (_, n) => ({
    ...ADD_A,
    termination: `${n}-${'y'.repeat(80)}`,
  }))
  await client.batch(adds)
  const { contexts } = await client.request({ op: 'inventory' })
  t.equal(contexts[0]?.terminations.length, 999)
  client.stop()
  await host.stop()
})

t.test('a gateway that goes and comes back is found again', async (t) => {
  const path = socketPath(t)
  const first = await aGateway(path)
  const { client, told } = aController(path)
  client.start()
  await client.request(CONTEXT)
  await first.host.stop()
  await until(() => !client.connected)
  const second = await aGateway(path)
  await until(() => client.connected)
  t.same(await client.request(CONTEXT), {})
  t.strictSame(told, [
    'connected',
    'inventory',
    'disconnected',
    'restarted',
    'connected',
    'inventory',
  ])
  client.stop()
  await second.host.stop()
})

t.test('the socket file of a dead process is replaced, that of a living one is not', async (t) => {
  const path = socketPath(t)
  writeFileSync(path, '')
  const listener = await listenUnix(path)(() => nothing)
  await t.rejects(
    listenUnix(path)(() => nothing),
    { message: /served by a running process/ },
  )
  const opened = await new Promise((resolve) => {
    const wire = dialUnix(path)({ ...nothing, opened: () => resolve(true) })
    t.teardown(() => wire.close())
  })
  t.ok(opened, 'and goes on being served')
  await listener.close()
})

t.test('a path where nothing can be is told, not waited for', async (t) => {
  await t.rejects(
    listenUnix('/nonexistent/g.sock')(() => nothing),
    { code: /ENOENT|EACCES/ },
  )
  const reason = await new Promise((resolve) => {
    dialUnix('/nonexistent/g.sock')({ ...nothing, closed: resolve })
  })
  t.match(reason, /ENOENT/)
})

t.test('what was sent before closing arrives, and nothing is heard after it', async (t) => {
  const path = socketPath(t)
  const heard: Buffer[] = []
  let closed = 0
  const server = createServer((socket) => {
    socket.on('data', (bytes: Buffer) => heard.push(bytes))
    socket.on('error', () => {}) // reset: 'late' was not read
    socket.on('close', () => closed++)
    socket.write('late')
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  const told: string[] = []
  const wire = dialUnix(path)({
    opened: () => {
      wire.send(Buffer.from('last words'))
      wire.close()
      wire.send(Buffer.from('too late'))
    },
    data: () => told.push('data'),
    closed: () => told.push('closed'),
  })
  await until(() => closed === 1)
  t.equal(String(Buffer.concat(heard)), 'last words')
  t.strictSame(told, [])
  await new Promise((resolve) => server.close(resolve))
})
