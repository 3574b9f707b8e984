import t from 'tap'
import {
  ADD_PHONE,
  ADD_TRUNK,
  aLineCall,
  aLinesHost,
  CONTEXT,
  RING,
  SEIZE,
} from './a-lines-host.ts'
import { FAKE_LINES } from './fake-lines-library.ts'
import { RawPeer } from './raw-peer.ts'

const PROVISION = {
  op: 'provision',
  lines: [{ line: 'fxs-1', disconnectMs: 500, flashMinMs: 200, flashMaxMs: 900 }],
  emergency: { numbers: ['911'], sent: '911', lines: ['fxo-2', 'fxo-1'], preDialMs: 700 },
} as const

t.test(
  'DESIGN §5 a line belongs to one termination, and a repeated request changes nothing',
  async (t) => {
    const site = await aLinesHost()
    const peer = await aLineCall(site)
    t.strictSame(site.library.effects, ['serve fxs-1', 'serve fxo-1'])
    t.strictSame(await peer.ask(ADD_PHONE), {})
    t.equal(await peer.ask({ ...ADD_PHONE, line: 'fxs-2' }), 'conflict')
    t.equal(await peer.ask({ ...ADD_PHONE, protected: true }), 'conflict')
    t.equal(await peer.ask({ ...ADD_PHONE, termination: 'b' }), 'line-busy')
    t.equal(await peer.ask({ ...ADD_PHONE, termination: 'b', line: 'fxs-9' }), 'no-such-line')
    t.equal(await peer.ask({ ...ADD_PHONE, termination: 'b', context: 'x' }), 'no-such-context')
    t.strictSame(site.library.effects, ['serve fxs-1', 'serve fxo-1'])
  },
)

t.test('a subtracted line is at rest and free, and its termination is gone', async (t) => {
  const site = await aLinesHost()
  const peer = await aLineCall(site)
  await peer.ask(RING)
  await peer.ask(SEIZE)
  t.strictSame(await peer.ask({ op: 'subtract', termination: 'a' }), {})
  t.strictSame(await peer.ask({ op: 'subtract', termination: 't' }), {})
  t.strictSame(await peer.ask({ op: 'subtract', termination: 't' }), {}, 'once more')
  t.match(site.library.state(0), { ringing: false, served: false })
  t.match(site.library.state(2), { hook: 'on', served: false })
  t.equal(await peer.ask(ADD_PHONE), 'gone')
  t.equal(await peer.ask(RING), 'no-such-termination')
  t.strictSame(await peer.ask({ ...ADD_PHONE, termination: 'b' }), {})
})

t.test(
  'ANLG-10 ringing is a state that is wanted, with a caller to show: said twice, it rings once',
  async (t) => {
    const site = await aLinesHost()
    const peer = await aLineCall(site)
    const ring = { ...RING, caller: { number: '12025550100', name: 'Zoë Müller-Lüdenscheidt' } }
    t.strictSame(await peer.ask(ring), {})
    t.strictSame(await peer.ask(ring), {})
    t.strictSame(site.library.effects.slice(2), ['ring fxs-1 2000,4000'])
    t.equal(site.library.callerOf(0), '12025550100 Zoe Muller-Lude', 'as a display can show it')
    t.strictSame(await peer.ask({ ...RING, cadence: [] }), {})
    t.strictSame(await peer.ask({ ...RING, cadence: [1000, 4000] }), {}, 'another cadence')
    t.equal(site.library.callerOf(0), '', 'the earlier caller is not shown again')
    site.library.lift(0)
    t.equal(await peer.ask(RING), 'line-busy', 'no ringing voltage at an ear')
    t.strictSame(await peer.ask({ ...RING, cadence: [1000, 4000] }), {}, 'a late repetition')
    t.equal(site.library.state(0).ringing, false)
  },
)

