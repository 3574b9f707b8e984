import t from 'tap'
import { MediaContext } from '../../firmware/calls/media-context.ts'
import type { Stream } from '../../firmware/gateway/contract.ts'
import { FakeGateway } from './fakes.ts'

const stream: Stream = {
  codec: 'PCMU',
  payloadType: 0,
  ptimeMs: 20,
  send: true,
  receive: true,
  symmetric: true,
}

function aContext() {
  const gateway = new FakeGateway()
  const failures: unknown[] = []
  const context = new MediaContext('1-1-1', gateway, {
    changed: () => {},
    failed: (error) => failures.push(error),
  })
  return { gateway, context, failures }
}

t.test('a termination is made once, however often it is asked for', async (t) => {
  const { gateway, context } = aContext()
  const port = await context.add('a', '127.0.0.1', { apart: false })
  t.equal(await context.add('a', '127.0.0.1', { apart: false, stream }), port)
  t.equal(gateway.of('add').length, 1)
  t.equal(gateway.of('stream').length, 1)
})

t.test('who comes apart is cut off from all others before any audio can pass', async (t) => {
  const { gateway, context } = aContext()
  await context.add('a', '127.0.0.1', { apart: false })
  await context.add('b', '127.0.0.1', { apart: true })
  t.match(gateway.of('topology'), [
    { from: 'b', to: 'a', hears: false },
    { from: 'a', to: 'b', hears: false },
  ])
  context.connect('a', 'b', true)
  t.match(gateway.of('topology').slice(2), [
    { from: 'a', to: 'b', hears: true },
    { from: 'b', to: 'a', hears: true },
  ])
})

t.test('two that are made at the same time are cut off from each other all the same', async (t) => {
  const { gateway, context } = aContext()
  await Promise.all([
    context.add('a', '127.0.0.1', { apart: true }),
    context.add('b', '127.0.0.1', { apart: true }),
  ])
  const cut = new Set(gateway.of('topology').map(({ from, to, hears }) => `${from}${to}${hears}`))
  t.strictSame(cut, new Set(['abfalse', 'bafalse']))
})

t.test('joined while it is being made: the last word holds', async (t) => {
  const { gateway, context } = aContext()
  await context.add('a', '127.0.0.1', { apart: false })
  const adding = context.add('b', '127.0.0.1', { apart: true })
  context.connect('a', 'b', true)
  await adding
  const last = new Map(gateway.of('topology').map(({ from, to, hears }) => [from + to, hears]))
  t.strictSame([...last.values()], [true, true])
})

t.test('a gateway that restarts is given everything again on the same ports', async (t) => {
  const { gateway, context } = aContext()
  await context.add('a', '127.0.0.1', { apart: false, stream })
  await context.add('b', '127.0.0.1', { apart: true, stream })
  context.play('a', 'a/ring', 'to', {
    kind: 'tone',
    hz: [440],
    levelDbm0: -19,
    cadenceMs: [],
    totalMs: 0,
  })
  const ports = gateway.of('add').map(({ termination }) => context.port(termination))
  gateway.asked.length = 0
  context.resync()
  await Promise.resolve()
  t.strictSame(
    gateway.of('add').map(({ port }) => port),
    ports,
  )
  t.equal(gateway.of('stream').length, 2)
  t.match(gateway.of('play'), [{ attachment: 'a/ring' }])
  const cut = gateway.of('topology').filter(({ from, to, hears }) => from !== to && !hears)
  t.equal(cut.length, 2)
})

t.test('a gateway that restarts while a termination is made: it is asked again', async (t) => {
  const { gateway, context, failures } = aContext()
  gateway.failures.push('gateway-restarted', 'gateway-restarted')
  t.ok(await context.add('a', '127.0.0.1', { apart: false }))
  t.strictSame(failures, [])
})

t.test('who left while the gateway restarted is not brought back', async (t) => {
  const { gateway, context } = aContext()
  gateway.failures.push('gateway-restarted', 'gateway-restarted')
  const adding = context.addLine('a', 'fxs-1', { apart: false })
  const leaving = context.subtract(['a'], { drop: true })
  await t.rejects(adding, { code: 'gateway-restarted' })
  await leaving
  t.strictSame(gateway.asked, [])
  t.ok(context.empty)
})

