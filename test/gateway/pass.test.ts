import t from 'tap'
import { aCall, aHost } from './a-host.ts'

const VIDEO = { rtp: true, send: true, receive: true, symmetric: true } as const
const add = (termination: string, port?: number) =>
  ({
    op: 'add-pass',
    context: 'c',
    termination,
    localAddress: '127.0.0.1',
    ...(port === undefined ? {} : { port }),
  }) as const

t.test('what passes through is added once, and again on its port', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  const added = (await peer.ask(add('a/video'))) as { port: number }
  t.match(added, { localAddress: '127.0.0.1', port: Number })
  t.strictSame(await peer.ask(add('a/video')), added, 'said again')
  t.strictSame(
    await peer.ask(add('a/video', added.port)),
    added,
    'as a controller that came back does',
  )
  t.equal(await peer.ask(add('a/video', added.port + 2)), 'conflict')
  t.equal(await peer.ask({ ...add('a'), termination: 'a' }), 'conflict', 'that is one of audio')
  const inventory = await peer.ask({ op: 'inventory' })
  t.match(inventory, {
    contexts: [{ terminations: [{}, {}, { termination: 'a/video', port: added.port }] }],
  })
  t.match(await peer.ask({ op: 'subtract', termination: 'a/video' }), { packetsReceived: Number })
  t.equal(await peer.ask(add('a/video')), 'gone')
})

t.test('a stream passes to another one of its context and to nobody else', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  const a = (await peer.ask(add('a/video'))) as { port: number }
  const b = (await peer.ask(add('b/video'))) as { port: number }
  const remote = { address: '127.0.0.1', port: 4000 }
  const pass = { op: 'pass', termination: 'a/video', stream: { ...VIDEO, remote } } as const
  t.strictSame(await peer.ask({ ...pass, to: 'b/video' }), {})
  t.strictSame(await peer.ask(pass), {}, 'to nobody')
  t.same(
    site.library.effects
      .filter(({ kind }) => kind === 'pass')
      .map(({ port, what }) => [port, what]),
    [
      [a.port, `4000 to ${b.port}`],
      [a.port, '4000 to -'],
    ],
  )
  t.equal(await peer.ask({ ...pass, to: 'nobody' }), 'no-such-termination')
  t.equal(await peer.ask({ ...pass, termination: 'nobody' }), 'no-such-termination')
  t.equal(await peer.ask({ ...pass, stream: { ...VIDEO, send: 1 } } as never), 'bad-request')
  await peer.ask({ op: 'context', context: 'd', orphan: { keep: true, maxAgeSeconds: 10 } })
  await peer.ask({ op: 'move', termination: 'b/video', context: 'd' })
  t.equal(await peer.ask({ ...pass, to: 'b/video' }), 'bad-request', 'in another call')
})