t.test(
  'a telephone laid down is unserved, keeps its termination and can be rung again',
  async (t) => {
    const site = await aLinesHost()
    const peer = await aLineCall(site)
    await peer.ask(RING)
    site.library.lift(0)
    site.library.layDown(0)
    t.equal(await peer.ask({ ...ADD_PHONE, termination: 'b' }), 'line-busy')
    t.strictSame(await peer.ask(RING), {})
    t.match(site.library.state(0), { ringing: true, served: true })
  },
)

t.test('an outside line is seized and released once, however often it is said', async (t) => {
  const site = await aLinesHost()
  const peer = await aLineCall(site)
  for (const operation of [SEIZE, SEIZE, { ...SEIZE, state: 'on' }, { ...SEIZE, state: 'on' }]) {
    t.strictSame(await peer.ask(operation), {})
  }
  t.strictSame(site.library.effects.slice(2), ['off fxo-1', 'on fxo-1'])
  t.equal(await peer.ask({ ...SEIZE, termination: 'a' }), 'not-supported')
  t.equal(await peer.ask({ ...RING, termination: 't' }), 'not-supported')
})

t.test(
  'the lifeline keeps a line for its emergency call, whatever the controller says',
  async (t) => {
    const site = await aLinesHost()
    const peer = await aLineCall(site)
    await peer.ask(SEIZE)
    site.library.lifeline(1, 'call', 2)
    t.equal(await peer.ask({ ...ADD_PHONE, termination: 'b', line: 'fxs-2' }), 'line-busy')
    t.equal(await peer.ask({ ...SEIZE, state: 'on' }), 'line-busy')
    t.strictSame(await peer.ask({ op: 'subtract', termination: 't' }), {})
    t.equal(site.library.state(2).hook, 'off', 'the emergency call goes on')
    t.equal(await peer.ask({ ...ADD_TRUNK, termination: 'u' }), 'line-busy')
    site.library.lifeline(1, 'tone')
    site.library.becomes(2, { lifeline: 'off' })
    t.strictSame(await peer.ask({ ...ADD_PHONE, termination: 'b', line: 'fxs-2' }), {})
  },
)

t.test('DESIGN §1 an emergency call is protected', async (t) => {
  const site = await aLinesHost()
  const peer = new RawPeer(site.network)
  await peer.hello()
  await peer.ask(CONTEXT)
  await peer.ask({ ...ADD_TRUNK, protected: true })
  t.ok(site.library.effects.includes('protect fxo-1'))
})

t.test(
  'terminations move between contexts, and a dropped context takes its lines along',
  async (t) => {
    const site = await aLinesHost()
    const peer = await aLineCall(site)
    await peer.ask({ ...CONTEXT, context: 'd' })
    t.strictSame(await peer.ask({ op: 'move', termination: 'a', context: 'd' }), {})
    t.strictSame(await peer.ask({ ...ADD_PHONE, context: 'd' }), {}, 'as it is now')
    t.strictSame(await peer.ask(ADD_PHONE), {}, 'as it was')
    await peer.ask({ ...CONTEXT, context: 'e' })
    await peer.ask({ op: 'move', termination: 'a', context: 'e' })
    t.strictSame(await peer.ask({ ...ADD_PHONE, context: 'd' }), {}, 'as it was meanwhile')
    t.strictSame(await peer.ask({ op: 'move', termination: 'a', context: 'd' }), {})
    await peer.ask({ op: 'drop-context', context: 'e' })
    t.equal(await peer.ask({ op: 'move', termination: 'a', context: 'x' }), 'no-such-context')
    await peer.ask({ op: 'drop-context', context: 'c' })
    t.match(site.host.totals, { contexts: 1, terminations: 1 })
    t.equal(site.library.state(0).served, true)
    t.equal(await peer.ask(CONTEXT), 'gone')
    t.equal(
      await peer.ask({ ...CONTEXT, context: 'd', orphan: { keep: false, afterSeconds: 1 } }),
      'conflict',
    )
  },
)

