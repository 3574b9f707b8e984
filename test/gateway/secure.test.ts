import t from 'tap'
import { checkOperation } from '../../firmware/gateway/check.ts'
import { ADD_A, aCall, aHost, STREAM } from './a-host.ts'
import { FINGERPRINT } from './fake-media-library.ts'
import { RawPeer } from './raw-peer.ts'

const KEYS = {
  suite: 'AES_CM_128_HMAC_SHA1_80',
  local: Buffer.alloc(30, 1).toString('base64'),
  remote: Buffer.alloc(30, 2).toString('base64'),
} as const
const SDES = { keying: 'sdes', keys: KEYS, mux: false } as const
const DTLS = {
  keying: 'dtls',
  dtls: { active: false, hash: 'sha-256', fingerprint: FINGERPRINT },
  ice: { localUfrag: 'here', localPassword: 'a'.repeat(24), remoteUfrag: 'there' },
  mux: true,
} as const

t.test('the welcome tells the certificate of the gateway', async (t) => {
  const site = await aHost()
  const [welcome] = await new RawPeer(site.network).hello()
  t.match(welcome, { fingerprint: FINGERPRINT })
})

t.test('SADV-1 the welcome tells which codecs were built, of those that need not be', async (t) => {
  const plain = await aHost()
  const [nothing] = await new RawPeer(plain.network).hello()
  t.equal((nothing as { codecs?: unknown }).codecs, undefined)
  const built = await aHost()
  built.library.built.add('G729')
  const [welcome] = await new RawPeer(built.network).hello()
  t.match(welcome, { codecs: ['G729'] })
})

t.test(
  'a stream is protected before it is set, and in the clear again when it says so',
  async (t) => {
    const site = await aHost()
    const peer = await aCall(site)
    const [a = 0] = site.library.terminationHandles
    await peer.ask({ op: 'stream', termination: 'a', stream: { ...STREAM, transport: SDES } })
    t.strictSame(site.library.transportOf(a), SDES)
    t.match(site.library.streamOf(a), { transport: SDES })
    await peer.ask({ op: 'stream', termination: 'a', stream: STREAM })
    t.strictSame(site.library.transportOf(a), { keying: 'plain', mux: false })
    await peer.ask({ ...ADD_A, termination: 'n', stream: { ...STREAM, transport: DTLS } })
    t.strictSame(site.library.transportOf(site.library.terminationHandles.at(-1) ?? 0), DTLS)
  },
)

t.test('keys that do not fit are refused before the library sees them', async (t) => {
  for (const [transport, text] of [
    [{ ...SDES, keys: { ...KEYS, local: 'AAAA' } }, /another length/],
    [{ ...SDES, keys: undefined }, /no keys/],
    [{ ...SDES, keys: { ...KEYS, suite: 'ROT13' } }, /suite is none of/],
    [{ ...DTLS, dtls: { ...DTLS.dtls, hash: 'sha-512' } }, /fingerprint/],
    [{ ...DTLS, dtls: undefined }, /DTLS or not/],
    [{ ...DTLS, ice: { ...DTLS.ice, localUfrag: '' } }, /localUfrag/],
    [{ ...SDES, keying: 'zrtp' }, /keying/],
  ] as const) {
    const stream = { ...STREAM, transport }
    t.match(checkOperation({ op: 'stream', termination: 'a', stream }), {
      ok: false,
      error: { text },
    })
  }
  for (const transport of [SDES, DTLS, { ...DTLS, keys: KEYS }, { keying: 'plain', mux: true }]) {
    const stream = { ...STREAM, transport }
    t.match(checkOperation({ op: 'stream', termination: 'a', stream }), { ok: true })
  }
})

t.test('SECURITY 2: an inventory holds no keys', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  await peer.ask({ op: 'stream', termination: 'a', stream: { ...STREAM, transport: SDES } })
  const text = JSON.stringify(await peer.ask({ op: 'inventory' }))
  t.match(text, /PCMU/)
  t.notMatch(text, KEYS.local.slice(0, 12))
})

t.test('a handshake is told with its keys, or with what was wrong', async (t) => {
  const site = await aHost()
  const peer = await aCall(site)
  const reply = await peer.ask({
    ...ADD_A,
    termination: 'n',
    stream: { ...STREAM, transport: DTLS },
  })
  const { port } = reply as { port: number }
  site.library.shaken(port, KEYS)
  site.library.shaken(port, undefined, -13)
  await peer.exchange()
  t.match(peer.events, [
    { kind: 'secured', termination: 'n', keys: KEYS },
    { kind: 'secured', termination: 'n', error: 'EACCES' },
  ])
})
