import { createHash } from 'node:crypto'
import t from 'tap'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import type { Algorithm } from '../../../firmware/sip/auth/digest.ts'
import {
  DigestServer,
  digestHa1,
  digestHash,
  parseDigest,
} from '../../../firmware/sip/auth/digest.ts'
import type { Flow, Transport } from '../../../firmware/sip/contract.ts'
import type { SipRequest } from '../../../firmware/sip/message/message.ts'
import { parseMessage } from '../../../firmware/sip/message/message.ts'

const KEY = Buffer.alloc(32, 7)
const REALM = 'office "one"'
const HA1 = digestHa1('100', REALM, 'secret')
const ha1Of = (username: string) => (username === '100' ? HA1 : undefined)
const md5 = (text: string) => createHash('md5').update(text).digest('hex')

interface Answer {
  username?: string
  password?: string
  nonce: string
  nc?: string
  uri?: string
  qop?: string
  realm?: string
  method?: string
  response?: string
  algorithm?: Algorithm
}

/** A REGISTER as a phone writes it that has been challenged. */
function register(answer?: Answer): SipRequest {
  const uri = 'sip:office.example'
  const lines = [
    `REGISTER ${uri} SIP/2.0`,
    'Via: SIP/2.0/UDP h;branch=z9hG4bK1',
    'From: <sip:100@x>;tag=1',
    'To: <sip:100@x>',
    'Call-ID: c',
    'CSeq: 1 REGISTER',
  ]
  if (answer) lines.push(`Authorization: ${authorization(answer, uri)}`)
  const result = parseMessage(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`))
  if (!result.ok || result.value.kind !== 'request') throw new Error('no request')
  return result.value
}

function authorization(answer: Answer, requestUri: string): string {
  const {
    username = '100',
    password = 'secret',
    nonce,
    nc = '00000001',
    qop = 'auth',
    realm = REALM,
    algorithm = 'MD5',
  } = answer
  const uri = answer.uri ?? requestUri
  const ha2 = digestHash(algorithm, `${answer.method ?? 'REGISTER'}:${uri}`)
  const response =
    answer.response ??
    digestHash(
      algorithm,
      `${digestHa1(username, realm, password, algorithm)}:${nonce}:${nc}:abc:${qop}:${ha2}`,
    )
  const quoted = realm.replaceAll('"', '\\"')
  return `Digest username="${username}", realm="${quoted}", nonce="${nonce}", uri="${uri}", response="${response}", algorithm=${algorithm}, cnonce="abc", qop=${qop}, nc=${nc}`
}

function aServer(clock = new VirtualClock(), key = KEY) {
  const server = new DigestServer({ clock, realm: REALM, key })
  return { server, clock, nonce: () => nonceOf(server) }
}

function nonceOf(server: DigestServer): string {
  const [name, value] = server.challenge()[0] ?? []
  if (name !== 'WWW-Authenticate') throw new Error('no challenge')
  return parseDigest(value ?? '')?.get('nonce') ?? ''
}

t.test('RFC 7616 §3.9.1 the arithmetic is that of the standard', async (t) => {
  t.equal(
    digestHa1('Mufasa', 'http-auth@example.org', 'Circle of Life'),
    '3d78807defe7de2157e2b0b6573a855f',
  )
})

t.test('RFC 7616 the right password passes, a wrong one does not', async (t) => {
  const { server, nonce } = aServer()
  t.match(server.verify(register({ nonce: nonce() }), ha1Of), {
    ok: true,
    value: { username: '100' },
  })
  t.match(server.verify(register({ nonce: nonce(), password: 'guess' }), ha1Of), { error: 'wrong' })
  t.match(server.verify(register({ nonce: nonce(), method: 'INVITE' }), ha1Of), { error: 'wrong' })
  t.match(server.verify(register({ nonce: nonce(), response: '' }), ha1Of), { error: 'wrong' })
  t.match(server.verify(register(), ha1Of), { error: 'no-credentials' })
  t.match(server.verify(register({ nonce: nonce(), realm: 'elsewhere' }), ha1Of), {
    error: 'no-credentials',
  })
})

t.test('SECURITY row 1 somebody unknown gets the same answer as a wrong password', async (t) => {
  const { server, nonce } = aServer()
  t.match(server.verify(register({ nonce: nonce(), username: 'nobody' }), ha1Of), {
    error: 'wrong',
  })
  t.equal(server.challenge()[0]?.[1]?.length, server.challenge()[0]?.[1]?.length)
})

t.test('SECURITY row 9 an answer that was heard on the wire is of no use', async (t) => {
  const { server, nonce } = aServer()
  const once = nonce()
  t.ok(server.verify(register({ nonce: once, nc: '00000003' }), ha1Of).ok)
  t.match(server.verify(register({ nonce: once, nc: '00000003' }), ha1Of), { error: 'stale' })
  t.ok(
    server.verify(register({ nonce: once, nc: '00000002' }), ha1Of).ok,
    'overtaken, not replayed',
  )
  t.match(server.verify(register({ nonce: once, nc: '00000002' }), ha1Of), { error: 'stale' })
  t.ok(server.verify(register({ nonce: once, nc: '00000100' }), ha1Of).ok)
  t.match(
    server.verify(register({ nonce: once, nc: '00000004' }), ha1Of),
    { error: 'stale' },
    'too far back to tell',
  )
  t.match(server.verify(register({ nonce: once, nc: '00000000' }), ha1Of), { error: 'wrong' })
})

t.test('SECURITY row 9 a nonce grows old, and a made-up one never was', async (t) => {
  const { server, clock, nonce } = aServer()
  const old = nonce()
  await clock.advance(10 * 60_000 + 10)
  t.match(server.verify(register({ nonce: old }), ha1Of), { error: 'stale' })
  t.match(server.verify(register({ nonce: 'made-up' }), ha1Of), { error: 'stale' })
  t.match(server.verify(register({ nonce: 'made-up', password: 'guess' }), ha1Of), {
    error: 'wrong',
  })
  const foreign = nonceOf(aServer(clock, Buffer.alloc(32, 8)).server)
  t.match(server.verify(register({ nonce: foreign }), ha1Of), { error: 'stale' })
})

t.test('a restarted server takes the nonces of the one before', async (t) => {
  const { nonce, clock } = aServer()
  const { server } = aServer(clock)
  t.ok(server.verify(register({ nonce: nonce() }), ha1Of).ok)
})

t.test('RFC 7616 §3.4.6 an answer is for one URI, and without qop it is none', async (t) => {
  const { server, nonce } = aServer()
  const verify = (uri: string) => server.verify(register({ nonce: nonce(), uri }), ha1Of)
  t.match(verify('sip:102@office.example'), { error: 'wrong' })
  t.match(verify('nonsense'), { error: 'wrong' })
  t.ok(verify('sip:192.0.2.1:5060').ok, 'sipp writes the address alone')
  t.match(server.verify(register({ nonce: nonce(), qop: 'token' }), ha1Of), { error: 'wrong' })
  t.match(
    server.verify(register({ nonce: nonce(), qop: 'auth-int' }), ha1Of),
    { error: 'unsupported' },
    'not offered, and said so, whoever asks',
  )
})

t.test('a stale nonce is told so', async (t) => {
  const { server } = aServer()
  t.match(server.challenge(true)[0]?.[1], /stale=true/)
  t.notMatch(server.challenge()[0]?.[1], /stale/)
})

t.test('SECURITY row 15 what is no digest header is none', async (t) => {
  for (const text of [
    '',
    'Basic abc',
    'Digest',
    'Digest a',
    'Digest a="b',
    'Digest a="b", a="c"',
    'Digest ="b"',
  ]) {
    const values = parseDigest(text)
    t.notOk(values?.size, text)
  }
  t.equal(parseDigest('DIGEST  a = "x, \\"y\\"" ,b=c')?.get('a'), 'x, "y"')
})

const overFlow = (transport: Transport): Flow => ({
  transport,
  local: { address: '10.0.0.1', port: 5060 },
  remote: { address: '10.0.0.2', port: 5060 },
})

t.test('SECURITY row 9 the algorithm belongs to the listener', async (t) => {
  const { server } = aServer()
  const offered = (transport: Transport) =>
    server
      .challenge(false, overFlow(transport))
      .map(([, value]) => parseDigest(value)?.get('algorithm'))
  t.strictSame(offered('udp'), ['MD5'])
  t.strictSame(offered('tls'), ['MD5'])
  t.strictSame(offered('wss'), ['SHA-256'])
  const ha1 = (username: string, algorithm: Algorithm) =>
    username === '100' ? digestHa1('100', REALM, 'secret', algorithm) : undefined
  const verify = (transport: Transport, algorithm: Algorithm, password = 'secret') =>
    server.verify(
      register({ nonce: nonceOf(server), algorithm, password }),
      ha1,
      overFlow(transport),
    )
  t.ok(verify('udp', 'MD5').ok)
  t.ok(verify('wss', 'SHA-256').ok)
  t.match(verify('wss', 'SHA-256', 'guess'), { error: 'wrong' })
  t.match(verify('wss', 'MD5'), { error: 'wrong' }, 'a weaker one than was offered')
  t.match(verify('udp', 'SHA-256'), { error: 'wrong' })
})

t.test('RFC 8760 §2.3 a listener may offer both, the best first', async (t) => {
  const server = new DigestServer({
    clock: new VirtualClock(),
    realm: REALM,
    key: KEY,
    algorithms: () => ['SHA-256', 'MD5'],
  })
  const challenges = server.challenge().map(([, value]) => parseDigest(value))
  t.strictSame(
    challenges.map((values) => values?.get('algorithm')),
    ['SHA-256', 'MD5'],
  )
  const nonce = challenges[1]?.get('nonce') ?? ''
  t.ok(server.verify(register({ nonce }), ha1Of).ok)
})

t.test('where a nonce serves once, no count makes it serve again', async (t) => {
  const server = new DigestServer({
    clock: new VirtualClock(),
    realm: REALM,
    key: KEY,
    oneTime: ({ method }) => method === 'REGISTER',
  })
  const nonce = nonceOf(server)
  t.ok(server.verify(register({ nonce }), ha1Of).ok)
  t.match(server.verify(register({ nonce, nc: '00000002' }), ha1Of), { error: 'stale' })
  t.match(server.verify(register({ nonce, nc: 'ffffffff' }), ha1Of), { error: 'stale' })
})

t.test('a response that is longer than right is wrong', async (t) => {
  const { server, nonce } = aServer()
  const once = nonce()
  const ha2 = md5('REGISTER:sip:office.example')
  const right = md5(`${HA1}:${once}:00000001:abc:auth:${ha2}`)
  t.match(server.verify(register({ nonce: once, response: `${right}0` }), ha1Of), {
    error: 'wrong',
  })
  t.ok(server.verify(register({ nonce: once, response: right }), ha1Of).ok)
})
