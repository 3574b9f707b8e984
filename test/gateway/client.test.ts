import type { Test } from 'tap'
import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { GatewayClient } from '../../firmware/gateway/client.ts'
import type { Added, FromController, FromGateway } from '../../firmware/gateway/contract.ts'
import { PROTOCOL_VERSION } from '../../firmware/gateway/contract.ts'
import { FrameReader, FrameWriter } from '../../firmware/gateway/frames.ts'
import type { GatewayError } from '../../firmware/gateway/gateway-error.ts'
import type { Seen } from '../../firmware/gateway/gateway-handler.ts'
import type { Wire, WireEnd } from '../../firmware/gateway/wire.ts'
import { silentLog } from '../../firmware/log.ts'
import { ADD_A, CONTEXT, PLAY } from './a-host.ts'
import type { MemoryLink } from './memory-network.ts'
import { MemoryNetwork } from './memory-network.ts'
import { settle } from './settle.ts'

const WELCOME = {
  welcome: PROTOCOL_VERSION,
  gateway: 'media',
  boot: 'one',
  replay: true,
  lastEvent: 0,
} as const
const EMPTY = { contexts: [], lastEvent: 0 }

/** The gateway's end of one connection, in the hands of the test. */
class Line {
  readonly heard: FromController[] = []
  readonly #writer: FrameWriter
  closed = false

  constructor(wire: Wire) {
    this.#writer = new FrameWriter(1 << 25, (bytes) => wire.send(bytes))
  }

  get end(): WireEnd {
    const reader = new FrameReader(1 << 20)
    return {
      data: (bytes) => reader.read(bytes, (frame) => this.heard.push(frame as FromController)),
      closed: () => {
        this.closed = true
      },
    }
  }

  say(...frames: (FromGateway | object)[]): void {
    for (const frame of frames) this.#writer.write(frame)
  }
}

/** A client whose gateway is the test. */
class Site {
  readonly clock = new VirtualClock()
  readonly network = new MemoryNetwork()
  readonly links: MemoryLink[] = []
  readonly lines: Line[] = []
  readonly told: string[] = []
  readonly client: GatewayClient
  /** Sends that wait for the journal; undefined: all go at once. */
  journal: (() => void)[] | undefined
  onTold: (what: string) => void = () => {}

  constructor(seen?: Seen) {
    void this.network.listen((wire) => {
      const line = new Line(wire)
      this.lines.push(line)
      return line.end
    })
    const told = (what: string) => {
      this.told.push(what)
      this.onTold(what)
    }
    this.client = new GatewayClient({
      clock: this.clock,
      dial: this.network.dial((link) => this.links.push(link)),
      controller: 'exchange',
      epoch: 7,
      log: silentLog,
      outbox: (send) => (this.journal ? void this.journal.push(send) : send()),
      ...(seen ? { seen } : {}),
      handler: {
        connected: ({ boot }) => told(`connected ${boot}`),
        disconnected: () => told('disconnected'),
        restarted: () => told('restarted'),
        inventory: ({ lastEvent }, lost) =>
          told(`inventory ${lastEvent}${lost ? ', events lost' : ''}`),
        event: ({ event, kind }) => told(`${kind} ${event}`),
        refused: ({ refused }) => told(`refused ${refused}`),
      },
    })
  }

  get line(): Line {
    const line = this.lines.at(-1)
    if (!line) throw new Error('nobody has dialled')
    return line
  }

  async exchange(): Promise<void> {
    do await settle()
    while (this.network.deliverAll())
  }

  async start(): Promise<void> {
    this.client.start()
    await this.exchange()
  }

  /** Connected, with the first inventory behind it and nothing heard yet. */
  async ready(): Promise<void> {
    await this.start()
    this.line.say(WELCOME)
    await this.exchange()
    this.line.say({ re: idOf(this.line.heard.at(-1)), ok: EMPTY })
    await this.exchange()
    this.line.heard.length = 0
    this.told.length = 0
  }

  async cut(): Promise<void> {
    this.links.at(-1)?.cut()
    await this.exchange()
  }

  async reconnect(welcome: object = WELCOME): Promise<void> {
    const before = this.lines.length
    while (this.lines.length === before) await this.clock.advance(10)
    await this.exchange()
    this.line.say(welcome)
    await this.exchange()
  }

  async answer(...replies: object[]): Promise<void> {
    this.line.say(...replies)
    await this.exchange()
  }

  journalled(): void {
    const sends = this.journal ?? []
    this.journal = []
    for (const send of sends) send()
  }
}

function idOf(frame: FromController | undefined): number {
  if (!frame || !('id' in frame)) throw new Error('no request')
  return frame.id
}