t.test('what a media gateway does is refused with words', async (t) => {
  const site = await aLinesHost()
  const peer = await aLineCall(site)
  const add = { op: 'add', context: 'c', termination: 'r', localAddress: '127.0.0.1' }
  t.equal(await peer.ask(add), 'not-supported')
  t.equal(await peer.ask({ op: 'stats', termination: 'a' }), 'not-supported')
  const wrong = [
    { ...ADD_PHONE, line: 'FXS 1' },
    { ...ADD_PHONE, protected: 'yes' },
    { ...RING, cadence: [0] },
    { ...RING, cadence: Array(9).fill(100) },
    { ...RING, caller: { number: 'x'.repeat(65), name: '' } },
    { ...SEIZE, state: 'flash' },
    { ...PROVISION, lines: [{ ...PROVISION.lines[0], flashMinMs: 950 }] },
    { ...PROVISION, emergency: { ...PROVISION.emergency, sent: '911x' } },
    { ...PROVISION, emergency: { ...PROVISION.emergency, numbers: Array(9).fill('911') } },
  ]
  for (const operation of wrong) t.equal(await peer.ask(operation), 'bad-request')
})

t.test('what happens on a line is told, with its termination if it has one', async (t) => {
  const site = await aLinesHost()
  const peer = await aLineCall(site)
  const { library } = site
  library.tell({ kind: 'flash', line: 0, durationMs: 600 })
  library.tell({ kind: 'digit', line: 0, digit: '7' })
  library.tell({ kind: 'digit', line: 1, digit: '8' })
  library.lift(1)
  library.tell({ kind: 'ring', line: 3 })
  library.tell({ kind: 'caller', line: 3, number: '2025550100', name: 'SMITH' })
  library.tell({ kind: 'caller', line: 3, number: 'P', name: 'P' })
  library.tell({ kind: 'caller', line: 3, number: 'O', name: '' })
  library.tell({ kind: 'disconnect', line: 2, durationMs: 350 })
  library.lifeline(1, 'call', 3)
  library.tell({ kind: 'overflow' })
  await peer.exchange()
  const line = { kind: 'line', line: 'fxo-2' }
  t.strictSame(peer.events, [
    { event: 1, kind: 'line', line: 'fxs-1', termination: 'a', what: { kind: 'flash' } },
    {
      event: 2,
      kind: 'digit',
      termination: 'a',
      digit: '7',
      source: 'pulse',
      side: 'from',
      durationMs: 0,
    },
    { event: 3, kind: 'line', line: 'fxs-2', what: { kind: 'off-hook' } },
    { event: 4, ...line, what: { kind: 'ring' } },
    {
      event: 5,
      ...line,
      what: { kind: 'caller', number: '2025550100', name: 'SMITH', private: false },
    },
    { event: 6, ...line, what: { kind: 'caller', number: '', name: '', private: true } },
    { event: 7, ...line, what: { kind: 'caller', number: '', name: '', private: false } },
    { event: 8, kind: 'line', line: 'fxo-1', termination: 't', what: { kind: 'disconnect' } },
    {
      event: 9,
      kind: 'line',
      line: 'fxs-2',
      what: { kind: 'lifeline', state: 'call', peer: 'fxo-2' },
    },
    { event: 10, kind: 'overflow' },
  ])
})

t.test('an inventory has every line, with the termination that has it', async (t) => {
  const site = await aLinesHost()
  const peer = await aLineCall(site)
  site.library.lift(1)
  const inventory = await peer.ask({ op: 'inventory' })
  t.match(inventory, {
    contexts: [
      {
        context: 'c',
        terminations: [
          { termination: 'a', line: 'fxs-1', attachments: [] },
          { termination: 't', line: 'fxo-1', attachments: [] },
        ],
        topology: [],
      },
    ],
    lines: [
      { line: 'fxs-1', kind: 'fxs', driver: 'sim', hook: 'on', termination: 'a', lifeline: 'off' },
      { line: 'fxs-2', hook: 'off' },
      { line: 'fxo-1', kind: 'fxo', battery: true, audio: true, termination: 't' },
      { line: 'fxo-2', ringing: false },
    ],
    lastEvent: 1,
  })
})

