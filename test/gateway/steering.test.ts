import t from 'tap'
import { aCall, aHost } from './a-host.ts'

const MESSAGE = {
  op: 'play',
  termination: 'a',
  attachment: 'm',
  side: 'to',
  signal: { kind: 'files', paths: ['/messages/1.wav'], times: 1, fromMs: 0 },
} as const
const RECORDING = {
  op: 'record',
  termination: 'b',
  attachment: 'r',
  side: 'both',
  path: '/r/1.wav',
  maxMs: 0,
  khz: 16,
  trimBelowDbm0: -45,
} as const

t.test('a player is paused, sent elsewhere and made faster, each once', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  await peer.ask(MESSAGE)
  const back = {
    op: 'steer',
    attachment: 'm',
    key: 'k1',
    paused: false,
    seek: { byMs: -5000 },
  } as const
  t.strictSame(await peer.ask(back), {})
  t.strictSame(await peer.ask(back), {}, 'said again')
  t.equal(await peer.ask({ ...back, paused: true }), 'conflict')
  t.strictSame(
    await peer.ask({ op: 'steer', attachment: 'm', key: 'k2', paused: true, speedPercent: 150 }),
    {},
  )
  t.same(
    site.library.effects.flatMap(({ kind, what }) => (kind === 'steer' ? [JSON.parse(what)] : [])),
    [
      { paused: false, seek: { byMs: -5000 } },
      { paused: true, speedPercent: 150 },
    ],
  )
  const [handle = 0] = site.library.running
  site.library.finish(handle)
  t.strictSame(await peer.ask({ ...back, key: 'k3' }), {}, 'its end may be on its way')
  t.strictSame(await peer.ask({ ...back, attachment: 'unknown' }), {})
  for (const wrong of [
    { ...back, key: 'k4', speedPercent: 49 },
    { ...back, key: 'k4', seek: {} },
    { ...back, key: 'k4', seek: { toMs: -1 } },
    { ...back, key: 'k4', paused: 1 },
  ]) {
    t.equal(await peer.ask(wrong as never), 'bad-request')
  }
})

t.test('a recorder is paused, and nothing else; its format is asked for', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  t.strictSame(await peer.ask(RECORDING), {})
  t.equal(await peer.ask({ ...RECORDING, khz: 8 }), 'conflict')
  t.strictSame(await peer.ask({ op: 'steer', attachment: 'r', key: 'k', paused: true }), {})
  t.equal(
    await peer.ask({ op: 'steer', attachment: 'r', key: 'l', paused: true, speedPercent: 100 }),
    'bad-request',
  )
  t.equal(await peer.ask({ ...RECORDING, attachment: 's', format: 'mp3' } as never), 'bad-request')
})

t.test(
  'DESIGN §5 a studio is a termination of nobody; a party is made louder or mute',
  async (t) => {
    const site = await aHost()
    const peer = await aCall(site)
    const studio = { op: 'add-studio', context: 'c', termination: 's' } as const
    t.strictSame(await peer.ask(studio), {})
    t.strictSame(await peer.ask(studio), {})
    t.equal(await peer.ask({ ...studio, termination: 'a' }), 'conflict')
    t.strictSame(await peer.ask({ ...MESSAGE, termination: 's', side: 'from' }), {})
    t.match(await peer.ask({ op: 'inventory' }), {
      contexts: [{ terminations: [{}, {}, { termination: 's', attachments: ['m'] }] }],
    })
    t.strictSame(await peer.ask({ op: 'level', termination: 'a', side: 'from', db: 'mute' }), {})
    t.strictSame(await peer.ask({ op: 'level', termination: 'a', side: 'to', db: -10 }), {})
    t.equal(await peer.ask({ op: 'level', termination: 'a', side: 'to', db: 31 }), 'bad-request')
    t.equal(
      await peer.ask({ op: 'level', termination: 'x', side: 'to', db: 0 }),
      'no-such-termination',
    )
    t.equal(site.library.effects.filter(({ kind }) => kind === 'level').length, 2)
  },
)

t.test(
  'PAGE-8 a termination sends to a group so many hops far, another one hears it',
  async (t) => {
    const site = await aHost()
    const peer = await aCall(site)
    const add = { op: 'add', context: 'c', termination: 'p', localAddress: '127.0.0.1' } as const
    t.match(await peer.ask({ ...add, multicast: { hops: 3, loop: false } }), { port: Number })
    t.equal(
      await peer.ask({ ...add, termination: 'q', multicast: { hops: 0, loop: false } }),
      'bad-request',
    )
    const listener = {
      op: 'add-listener',
      context: 'c',
      termination: 'l',
      localAddress: '127.0.0.1',
      group: '239.255.10.2',
      port: 6000,
      priority: 5,
      codec: 'PCMU',
      payloadType: 0,
    } as const
    t.strictSame(await peer.ask(listener), {})
    t.strictSame(await peer.ask(listener), {})
    t.equal(await peer.ask({ ...listener, priority: 6 }), 'conflict')
    t.equal(await peer.ask({ ...listener, termination: 'm', priority: 0 }), 'bad-request')
    t.same(
      site.library.effects.flatMap(({ kind, what }) =>
        kind === 'listen' || kind === 'multicast' ? [`${kind} ${what}`] : [],
      ),
      ['multicast 3', 'listen 239.255.10.2:6000 5'],
    )
  },
)
