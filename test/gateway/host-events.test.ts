import t from 'tap'
import type { FromGateway, Welcome } from '../../firmware/gateway/contract.ts'
import { ADD_A, aCall, aHost, CONTEXT, PLAY } from './a-host.ts'
import { RawPeer } from './raw-peer.ts'

const numbers = (frames: readonly FromGateway[]) =>
  frames.flatMap((frame) => ('event' in frame ? [frame.event] : []))

t.test('events are numbered and kept until acknowledged', async (t) => {
  const site = await aHost({ boot: 'here' })
  const peer = await aCall(site)
  const [a = 0] = site.library.terminationHandles
  for (const digit of '12345') site.library.press(a, digit)
  await peer.exchange()
  t.match(
    peer.events,
    [...'12345'].map((digit, n) => ({
      event: n + 1,
      kind: 'digit',
      termination: 'a',
      digit,
      source: 'rfc4733',
      side: 'from',
    })),
  )
  t.equal(site.host.totals.eventsKept, 5)
  await peer.say({ acknowledge: 3 })
  t.equal(site.host.totals.eventsKept, 2)
  await peer.say({ acknowledge: 2 })
  t.equal(site.host.totals.eventsKept, 2, 'an older one changes nothing')

  const again = new RawPeer(site.network)
  const frames = await again.hello({ seen: { boot: 'here', event: 3 } })
  t.match(frames[0], { replay: true, lastEvent: 5 })
  t.strictSame(numbers(frames), [4, 5])
  await again.say({ acknowledge: 99 })
  t.equal(site.host.totals.eventsKept, 0, 'what was never sent cannot be acknowledged')
  site.library.press(a, '6')
  await again.exchange()
  t.strictSame(numbers(again.events), [4, 5, 6])
})

t.test(
  'events of a controller that is away are replayed, or it is told to take an inventory',
  async (t) => {
    const site = await aHost({ boot: 'here', retention: 100 })
    const peer = await aCall(site)
    peer.link.die('down')
    await peer.exchange()
    const [a = 0] = site.library.terminationHandles
    for (let n = 0; n < 150; n++) site.library.press(a, '1')
    t.equal(site.host.totals.eventsKept, 100)
    const ask = async (event: number): Promise<[Welcome, number[]]> => {
      const frames = await new RawPeer(site.network).hello({ seen: { boot: 'here', event } })
      return [frames[0] as Welcome, numbers(frames)]
    }
    const fifty = Array.from({ length: 100 }, (_, n) => n + 51)
    for (const [event, replay, numbers] of [
      [49, false, []],
      [50, true, fifty],
      [149, true, [150]],
      [150, true, []],
      [151, false, []],
    ] as const) {
      const [welcome, replayed] = await ask(event)
      t.equal(welcome.replay, replay, `seen ${event}`)
      t.strictSame(replayed, numbers, `seen ${event}`)
    }
  },
)

t.test(
  'a controller from before a restart is told all events of this boot, if all are there',
  async (t) => {
    const site = await aHost({ retention: 2 })
    const peer = await aCall(site)
    const [a = 0] = site.library.terminationHandles
    site.library.press(a, '1')
    site.library.press(a, '2')
    await peer.exchange()
    const seen = { boot: 'before', event: 77 }
    const frames = await new RawPeer(site.network).hello({ seen })
    t.match(frames[0], { replay: true, lastEvent: 2 })
    t.strictSame(numbers(frames), [1, 2])
    site.library.press(a, '3')
    t.match(await new RawPeer(site.network).hello({ seen }), [{ replay: false, lastEvent: 3 }])
  },
)

t.test(
  'an overflow of the library is told, and what may have ended unheard is ended',
  async (t) => {
    const site = await aHost()
    const peer = await aCall(site)
    await peer.ask(PLAY)
    await peer.ask({ ...PLAY, attachment: 'still' })
    await peer.ask({
      ...PLAY,
      attachment: 'music',
      signal: { ...PLAY.signal, times: 0 },
    })
    const record = {
      op: 'record',
      termination: 'a',
      attachment: 'r',
      side: 'from',
      path: '/r',
    } as const
    await peer.ask({ ...record, maxMs: 0 })
    const [finished = 0, , , recorder = 0] = site.library.running
    site.library.finishUnheard(finished)
    site.library.finishUnheard(recorder)
    site.library.overflow()
    await peer.exchange()
    t.match(peer.events, [
      { kind: 'played', attachment: 'p' },
      { kind: 'played', attachment: 'still' },
      { kind: 'overflow' },
    ])
    t.match(await peer.ask({ op: 'inventory' }), {
      contexts: [{ terminations: [{ attachments: ['music', 'r'] }, {}] }],
      lastEvent: 3,
    })
    t.same(await peer.ask({ op: 'stop', attachment: 'r' }), {})
    await peer.exchange()
    t.match(peer.events.at(-1), { kind: 'recorded', attachment: 'r', error: 'EOVERFLOW' })
    t.equal(peer.events.length, 4)
    site.library.finish(site.library.running[0] ?? 0)
    await peer.exchange()
    t.match(peer.events.at(-1), { kind: 'played', attachment: 'music' })
  },
)