t.test('no capacity: whoever asked is told, and nothing is left behind', async (t) => {
  const { gateway, context } = aContext()
  gateway.failures.push('no-capacity')
  await t.rejects(context.add('a', '127.0.0.1', { apart: false }), { code: 'no-capacity' })
  t.ok(context.empty)
})

t.test(
  'what the gateway holds too much after a lost inventory is taken out; players that ended are named',
  async (t) => {
    const { gateway, context } = aContext()
    await context.add('a', '127.0.0.1', { apart: false })
    context.play('a', 'a/1', 'to', { kind: 'files', paths: ['x'], times: 1, fromMs: 0 })
    await Promise.resolve() // it has been answered
    context.play('a', 'a/2', 'to', { kind: 'files', paths: ['y'], times: 1, fromMs: 0 })
    const held = {
      context: '1-1-1',
      orphan: { keep: true, maxAgeSeconds: 1 } as const,
      terminations: ['a', 'stranger'].map((termination) => ({
        termination,
        localAddress: '127.0.0.1',
        port: 20002,
        attachments: [],
      })),
      topology: [],
    }
    t.strictSame(context.reconcile(held), ['a/1'])
    t.match(gateway.of('subtract'), [{ termination: 'stranger' }])
  },
)

t.test('a line that was being added when the exchange died is added again', async (t) => {
  const { context } = aContext()
  const adding = context.addLine('a', 'fxs-1', { apart: false })
  const snapshot = structuredClone(context.snapshot())
  await adding
  const gateway = new FakeGateway()
  const owner = { changed: () => {}, failed: () => {} }
  MediaContext.restore(snapshot, gateway, owner).resync()
  t.match(gateway.of('add-line'), [{ termination: 'a', line: 'fxs-1' }])
})

t.test('a snapshot restores to the same wishes', async (t) => {
  const { gateway, context } = aContext()
  await context.add('a', '127.0.0.1', { apart: false, stream })
  await context.add('b', '127.0.0.1', { apart: true })
  const copy = MediaContext.restore(structuredClone(context.snapshot()), gateway, {
    changed: () => {},
    failed: () => {},
  })
  t.strictSame(copy.snapshot(), context.snapshot())
})

t.test(
  'keys of a DTLS handshake are given back with the stream, as long as the peer is the same',
  async (t) => {
    const keys = { suite: 'AEAD_AES_128_GCM', local: 'bG9jYWw=', remote: 'cmVtb3Rl' } as const
    const dtls = { active: false, hash: 'sha-256', fingerprint: 'AB' } as const
    const shaken: Stream = { ...stream, transport: { keying: 'dtls', dtls, mux: true } }
    const { gateway, context } = aContext()
    const said = (from: MediaContext, to: FakeGateway) => {
      to.asked.length = 0
      from.resync()
      return to.of('stream').map((operation) => operation.stream.transport?.keys)
    }
    await context.add('a', '127.0.0.1', { apart: false, stream: shaken })
    t.strictSame(said(context, gateway), [undefined])
    context.secured('a', keys)
    t.strictSame(said(context, gateway), [keys])
    const next = new FakeGateway()
    const owner = { changed: () => {}, failed: () => {} }
    const restored = MediaContext.restore(structuredClone(context.snapshot()), next, owner)
    t.strictSame(said(restored, next), [keys], 'also by an exchange that starts anew')
    context.setStream('a', { ...shaken, send: false })
    t.strictSame(said(context, gateway), [keys], 'a hold is no other peer')
    const other = { ...dtls, fingerprint: 'CD' }
    context.setStream('a', { ...shaken, transport: { keying: 'dtls', dtls: other, mux: true } })
    t.strictSame(said(context, gateway), [undefined])
    context.setStream('a', stream)
    context.secured('a', keys)
    t.strictSame(said(context, gateway), [undefined], 'in the clear there are none')
  },
)
