import { randomBytes } from 'node:crypto'
import t from 'tap'
import type { Handle, RtpStream } from '../../hal/ffi/media-library.ts'
import type { SecureTransport, SrtpSuite } from '../../hal/ffi/media-secure.ts'
import { SRTP_SUITES } from '../../hal/ffi/media-secure.ts'
import { Office } from './office.ts'
import { until } from './phone.ts'

const TONE = { hz: [1000], levelDbm0: -10, cadenceMs: [], totalMs: 0 }

const towards = (port: number): RtpStream => ({
  remote: { address: '127.0.0.1', port },
  codec: 'PCMU',
  payloadType: 0,
  ptimeMs: 20,
  send: true,
  receive: true,
  symmetric: false,
})

/** Two terminations, each alone in its context, that send to each other. */
function aPair(office: Office, [one, other]: readonly [SecureTransport, SecureTransport]) {
  const add = () => office.media.addRtp(office.media.addContext(), { localAddress: '127.0.0.1' })
  const [a, b] = [add(), add()]
  office.media.setSecure(a.termination, one)
  office.media.setSecure(b.termination, other)
  office.media.setRtp(a.termination, towards(b.port))
  office.media.setRtp(b.termination, towards(a.port))
  return [a.termination, b.termination] as const
}

async function hearEachOther(office: Office, pair: readonly Handle[]): Promise<void> {
  for (const one of pair) office.media.playTone(one, 'to', TONE)
  const received = () => pair.map((one) => office.media.stats(one).packetsReceived)
  await until(
    () => received().every((count) => count > 10),
    () => `packets: ${received()}`,
  )
}

for (const [suite, octets] of Object.entries(SRTP_SUITES)) {
  t.test(`RFC 4568 ${suite} between two terminations`, async (t) => {
    const office = new Office(t)
    const [local, remote] = [0, 1].map(() => randomBytes(octets).toString('base64')) as [
      string,
      string,
    ]
    const one = { suite: suite as SrtpSuite, local, remote }
    const other = { suite: suite as SrtpSuite, local: remote, remote: local }
    const pair = aPair(office, [
      { keying: 'sdes', keys: one, mux: false },
      { keying: 'sdes', keys: other, mux: false },
    ])
    await hearEachOther(office, pair)
    t.strictSame(
      pair.map((each) => office.media.keys(each)),
      [one, other],
    )
    t.match(
      pair.map((each) => office.media.stats(each)),
      [
        { droppedSecure: 0, suite },
        { droppedSecure: 0, suite },
      ],
    )
  })
}

t.test('RFC 5764 two terminations agree on keys, and tell', async (t) => {
  const office = new Office(t)
  const { fingerprint } = office.media
  t.match(fingerprint, /^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/)
  const dtls = { hash: 'sha-256', fingerprint } as const
  const pair = aPair(office, [
    { keying: 'dtls', dtls: { ...dtls, active: true }, mux: true },
    { keying: 'dtls', dtls: { ...dtls, active: false }, mux: true },
  ])
  t.equal(office.media.keys(pair[0]), undefined, 'there are none yet')
  const told = [await office.event('secured'), await office.event('secured')]
  t.strictSame(told.map(({ termination }) => termination).sort(), [...pair].sort())
  t.ok(told.every(({ error }) => error === 0))
  await hearEachOther(office, pair)
  const [a, b] = pair.map((each) => office.media.keys(each))
  t.ok(a && b)
  t.strictSame([a?.local, a?.remote, a?.suite], [b?.remote, b?.local, b?.suite])
})

t.test('RFC 5763 §5 a certificate that was not signalled is told', async (t) => {
  const office = new Office(t)
  const fingerprint = Array.from({ length: 32 }, () => '00').join(':')
  const wrong = { hash: 'sha-256', fingerprint, active: false } as const
  const right = { ...wrong, fingerprint: office.media.fingerprint, active: true }
  const [, b] = aPair(office, [
    { keying: 'dtls', dtls: right, mux: false },
    { keying: 'dtls', dtls: wrong, mux: false },
  ])
  await until(
    () => office.events.some((e) => e.kind === 'secured' && e.termination === b && e.error !== 0),
    () => JSON.stringify(office.events),
  )
  t.equal(office.media.keys(b), undefined)
})
