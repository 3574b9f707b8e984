import t from 'tap'
import type { FromGateway } from '../../firmware/gateway/contract.ts'
import { PROTOCOL_VERSION } from '../../firmware/gateway/contract.ts'
import { ADD_A, ADD_B, aCall, aHost, CONTEXT, PLAY, STREAM } from './a-host.ts'
import { FINGERPRINT } from './fake-media-library.ts'
import { RawPeer } from './raw-peer.ts'

const DIGITS = {
  op: 'digits',
  termination: 'a',
  key: 'k',
  digits: '0123',
  onMs: 100,
  gapMs: 100,
} as const
const RECORD = {
  op: 'record',
  termination: 'a',
  attachment: 'r',
  side: 'both',
  path: '/r/1.wav',
  maxMs: 60_000,
} as const

t.test('a controller is welcomed with boot and last event', async (t) => {
  const site = await aHost({ boot: 'first' })
  const peer = new RawPeer(site.network)
  t.strictSame(await peer.hello(), [
    {
      welcome: PROTOCOL_VERSION,
      gateway: 'media',
      boot: 'first',
      replay: false,
      lastEvent: 0,
      fingerprint: FINGERPRINT,
    },
  ])
})

t.test('another version is refused, and what is no hello is cut off', async (t) => {
  const site = await aHost()
  const future = new RawPeer(site.network)
  t.match(await future.hello({ hello: PROTOCOL_VERSION + 1 }), [{ refused: 'version' }])
  t.ok(future.closed)
  for (const strange of [
    { hello: PROTOCOL_VERSION },
    { hello: PROTOCOL_VERSION, controller: 'x'.repeat(97), epoch: 1 },
    { hello: PROTOCOL_VERSION, controller: 'x', epoch: -1 },
    { id: 1, operation: CONTEXT },
    { acknowledge: 1 },
  ]) {
    const peer = new RawPeer(site.network)
    t.strictSame(await peer.say(strange), [])
    t.ok(peer.closed, JSON.stringify(strange))
  }
  const garbage = new RawPeer(site.network)
  await garbage.bytes(Buffer.from('GET / HTTP/1.1\r\n\r\n'))
  t.ok(garbage.closed)
})

t.test('a connection that says no hello within 5 s is cut off, and few are kept', async (t) => {
  const site = await aHost()
  const silent = new RawPeer(site.network)
  await silent.exchange()
  await site.clock.advance(4999)
  await silent.exchange()
  t.notOk(silent.closed)
  await site.clock.advance(1)
  await silent.exchange()
  t.ok(silent.closed)
  const many = Array.from({ length: 20 }, () => new RawPeer(site.network))
  await many[0]?.exchange()
  t.equal(many.filter(({ closed }) => closed).length, 4)
  t.match(
    await new RawPeer(site.network).hello(),
    [{ welcome: PROTOCOL_VERSION }],
    'a controller still comes in',
  )
})

t.test('the highest epoch has the lease', async (t) => {
  const site = await aHost()
  const [older, newer, again] = [
    new RawPeer(site.network),
    new RawPeer(site.network),
    new RawPeer(site.network),
  ]
  await older.hello({ epoch: 4 })
  await newer.hello({ epoch: 5 })
  t.match(older.frames.at(-1), { refused: 'lease' }, 'the older one is told why')
  t.ok(older.closed)
  t.match(await again.hello({ epoch: 4 }), [{ refused: 'lease' }])
  t.ok(again.closed)
  t.same(await newer.ask(CONTEXT), {})

  const reconnected = new RawPeer(site.network)
  t.match(await reconnected.hello({ epoch: 5 }), [{ welcome: PROTOCOL_VERSION }])
  t.ok(newer.closed, 'the same epoch on a new connection takes the place of the old one')
  reconnected.link.die('down')
  await reconnected.exchange()
  const late = new RawPeer(site.network)
  t.match(await late.hello({ epoch: 4 }), [{ refused: 'lease' }], 'also when nobody is connected')
})

t.test('a request that was on its way when the lease was lost has no effect', async (t) => {
  const site = await aHost()
  const older = new RawPeer(site.network)
  await older.hello({ epoch: 1 })
  const newer = new RawPeer(site.network)
  void older.ask(CONTEXT) // written, but the newer hello arrives first
  const hello = newer.hello({ epoch: 2 })
  site.network.links.reverse()
  await hello
  site.network.links.reverse()
  await older.exchange()
  t.equal(site.library.totals().contexts, 0)
})