function operations(line: Line): string[] {
  return line.heard.flatMap((frame) => ('operation' in frame ? [frame.operation.op] : []))
}

const event = (number: number, kind = 'rtp-lost') => ({ event: number, kind, termination: 'a' })

/** What became of a request. */
function watch(promise: Promise<unknown>): { outcome: unknown } {
  const watched: { outcome: unknown } = { outcome: 'waiting' }
  promise.then(
    (value) => {
      watched.outcome = value
    },
    (error: GatewayError) => {
      watched.outcome = error.code
    },
  )
  return watched
}

t.test('a client says hello with its epoch and what it has seen', async (t) => {
  const fresh = new Site()
  await fresh.start()
  t.strictSame(fresh.line.heard, [{ hello: PROTOCOL_VERSION, controller: 'exchange', epoch: 7 }])
  const known = new Site({ boot: 'one', event: 9 })
  await known.start()
  t.match(known.line.heard, [{ seen: { boot: 'one', event: 9 } }])
})

t.test('requests wait for the welcome, leave in order and are answered by number', async (t) => {
  const site = new Site()
  const early = watch(site.client.request(CONTEXT))
  await site.start()
  t.strictSame(operations(site.line), [])
  site.line.say({ ...WELCOME, replay: false })
  await site.exchange()
  const added: Promise<Added> = site.client.request(ADD_A)
  const failed = watch(site.client.batch([CONTEXT, PLAY]))
  await site.exchange()
  t.strictSame(operations(site.line), ['context', 'inventory', 'add', 'batch'])
  t.strictSame(
    site.line.heard.slice(1).map(idOf),
    [1, 2, 3, 4].map((n) => idAt(site, n)),
  )
  await site.answer(
    { re: idAt(site, 1), ok: {} },
    { re: idAt(site, 4), error: 'no-such-termination', text: 'x', failed: 1 },
    { re: idAt(site, 3), ok: { localAddress: '127.0.0.1', port: 5004 } },
  )
  t.strictSame(early.outcome, {})
  t.equal((await added).port, 5004)
  t.equal(failed.outcome, 'no-such-termination')
  await t.rejects(rejected(site), { code: 'conflict', message: 'words', failed: 3 })
})

async function rejected(site: Site): Promise<unknown> {
  const promise = site.client.request(PLAY)
  promise.catch(() => {})
  await site.exchange()
  await site.answer({
    re: idOf(site.line.heard.at(-1)),
    error: 'conflict',
    text: 'words',
    failed: 3,
  })
  return promise
}

function idAt(site: Site, index: number): number {
  return idOf(site.line.heard[index])
}

t.test('a request leaves only when the journal is written', async (t) => {
  const site = new Site()
  await site.ready()
  site.journal = []
  void site.client.request(CONTEXT)
  await site.exchange()
  t.strictSame(site.line.heard, [])
  site.journalled()
  await site.exchange()
  t.strictSame(operations(site.line), ['context'])
})

t.test(
  'an unanswered request is repeated in order on the next connection, with its number',
  async (t) => {
    const site = new Site()
    await site.ready()
    const outcomes = [CONTEXT, ADD_A, PLAY].map((operation) =>
      watch(site.client.request(operation)),
    )
    await site.exchange()
    const first = [...site.line.heard]
    await site.answer({ re: idOf(first[1]), ok: { localAddress: '', port: 2 } })
    await site.cut()
    const between = watch(site.client.request({ op: 'stop', attachment: 'p' }))
    await site.reconnect()
    t.strictSame(site.line.heard.slice(1, 3), [first[0], first[2]])
    t.strictSame(operations(site.line), ['context', 'play', 'stop'])
    for (const frame of site.line.heard.slice(1)) await site.answer({ re: idOf(frame), ok: {} })
    t.match(
      [...outcomes, between],
      [{ outcome: {} }, { outcome: { port: 2 } }, { outcome: {} }, { outcome: {} }],
    )
    t.strictSame(site.told, ['disconnected', 'connected one'])
    t.equal(site.client.waiting, 0)
  },
)

t.test('a lost connection is dialled after 20 ms, fast for 2 s, then 500 ms apart', async (t) => {
  const site = new Site()
  await site.ready()
  const fast = [20, 40, ...Array(40).fill(50)]
  for (const wait of [...fast, 100, 200, 400, 500, 500]) {
    await site.cut()
    const before = site.lines.length
    await site.clock.advance(wait - 1)
    t.equal(site.lines.length, before, `not before ${wait} ms`)
    await site.clock.advance(1)
    t.equal(site.lines.length, before + 1, `after ${wait} ms`)
  }
  await site.exchange()
  site.line.say(WELCOME)
  await site.exchange()
  await site.cut()
  const before = site.lines.length
  await site.clock.advance(20)
  t.equal(site.lines.length, before + 1, 'fast again after a welcome')
})