t.test('a context of a controller that stays away ends as its policy says', async (t) => {
  const site = await aLinesHost()
  const peer = new RawPeer(site.network)
  await peer.hello()
  await peer.ask({ ...CONTEXT, orphan: { keep: false, afterSeconds: 2 } })
  await peer.ask(ADD_TRUNK)
  await peer.ask(SEIZE)
  peer.link.cut()
  await peer.exchange()
  await site.clock.advance(2001)
  t.match(site.library.state(2), { hook: 'on', served: false })
  const successor = new RawPeer(site.network)
  const welcome = await successor.hello({ epoch: 2, seen: { boot: site.host.boot, event: 0 } })
  t.match(welcome, [{ replay: true }, { kind: 'context-ended', context: 'c' }])
})

t.test(
  'DESIGN §1 until a controller has said otherwise, 911 goes over any outside line',
  async (t) => {
    const { library, kept } = await aLinesHost()
    t.strictSame(library.table, {
      numbers: ['911', '9911'],
      sent: '911',
      lines: [2, 3],
      preDialMs: 500,
    })
    t.match(library.timingOf(0), { disconnectMs: 350, flashMinMs: 300, flashMaxMs: 1000 })
    t.strictSame(kept, [])
  },
)

t.test('DESIGN §1 settings and the emergency table take effect and are kept', async (t) => {
  const site = await aLinesHost()
  const peer = new RawPeer(site.network)
  await peer.hello()
  t.strictSame(await peer.ask(PROVISION), {})
  t.match(site.library.table, { numbers: ['911'], lines: [3, 2], preDialMs: 700 })
  t.match(site.library.timingOf(0), { disconnectMs: 500, flashMinMs: 200, flashMaxMs: 900 })
  const { lines, emergency } = PROVISION
  t.strictSame(site.kept, [{ lines, emergency }])
  await peer.ask({ ...PROVISION, lines: [] })
  t.match(site.library.timingOf(0), { disconnectMs: 350 }, 'as usual again')

  const restarted = await aLinesHost({ provision: { lines, emergency } })
  t.match(restarted.library.table, { lines: [3, 2] })
})

t.test('a table that the library refuses is not kept', async (t) => {
  const site = await aLinesHost()
  const peer = new RawPeer(site.network)
  await peer.hello()
  const emergency = { ...PROVISION.emergency, sent: '0' }
  t.equal(await peer.ask({ ...PROVISION, emergency }), 'bad-request')
  t.strictSame(site.kept, [])
})

t.test('a table of lines that were all changed for others still reaches emergency', async (t) => {
  const site = await aLinesHost()
  const peer = new RawPeer(site.network)
  await peer.hello()
  const table = (lines: string[]) => ({
    ...PROVISION,
    emergency: { ...PROVISION.emergency, lines },
  })
  await peer.ask(table(['fxo-7', 'fxo-2', 'fxs-1']))
  t.strictSame(site.library.table?.lines, [3], 'those that are here')
  await peer.ask(table(['fxo-7', 'fxo-8']))
  t.strictSame(site.library.table?.lines, [2, 3])
  t.equal(FAKE_LINES[2]?.kind, 'fxo')
  await peer.ask(table([]))
  t.strictSame(site.library.table?.lines, [], 'none, when none is wanted')
})

t.test('a telephone laid down unheard can be rung again', async (t) => {
  const site = await aLinesHost()
  const peer = await aLineCall(site)
  await peer.ask(RING)
  site.library.deaf = true
  site.library.lift(0)
  site.library.layDown(0)
  site.library.deaf = false
  site.library.tell({ kind: 'overflow' })
  t.strictSame(await peer.ask(RING), {})
  t.equal(site.library.state(0).ringing, true)
})