t.test(
  'a recording whose end was lost when its termination went is ended at the overflow',
  async (t) => {
    const site = await aHost()
    const peer = await aCall(site)
    const record = { op: 'record', termination: 'a', attachment: 'r', side: 'from' } as const
    await peer.ask({ ...record, path: '/r', maxMs: 0 })
    await peer.ask(PLAY)
    await peer.ask({ op: 'stop', attachment: 'p' })
    site.library.deaf = true
    await peer.ask({ op: 'subtract', termination: 'a' })
    site.library.deaf = false
    site.library.overflow()
    await peer.exchange()
    t.match(peer.events, [
      { kind: 'played', attachment: 'p' },
      { kind: 'recorded', attachment: 'r', error: 'EOVERFLOW' },
      { kind: 'overflow' },
    ])
    site.library.overflow()
    await peer.exchange()
    t.equal(peer.events.length, 4, 'each once')
  },
)

t.test('a player that ended while it was being stopped is told once', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  await peer.ask(PLAY)
  const [attachment = 0] = site.library.running
  site.library.finishUnheard(attachment) // its event is in the pipe
  t.same(await peer.ask({ op: 'stop', attachment: 'p' }), {})
  t.same(peer.events, [])
  site.library.tell({ kind: 'played', termination: 1, attachment, error: 0 })
  await peer.exchange()
  t.match(peer.events, [{ kind: 'played', attachment: 'p' }])
})

t.test('what the library learns by itself, and events of what is gone, are not told', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  const [a = 0, b = 0] = site.library.terminationHandles
  site.library.rtp('learned', a)
  site.library.rtp('rtp-lost', a)
  site.library.rtp('rtp-back', a)
  await peer.ask({ op: 'subtract', termination: 'b' })
  site.library.rtp('rtp-lost', b)
  await peer.exchange()
  t.match(peer.events, [
    { event: 1, kind: 'rtp-lost', termination: 'a' },
    { event: 2, kind: 'rtp-back', termination: 'a' },
  ])
  t.equal(peer.events.length, 2)
})

t.test('an orphan ends as its policy says, and its ID is used up', async (t) => {
  const site = await aHost({ boot: 'here' })
  const peer = new RawPeer(site.network)
  await peer.hello()
  const keep = (maxAgeSeconds: number) => ({ keep: true, maxAgeSeconds }) as const
  const end = (afterSeconds: number) => ({ keep: false, afterSeconds }) as const
  await peer.ask({ op: 'context', context: 'hour', orphan: keep(3600) })
  await peer.ask({ op: 'context', context: 'old', orphan: keep(100) })
  await peer.ask({ op: 'context', context: 'soon', orphan: end(5) })
  await peer.ask({ op: 'context', context: 'at once', orphan: end(0) })
  await peer.ask({ ...ADD_A, context: 'soon' })
  await peer.ask({ ...ADD_A, context: 'hour', termination: 'h' })
  await site.clock.advance(1_000_000)
  t.equal(site.host.totals.contexts, 4, 'none is an orphan while its controller is there')

  peer.link.die('down')
  await peer.exchange()
  const left = async (ms: number) => {
    await site.clock.advance(ms)
    return site.library.totals().contexts
  }
  t.equal(await left(0), 3)
  t.equal(await left(4999), 3)
  t.equal(await left(1), 2)
  t.equal(site.library.totals().terminations, 1)
  t.equal(await left(54_999), 2, 'an old call leaves its controller 60 s to come back')
  t.equal(await left(1), 1)
  t.equal(await left(2_539_999), 1)
  t.equal(await left(1), 0, 'an hour after its birth')
  t.equal(site.clock.waiting, 0)

  const back = new RawPeer(site.network)
  const frames = await back.hello({ seen: { boot: 'here', event: 0 } })
  t.match(
    frames.slice(1),
    ['at once', 'soon', 'old', 'hour'].map((context) => ({ kind: 'context-ended', context })),
  )
  t.equal(await back.ask({ op: 'context', context: 'hour', orphan: keep(3600) }), 'gone')
  t.equal(await back.ask({ ...ADD_A, context: 'hour', termination: 'h' }), 'gone')
})

t.test('a controller that comes back in time keeps its contexts', async (t) => {
  const site = await aHost()
  const peer = new RawPeer(site.network)
  await peer.hello()
  await peer.ask({ ...CONTEXT, orphan: { keep: false, afterSeconds: 5 } })
  for (let epoch = 2; epoch < 5; epoch++) {
    for (const link of site.network.links) link.die('down')
    await peer.exchange()
    await site.clock.advance(4999)
    await new RawPeer(site.network).hello({ epoch })
    await site.clock.advance(60_000)
    t.equal(site.library.totals().contexts, 1)
  }
})

t.test('a controller that does not read is cut off before memory runs out', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  const [a = 0] = site.library.terminationHandles
  let most = 0
  for (let n = 0; n < 1000 && site.host.totals.controller; n++) {
    for (let m = 0; m < 1000; m++) site.library.press(a, '1')
    await new Promise((resolve) => setImmediate(resolve))
    most = Math.max(most, peer.link.inFlight('down'))
  }
  t.equal(site.host.totals.controller, undefined)
  t.ok(most < 70_000_000, `${most}`)
})

t.test('a gateway that stops leaves nothing behind', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  const stranger = new RawPeer(site.network)
  await stranger.exchange()
  await site.host.stop()
  await peer.exchange()
  t.ok(peer.closed)
  t.ok(stranger.closed)
  t.equal(site.clock.waiting, 0)
  t.equal(site.machine.portsInUse.size, 0)
  const late = new RawPeer(site.network)
  await late.exchange()
  t.equal(late.closed, 'nobody listens')
})