t.test('a gateway that accepts and says nothing is left after 2 s', async (t) => {
  const site = new Site()
  await site.start()
  await site.clock.advance(2000)
  await site.exchange()
  t.ok(site.line.closed)
  await site.clock.advance(20)
  t.equal(site.lines.length, 2)
})

t.test('a request that is not answered within its time is rejected and not repeated', async (t) => {
  const site = new Site()
  await site.ready()
  const usual = watch(site.client.request(ADD_A))
  const short = watch(site.client.request(PLAY, { timeoutMs: 100 }))
  await site.exchange()
  await site.clock.advance(99)
  t.equal(short.outcome, 'waiting')
  await site.clock.advance(1)
  t.equal(short.outcome, 'timeout')
  await site.clock.advance(1899)
  t.equal(usual.outcome, 'waiting')
  await site.clock.advance(1)
  t.equal(usual.outcome, 'timeout')
  t.equal(site.client.waiting, 0)
  await site.answer({ re: idAt(site, 0), ok: { localAddress: '', port: 2 } })
  await site.cut()
  await site.reconnect()
  t.strictSame(operations(site.line), [])
})

t.test('what takes away is repeated until it is answered, though nobody waits', async (t) => {
  const site = new Site()
  await site.ready()
  await site.cut()
  const outcomes = (
    [
      { op: 'subtract', termination: 'a' },
      {
        op: 'batch',
        operations: [
          { op: 'stop', attachment: 'p' },
          { op: 'drop-context', context: 'c' },
        ],
      },
      { op: 'batch', operations: [{ op: 'stop', attachment: 'p' }, ADD_A] },
      { op: 'drop-context', context: 'c' },
      { op: 'stop', attachment: 'p' },
    ] as const
  ).map((operation) => watch(site.client.request(operation)))
  await site.clock.advance(3000)
  t.match(outcomes, Array(5).fill({ outcome: 'timeout' }))
  t.equal(site.client.waiting, 4)
  await site.reconnect()
  t.strictSame(operations(site.line), ['subtract', 'batch', 'drop-context', 'stop'])
  for (const frame of site.line.heard.slice(1)) await site.answer({ re: idOf(frame), ok: {} })
  t.equal(site.client.waiting, 0)
})

t.test('after a restart of the gateway all is rebuilt before anything else is said', async (t) => {
  const site = new Site()
  await site.ready()
  const lost = watch(site.client.request(ADD_A))
  await site.cut()
  const queued = watch(site.client.request({ op: 'drop-context', context: 'c' }))
  site.journal = []
  const unwritten = watch(site.client.request(PLAY))
  site.onTold = (what) => {
    if (what === 'restarted') void site.client.request(CONTEXT)
    if (what === 'connected two') void site.client.request({ op: 'stats', termination: 'a' })
  }
  await site.reconnect({ ...WELCOME, boot: 'two' })
  t.match([lost, queued, unwritten], Array(3).fill({ outcome: 'gateway-restarted' }))
  t.strictSame(site.told, ['disconnected', 'restarted', 'connected two'])
  site.journalled()
  await site.exchange()
  t.strictSame(operations(site.line), ['context', 'stats', 'inventory'])
  await site.answer(event(1), { re: idAt(site, 3), ok: { contexts: [], lastEvent: 1 } })
  t.strictSame(site.told.slice(3), ['rtp-lost 1', 'inventory 1'])
  t.strictSame(site.client.seen, { boot: 'two', event: 1 })
})

t.test('a restart is noticed by a controller that itself restarted', async (t) => {
  const site = new Site({ boot: 'zero', event: 12 })
  await site.start()
  await site.answer(WELCOME)
  t.strictSame(site.told, ['restarted', 'connected one'])
  t.strictSame(site.client.seen, { boot: 'one', event: 0 })
})