t.test('each request that is said twice has one effect and one answer', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  const detect = { op: 'detect', termination: 'a', attachment: 'd', side: 'from' } as const
  for (const operation of [
    CONTEXT,
    ADD_A,
    { op: 'stream', termination: 'a', stream: STREAM } as const,
    PLAY,
    RECORD,
    detect,
    DIGITS,
    { op: 'topology', from: 'a', to: 'b', hears: false } as const,
  ]) {
    const first = await peer.ask(operation)
    const effects = site.library.effects.length + site.library.streamsSet
    t.same(await peer.ask(operation), first, operation.op)
    t.type(first, Object, `${operation.op} is no error`)
    t.equal(site.library.effects.length + site.library.streamsSet, effects, operation.op)
  }
  t.match(site.library.totals(), { contexts: 1, terminations: 2, attachments: 3 })
  for (const operation of [
    { op: 'stop', attachment: 'p' } as const,
    { op: 'subtract', termination: 'b' } as const,
    { op: 'drop-context', context: 'c' } as const,
  ]) {
    t.type(await peer.ask(operation), Object)
    t.same(await peer.ask(operation), {}, operation.op)
  }
  t.match(site.library.totals(), { contexts: 0, terminations: 0, attachments: 0 })
})

t.test('an ID that exists with other parameters is a conflict', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  await peer.ask({ op: 'context', context: 'other', orphan: CONTEXT.orphan })
  await peer.ask(PLAY)
  await peer.ask(DIGITS)
  const before = site.library.totals()
  for (const operation of [
    { ...CONTEXT, orphan: { keep: false, afterSeconds: 1 } },
    { ...ADD_A, context: 'other' },
    { ...ADD_A, localAddress: '127.0.0.9' },
    { ...ADD_A, port: 30_000 },
    { ...ADD_A, stream: STREAM },
    { ...PLAY, side: 'from' },
    { ...PLAY, termination: 'b' },
    { op: 'detect', termination: 'a', attachment: 'p', side: 'to' },
    { ...DIGITS, digits: '9' },
  ]) {
    t.equal(await peer.ask(operation), 'conflict', JSON.stringify(operation))
  }
  t.same(site.library.totals(), before)
})

t.test('an add that agrees with what the termination is by now is answered', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  await peer.ask({ ...CONTEXT, context: 'other' })
  await peer.ask({ op: 'stream', termination: 'a', stream: STREAM })
  await peer.ask({ op: 'move', termination: 'a', context: 'other' })
  const { port } = (await peer.ask(ADD_A)) as { port: number }
  for (const operation of [
    ADD_A,
    { ...ADD_A, context: 'other' },
    { ...ADD_A, context: 'other', port, stream: STREAM },
  ]) {
    t.same(await peer.ask(operation), { localAddress: '127.0.0.1', port })
  }
  t.match(await peer.ask({ op: 'inventory' }), {
    contexts: [
      { context: 'c', terminations: [{ termination: 'b' }] },
      { context: 'other', terminations: [{ termination: 'a', port, stream: STREAM }] },
    ],
  })
})

t.test('a late repetition does not bring back what was dropped', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  await peer.ask({ op: 'subtract', termination: 'a' })
  t.equal(await peer.ask(ADD_A), 'gone')
  t.equal(await peer.ask(PLAY), 'no-such-termination')
  await peer.ask({ op: 'drop-context', context: 'c' })
  t.equal(await peer.ask(CONTEXT), 'gone')
  t.equal(await peer.ask(ADD_B), 'gone', 'with its context')
  await peer.ask({ op: 'drop-context', context: 'never' })
  await peer.ask({ op: 'subtract', termination: 'never' })
  t.equal(await peer.ask({ ...CONTEXT, context: 'never' }), 'gone', 'dropped before it came')
  await peer.ask({ ...CONTEXT, context: 'new' })
  t.equal(await peer.ask({ ...ADD_A, context: 'new', termination: 'never' }), 'gone')
  t.match(site.library.totals(), { contexts: 1, terminations: 0 })
  await site.clock.advance(299_000)
  t.equal(await peer.ask(CONTEXT), 'gone', 'nearly five minutes later')
})

t.test('an ended player is not started again, nor are digits sent again', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  await peer.ask(PLAY)
  await peer.ask(DIGITS)
  site.library.finish(site.library.running[0] ?? 0)
  await peer.exchange()
  t.match(peer.events, [{ event: 1, kind: 'played', termination: 'a', attachment: 'p' }])
  t.same(await peer.ask(PLAY), {})
  t.same(await peer.ask(DIGITS), {})
  t.strictSame(
    site.library.effects.map(({ kind }) => kind),
    ['files', 'digits'],
  )
  t.equal(peer.events.length, 1)
})

