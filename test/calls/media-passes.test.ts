import t from 'tap'
import { MediaContext } from '../../firmware/calls/media-context.ts'
import { Passes } from '../../firmware/calls/media-passes.ts'
import type { PassStream } from '../../firmware/gateway/contract.ts'
import { FakeGateway } from './fakes.ts'

const stream: PassStream = { rtp: true, send: true, receive: true, symmetric: true }
const [A, B] = [Passes.idOf('a', 1), Passes.idOf('b', 1)]

/** A call of two who hear and see each other. */
async function aCall() {
  const gateway = new FakeGateway()
  const failures: unknown[] = []
  const owner = { changed: () => {}, failed: (error: unknown) => failures.push(error) }
  const context = new MediaContext('1', gateway, owner)
  for (const leg of ['a', 'b']) await context.add(leg, '127.0.0.1', { apart: false })
  await context.passes.add('a', A, '127.0.0.1')
  await context.passes.add('b', B, '127.0.0.1')
  context.passes.set(A, stream)
  context.passes.set(B, stream)
  context.passes.link(A, B)
  return { gateway, context, owner, failures }
}

t.test('each passes to the other, made and said once', async (t) => {
  const { gateway, context } = await aCall()
  const port = context.passes.port(A)
  t.equal(await context.passes.add('a', A, '127.0.0.1'), port)
  context.passes.set(A, { ...stream })
  context.passes.link(A, B)
  t.equal(gateway.of('add-pass').length, 2)
  t.match(gateway.of('pass').slice(-2), [
    { termination: A, to: B },
    { termination: B, to: A },
  ])
  t.equal(gateway.of('pass').length, 4)
})

t.test('who does not hear a party does not see it', async (t) => {
  const { gateway, context } = await aCall()
  context.hear('a', 'b', false)
  t.match(gateway.of('pass').at(-1), { termination: A, to: undefined })
  context.hear('a', 'b', true)
  t.match(gateway.of('pass').at(-1), { termination: A, to: B })
})

t.test(
  'a gateway that starts anew gets them on their ports, another controller as they were',
  async (t) => {
    const { gateway, context, owner } = await aCall()
    const ports = [context.passes.port(A), context.passes.port(B)]
    gateway.asked.length = 0
    MediaContext.restore(structuredClone(context.snapshot()), gateway, owner).resync()
    t.match(gateway.of('add-pass'), [
      { termination: A, port: ports[0] },
      { termination: B, port: ports[1] },
    ])
    t.match(gateway.of('pass'), [
      { termination: A, to: B, stream },
      { termination: B, to: A, stream },
    ])
  },
)

t.test('they leave with their leg, and those of nobody are taken out', async (t) => {
  const { gateway, context } = await aCall()
  await context.subtract(['b'], { drop: false })
  t.match(gateway.of('subtract'), [{ termination: 'b' }, { termination: B }])
  t.match(gateway.of('pass').at(-1), { termination: A, to: undefined })
  context.passes.remove(A)
  t.match(gateway.of('subtract').at(-1), { termination: A })
  const held = {
    context: '1',
    orphan: { keep: true, maxAgeSeconds: 1 },
    terminations: [{ termination: A, attachments: [] }],
    topology: [],
  } as const
  gateway.asked.length = 0
  context.reconcile(held, (leg) => leg !== 'a')
  t.match(gateway.of('subtract'), [{ termination: A }], 'the gateway had not heard of it')
})

t.test('in another call they pass to nobody', async (t) => {
  const { gateway, context, owner } = await aCall()
  const other = new MediaContext('2', gateway, owner)
  context.move('b', other)
  t.match(gateway.of('move'), [
    { termination: 'b', context: '2' },
    { termination: B, context: '2' },
  ])
  t.notOk(context.passes.has(B))
  t.ok(other.passes.has(B))
  t.match(gateway.of('pass').at(-1), { termination: A, to: undefined })
  gateway.asked.length = 0
  other.resync()
  t.match(gateway.of('pass'), [{ termination: B, to: undefined }])
})

t.test(
  'a gateway that restarts under the addition is asked again, a full one refuses',
  async (t) => {
    const { gateway, context } = await aCall()
    gateway.failures.push('gateway-restarted')
    t.ok(await context.passes.add('a', Passes.idOf('a', 2), '127.0.0.1'))
    gateway.failures.push('no-capacity')
    const full = Passes.idOf('a', 3)
    await t.rejects(context.passes.add('a', full, '127.0.0.1'), { code: 'no-capacity' })
    t.notOk(context.passes.has(full))
  },
)