t.test(
  'each event is handed over once and in order, and acknowledged behind the journal',
  async (t) => {
    const site = new Site()
    await site.ready()
    site.journal = []
    await site.answer(event(1), event(2))
    await site.answer(event(3))
    t.strictSame(site.told, ['rtp-lost 1', 'rtp-lost 2', 'rtp-lost 3'])
    t.strictSame(site.client.seen, { boot: 'one', event: 3 })
    t.strictSame(site.line.heard, [], 'nothing before the journal')
    t.equal(site.journal.length, 1)
    site.journalled()
    await site.exchange()
    t.strictSame(site.line.heard, [{ acknowledge: 2 }], 'no more than the journal had to know')
    site.journalled()
    await site.exchange()
    t.strictSame(site.line.heard, [{ acknowledge: 2 }, { acknowledge: 3 }])
    t.strictSame(site.journal, [])

    await site.cut()
    site.told.length = 0
    await site.reconnect({ ...WELCOME, lastEvent: 4 })
    t.match(site.line.heard[0], { seen: { boot: 'one', event: 3 } })
    await site.answer(event(2), event(3), event(4), event(4), event(5))
    t.strictSame(site.told, ['connected one', 'rtp-lost 4', 'rtp-lost 5'])
  },
)

t.test('an acknowledgement does not reach another boot', async (t) => {
  const site = new Site()
  await site.ready()
  site.journal = []
  await site.answer(event(1))
  await site.cut()
  await site.reconnect({ ...WELCOME, boot: 'two' })
  site.journalled()
  await site.exchange()
  t.notOk(site.line.heard.some((frame) => 'acknowledge' in frame))
})

for (const [name, frames] of [
  ['an overflow', [event(2, 'overflow'), event(3)]],
  ['a gap', [event(3)]],
] as const) {
  t.test(`after ${name} events wait for the inventory, and both come in one turn`, async (t) => {
    const site = new Site()
    await site.ready()
    await site.answer(event(1))
    site.told.length = 0
    site.line.heard.length = 0
    await site.answer(...frames)
    t.strictSame(site.told, [])
    t.strictSame(site.client.seen, { boot: 'one', event: 1 }, 'a crash now would replay')
    t.strictSame(operations(site.line), ['inventory'])
    const turns: string[] = []
    site.onTold = (what) => turns.push(`${what} of ${site.client.seen?.event}`)
    const inventory = { re: idAt(site, 0), ok: { contexts: [], lastEvent: 4 } }
    await site.answer(event(1), event(3), event(4), inventory, event(5))
    t.strictSame(turns, [
      'rtp-lost 3 of 3',
      'rtp-lost 4 of 4',
      'inventory 4, events lost of 4',
      'rtp-lost 5 of 5',
    ])
  })
}

t.test(
  'an inventory that was on its way when the connection was lost is asked for again',
  async (t) => {
    const site = new Site()
    await site.ready()
    await site.answer(event(1, 'overflow'))
    await site.cut()
    await site.reconnect()
    t.strictSame(operations(site.line), ['inventory'])
    await site.answer(event(1, 'overflow'), {
      re: idAt(site, 1),
      ok: { contexts: [], lastEvent: 1 },
    })
    t.strictSame(site.told, ['disconnected', 'connected one', 'inventory 1, events lost'])
  },
)

t.test(
  'an inventory that waited for the journal when the connection was lost is asked for once',
  async (t) => {
    const site = new Site()
    await site.ready()
    site.journal = []
    await site.answer(event(1, 'overflow'))
    await site.cut()
    await site.reconnect()
    site.journalled()
    await site.exchange()
    t.strictSame(operations(site.line), ['inventory'])
  },
)

t.test('an inventory that does not come ends the connection', async (t) => {
  const site = new Site()
  await site.ready()
  await site.answer(event(1, 'overflow'))
  await site.clock.advance(5000)
  await site.exchange()
  t.ok(site.line.closed)
  t.strictSame(site.told, ['disconnected'])
})

t.test('what awaits an answer has gone on before a later event is handed over', async (t) => {
  const site = new Site()
  await site.ready()
  const deep = async () => {
    await site.client.batch([PLAY])
    await Promise.resolve()
    await Promise.resolve()
    site.told.push('went on')
  }
  void deep()
  await site.exchange()
  await site.answer({ re: idAt(site, 0), ok: { results: [{}] } }, event(1), event(2))
  t.strictSame(site.told, ['went on', 'rtp-lost 1', 'rtp-lost 2'])
})

t.test('an event that waits when its connection is lost comes with the next one', async (t) => {
  const site = new Site()
  await site.ready()
  void site.client.request(CONTEXT)
  await site.exchange()
  site.line.say({ re: idAt(site, 0), ok: {} }, event(1))
  await settle()
  const [link] = site.links
  link?.deliver('down')
  link?.cut()
  link?.deliver('down')
  await site.exchange()
  t.strictSame(site.told, ['disconnected'])
  await site.reconnect({ ...WELCOME, lastEvent: 1 })
  await site.answer(event(1))
  t.strictSame(site.told, ['disconnected', 'connected one', 'rtp-lost 1'])
})