t.test('a reply leaves before the events that its request causes', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  await peer.ask(PLAY)
  const start = peer.frames.length
  await peer.say(
    { id: 90, operation: { op: 'stop', attachment: 'p' } },
    {
      id: 91,
      operation: {
        op: 'batch',
        operations: [
          { ...PLAY, attachment: 'q' },
          { op: 'stop', attachment: 'q' },
          { op: 'inventory' },
        ],
      },
    },
  )
  t.match(peer.frames.slice(start), [
    { re: 90, ok: {} },
    { event: 1, kind: 'played', attachment: 'p' },
    { re: 91, error: 'bad-request', failed: 2 },
    { event: 2, kind: 'played', attachment: 'q' },
  ])
})

t.test('a batch is answered at once, and stops where it fails', async (t) => {
  const site = await aHost()
  const peer = new RawPeer(site.network)
  await peer.hello()
  const batch = (...operations: object[]) => ({ op: 'batch', operations })
  t.match(await peer.ask(batch(CONTEXT, ADD_A, { op: 'stats', termination: 'a' })), {
    results: [{}, { port: 20_002 }, { packetsReceived: 0 }],
  })
  const [reply] = (await peer.say({
    id: 7,
    operation: batch(ADD_B, { ...PLAY, termination: 'x' }, PLAY),
  })) as [FromGateway]
  t.match(reply, { re: 7, error: 'no-such-termination', failed: 1 })
  t.match(site.library.totals(), { terminations: 2, attachments: 0 })
  t.equal(await peer.ask(batch(batch(ADD_A))), 'bad-request', 'no batch within a batch')
  t.equal(await peer.ask(batch({ op: 'stats' })), 'bad-request')
  t.equal(await peer.ask({ op: 'batch', operations: Array(10_001).fill({}) }), 'bad-request')
})

t.test('a request that makes no sense is refused by name and changes nothing', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  const tone = { kind: 'tone', hz: [440], levelDbm0: -10, cadenceMs: [], totalMs: 0 }
  for (const [operation, code] of [
    [{ op: 'dance' }, 'not-supported'],
    [{ op: 'toString' }, 'not-supported'],
    [{ op: '__proto__' }, 'not-supported'],
    [{}, 'bad-request'],
    [[], 'bad-request'],
    ['stats', 'bad-request'],
    [{ op: 'stats' }, 'bad-request'],
    [{ op: 'stats', termination: 7 }, 'bad-request'],
    [{ op: 'stats', termination: '' }, 'bad-request'],
    [{ op: 'stats', termination: 'x'.repeat(97) }, 'bad-request'],
    [{ op: 'stats', termination: 'x' }, 'no-such-termination'],
    [{ op: 'context', context: 'n' }, 'bad-request'],
    [{ op: 'context', context: 'n', orphan: { keep: true } }, 'bad-request'],
    [{ op: 'context', context: 'n', orphan: { keep: false, afterSeconds: -1 } }, 'bad-request'],
    [{ ...ADD_A, termination: 'n', context: 'x' }, 'no-such-context'],
    [{ ...ADD_A, termination: 'n', localAddress: 'localhost' }, 'bad-request'],
    [{ ...ADD_A, termination: 'n', localAddress: '192.0.2.1' }, 'bad-address'],
    [{ ...ADD_A, termination: 'n', port: 20_002 }, 'port-in-use'],
    [{ ...ADD_A, termination: 'n', port: 30_001 }, 'bad-request'],
    [{ ...ADD_A, termination: 'n', port: 65_536 }, 'bad-request'],
    [{ ...ADD_A, termination: 'n', stream: { ...STREAM, codec: 'G723' } }, 'bad-request'],
    [{ ...ADD_A, termination: 'n', stream: { ...STREAM, ptimeMs: 25 } }, 'bad-request'],
    [{ op: 'stream', termination: 'a', stream: { ...STREAM, send: 1 } }, 'bad-request'],
    [{ op: 'move', termination: 'a', context: 'x' }, 'no-such-context'],
    [{ op: 'move', termination: 'x', context: 'c' }, 'no-such-termination'],
    [{ op: 'topology', from: 'a', to: 'x', hears: true }, 'no-such-termination'],
    [{ op: 'topology', from: 'x', to: 'a', hears: true }, 'no-such-termination'],
    [{ op: 'topology', from: 'a', to: 'b', hears: 'yes' }, 'bad-request'],
    [{ ...PLAY, side: 'both' }, 'bad-request'],
    [{ ...PLAY, signal: { ...tone, levelDbm0: 1 } }, 'bad-request'],
    [{ ...PLAY, signal: { ...tone, hz: [1, 2, 3, 4, 5] } }, 'bad-request'],
    [{ ...PLAY, signal: { ...tone, cadenceMs: [1, 2, 3, 4, 5, 6, 7] } }, 'bad-request'],
    [{ ...PLAY, signal: { ...PLAY.signal, paths: ['relative.wav'] } }, 'bad-request'],
    [{ ...PLAY, signal: { ...PLAY.signal, paths: ['/a\0b'] } }, 'bad-request'],
    [{ ...PLAY, signal: { ...PLAY.signal, paths: ['/a/../b'] } }, 'bad-request'],
    [{ ...PLAY, signal: { kind: 'song' } }, 'bad-request'],
    [{ ...RECORD, side: 'left' }, 'bad-request'],
    [{ ...DIGITS, digits: '5x' }, 'bad-request'],
    [{ ...DIGITS, digits: '' }, 'bad-request'],
    [{ ...DIGITS, onMs: 39 }, 'bad-request'],
  ] as const) {
    t.equal(await peer.ask(operation as Record<string, unknown>), code, JSON.stringify(operation))
  }
  t.match(site.library.totals(), { contexts: 1, terminations: 2, attachments: 0 })
  t.equal(site.library.effects.length, 0)
  t.notOk(peer.closed)
  const late = { id: 99, operation: { ...CONTEXT, context: 'late' } }
  t.strictSame(await peer.say({ nonsense: true }, late), [])
  t.ok(peer.closed, 'a frame that is no request ends the connection')
  t.equal(site.library.totals().contexts, 1, 'and what follows it is not read')
})