t.test('a refusal is told, and the client goes on trying slowly', async (t) => {
  const site = new Site()
  await site.start()
  await site.answer({ refused: 'lease', text: 'another has it' })
  t.strictSame(site.told, ['refused lease'])
  await site.clock.advance(499)
  t.equal(site.lines.length, 1)
  await site.clock.advance(1)
  t.equal(site.lines.length, 2)
})

t.test('a lease lost later is a lost connection', async (t) => {
  const site = new Site()
  await site.ready()
  await site.answer({ refused: 'lease', text: 'another took it' })
  t.strictSame(site.told, ['refused lease', 'disconnected'])
  t.equal(site.client.connected, false)
})

for (const [name, frame] of [
  ['an event without a welcome', event(1)],
  ['a list', []],
  ['a frame that means nothing', { hallo: 1 }],
] as const) {
  t.test(`${name} ends the connection`, async (t) => {
    const site = new Site()
    await site.start()
    await site.answer(frame)
    t.ok(site.line.closed)
    t.strictSame(site.told, [])
  })
}

t.test('a client that stops rejects what waits and leaves no timer', async (t) => {
  const site = new Site()
  await site.ready()
  const waiting = watch(site.client.request(ADD_A))
  await site.answer(event(1, 'overflow'))
  site.client.stop()
  await site.exchange()
  t.equal(waiting.outcome, 'stopped')
  t.ok(site.line.closed)
  t.equal(site.clock.waiting, 0)
  t.strictSame(site.told, [])
  t.equal(site.client.connected, false)
  await t.rejects(site.client.request(ADD_A), { code: 'stopped' }, 'nor does it take more')
  t.equal(site.clock.waiting, 0)
  await stoppedWhileAway(t)
})

async function stoppedWhileAway(t: Test): Promise<void> {
  const site = new Site()
  await site.ready()
  await site.cut()
  site.client.stop()
  await site.clock.advance(10_000)
  t.equal(site.lines.length, 1, 'nor does it dial again')
  t.equal(site.clock.waiting, 0)
}

t.test('an inventory says whether it stands for events that were lost', async (t) => {
  for (const [seen, welcome, said] of [
    [undefined, { ...WELCOME, replay: false }, 'inventory 3, events lost'],
    [{ boot: 'one', event: 3 }, WELCOME, 'inventory 3'],
    [{ boot: 'one', event: 1 }, { ...WELCOME, replay: false }, 'inventory 3, events lost'],
    [{ boot: 'zero', event: 8 }, WELCOME, 'inventory 3'],
    [{ boot: 'zero', event: 8 }, { ...WELCOME, replay: false }, 'inventory 3, events lost'],
  ] as const) {
    const site = new Site(seen)
    await site.start()
    await site.answer(welcome)
    const asked = site.line.heard.find((frame) => 'operation' in frame)
    await site.answer({ re: idOf(asked), ok: { contexts: [], lastEvent: 3 } })
    t.equal(site.told.at(-1), said)
  }
})

t.test('events lost before one inventory are not lost before the next', async (t) => {
  const site = new Site({ boot: 'one', event: 0 })
  await site.start()
  await site.answer(WELCOME, event(1, 'overflow'))
  await site.answer({ re: idAt(site, 1), ok: { contexts: [], lastEvent: 1 } })
  t.equal(site.told.at(-1), 'inventory 1, events lost')
  await site.answer(event(2), event(3, 'overflow'))
  const again = site.line.heard.findLast((frame) => 'operation' in frame)
  await site.answer({ re: idOf(again), ok: { contexts: [], lastEvent: 3 } })
  t.equal(site.told.at(-1), 'inventory 3, events lost')
  await site.cut()
  await site.reconnect({ ...WELCOME, boot: 'two' })
  await site.answer({ re: idAt(site, 1), ok: EMPTY })
  t.equal(site.told.at(-1), 'inventory 0')
})

t.test('a request that no gateway would take is refused here and harms no other', async (t) => {
  const site = new Site()
  await site.start()
  const long = { op: 'stats', termination: 'x'.repeat(1 << 20) } as const
  const [early, other] = [watch(site.client.request(long)), watch(site.client.request(CONTEXT))]
  await site.answer(WELCOME)
  const late = watch(site.client.request(long))
  await site.exchange()
  t.match(
    [early, late, other],
    [{ outcome: 'bad-request' }, { outcome: 'bad-request' }, { outcome: 'waiting' }],
  )
  t.strictSame(operations(site.line), ['context', 'inventory'])
  t.notOk(site.line.closed)
})