t.test('a termination whose stream the library refuses is not there', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  const refused = { ...STREAM, remote: { address: '127.0.0.2', port: 1 } }
  t.equal(await peer.ask({ ...ADD_A, termination: 'n', stream: refused }), 'bad-request')
  t.equal(site.library.totals().terminations, 2)
  t.match(await peer.ask({ ...ADD_A, termination: 'n', stream: STREAM }), { port: 20_008 })
})

t.test('capacity that is used up is said so', async (t) => {
  const site = await aHost()
  const peer = new RawPeer(site.network)
  await peer.hello()
  await peer.ask(CONTEXT)
  for (let n = 0; n < 1000; n++) await peer.ask({ ...ADD_A, termination: `t${n}` })
  t.equal(await peer.ask({ ...ADD_A, termination: 'one too many' }), 'no-capacity')
  await peer.ask({ op: 'subtract', termination: 't0' })
  t.match(await peer.ask({ ...ADD_A, termination: 'again' }), { port: Number })
})

t.test('a termination that moves keeps what plays and hears all again', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  await peer.ask({ ...CONTEXT, context: 'd' })
  await peer.ask(PLAY)
  for (const [from, to, hears] of [
    ['a', 'b', false],
    ['b', 'a', false],
    ['a', 'a', true],
    ['b', 'b', true],
  ]) {
    t.same(await peer.ask({ op: 'topology', from, to, hears }), {})
  }
  t.match(await peer.ask({ op: 'inventory' }), { contexts: [{ topology: { length: 4 } }, {}] })
  t.same(await peer.ask({ op: 'move', termination: 'a', context: 'd' }), {})
  t.strictSame(await peer.ask({ op: 'inventory' }), {
    contexts: [
      {
        context: 'c',
        orphan: CONTEXT.orphan,
        terminations: [
          { termination: 'b', localAddress: '127.0.0.1', port: 20_004, attachments: [] },
        ],
        topology: [{ from: 'b', to: 'b', hears: true }],
      },
      {
        context: 'd',
        orphan: CONTEXT.orphan,
        terminations: [
          { termination: 'a', localAddress: '127.0.0.1', port: 20_002, attachments: ['p'] },
        ],
        topology: [],
      },
    ],
    lastEvent: 0,
  })
  t.equal(await peer.ask({ op: 'topology', from: 'a', to: 'b', hears: true }), 'bad-request')
})

t.test('a recording whose termination is gone still tells its end', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  await peer.ask(RECORD)
  const [recorder] = site.library.running
  await peer.ask({ op: 'subtract', termination: 'a' })
  await peer.exchange()
  t.match(peer.events, [
    { kind: 'recorded', termination: 'a', attachment: 'r', durationMs: 20, error: undefined },
  ])
  site.library.finish(recorder ?? 0)
  t.equal(peer.events.length, 1)
})

t.test('an error of a player is told by name', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  await peer.ask(PLAY)
  site.library.finish(site.library.running[0] ?? 0, -2)
  await peer.exchange()
  t.match(peer.events, [{ kind: 'played', error: 'ENOENT' }])
})

t.test('a defect of the library is not taken for a refusal', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  site.library.close()
  await t.rejects(peer.ask({ op: 'stats', termination: 'a' }), { message: /closed/ })
})
