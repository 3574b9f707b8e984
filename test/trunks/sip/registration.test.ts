import type { Test } from 'tap'
import t from 'tap'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import type { SipTrunk } from '../../../firmware/model/sip-trunk.ts'
import { ok } from '../../../firmware/result.ts'
import type { Flow, Hop, OutgoingRequest } from '../../../firmware/sip/contract.ts'
import type { SipResponse } from '../../../firmware/sip/message/message.ts'
import { parseMessage } from '../../../firmware/sip/message/message.ts'
import { HopHealth } from '../../../firmware/sip/resolve/health.ts'
import { backoffMs } from '../../../firmware/trunks/sip/backoff.ts'
import { HopWatch } from '../../../firmware/trunks/sip/hop-watch.ts'
import type { KeptRegistration } from '../../../firmware/trunks/sip/registration.ts'
import { Registration } from '../../../firmware/trunks/sip/registration.ts'

const HOPS: readonly Hop[] = ['192.0.2.1', '192.0.2.2'].map((address) => ({
  transport: 'udp',
  address,
  port: 5060,
}))
const LOCAL = { address: '192.0.2.99', port: 5060 }
const TRUNK = {
  id: 't',
  server: 'p.example',
  userId: '5855550188',
  loginId: 'east',
  registrar: '',
  transport: 'udp',
  registrationSeconds: 3600,
} as unknown as SipTrunk

type Said = readonly [status: number, ...headers: string[]]

/** A provider that says what it is told; `silent` is what our own stack says when nothing comes. */
function aWorld(t: Test, says: (request: OutgoingRequest, n: number) => Said | 'silent') {
  const clock = new VirtualClock()
  const sent: { request: OutgoingRequest; at: number; hop: string; expires: number }[] = []
  const store: { kept: KeptRegistration | undefined } = { kept: undefined }
  const lost: (() => void)[] = []
  const make = (trunk = TRUNK, random = 0.5) => {
    const registration = new Registration(
      {
        clock,
        userAgent: {
          flowTo: async ({ transport, address, port }, _zone, own): Promise<Flow> => ({
            transport,
            local: own === undefined ? LOCAL : { ...LOCAL, port: own },
            remote: { address, port },
          }),
          contactFor: () => LOCAL,
          keepAlive: (_flow, _seconds, gone) => {
            lost.push(gone)
            return { cancel: () => {} }
          },
          request: async (request) => {
            const expires = Number(request.headers?.find(([name]) => name === 'Expires')?.[1])
            const hop = request.flow.remote.address
            sent.push({ request, at: clock.uptime(), hop, expires })
            return response(request, says(request, sent.length))
          },
        },
        hops: async () => ok(HOPS),
        health: new HopHealth(clock),
        credentials: () => () => undefined,
        random: () => random,
        kept: store.kept,
        keep: (kept) => {
          store.kept = kept
        },
        changed: () => {},
      },
      trunk,
    )
    t.teardown(() => registration.stop())
    return registration
  }
  return { clock, sent, store, lost, make }
}
function response(request: OutgoingRequest, said: Said | 'silent'): SipResponse {
  const [status, ...headers] = said === 'silent' ? ([408] as const) : said
  const text = [
    `SIP/2.0 ${status} Said`,
    'Via: SIP/2.0/UDP 192.0.2.99;branch=z9hG4bK1',
    'From: <sip:a@b>;tag=1',
    said === 'silent' ? 'To: <sip:a@b>' : 'To: <sip:a@b>;tag=2',
    `Call-ID: ${request.callId}`,
    `CSeq: ${request.sequence} REGISTER`,
    ...headers,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n')
  const read = parseMessage(Buffer.from(text))
  if (!read.ok || read.value.kind !== 'response') throw new Error('not a response')
  return read.value
}

const contact = (seconds: number) => `Contact: <sip:5855550188@192.0.2.99:5060>;expires=${seconds}`

t.test('RFC 3261 §10.2.4 it is refreshed at 80 to 90 % of what was granted', async (t) => {
  const { clock, sent, make } = aWorld(t, () => [200, contact(600)])
  const registration = make()
  registration.start()
  await clock.advance(0)
  t.match(registration.state, { name: 'registered', hop: HOPS[0] })
  t.match(sent[0], { expires: 3600, request: { target: 'sip:p.example' } })
  await clock.advance(479_000)
  t.equal(sent.length, 1)
  await clock.advance(62_000)
  t.equal(sent.length, 2)
  t.equal(sent[0]?.request.callId, sent[1]?.request.callId)
  t.ok((sent[1]?.request.sequence ?? 0) > (sent[0]?.request.sequence ?? 0))
})

t.test('RFC 3261 §10.2.8 a 423 is obeyed at once', async (t) => {
  const { clock, sent, make } = aWorld(t, (_request, n) =>
    n === 1 ? [423, 'Min-Expires: 7200'] : [200, contact(7200)],
  )
  make().start()
  await clock.advance(0)
  t.strictSame(
    sent.map(({ expires }) => expires),
    [3600, 7200],
  )
})

t.test('RFC 3263 §4.3 the next server after silence or 503, not after a refusal', async (t) => {
  const { clock, sent, make } = aWorld(t, ({ flow }) =>
    flow.remote.address === '192.0.2.1' ? 'silent' : [200, contact(600)],
  )
  const registration = make()
  registration.start()
  await clock.advance(0)
  t.match(registration.state, { name: 'registered', hop: HOPS[1] })
  t.equal(sent.length, 2)

  const refusing = aWorld(t, () => [403])
  const refused = refusing.make()
  refused.start()
  await refusing.clock.advance(0)
  t.match(refused.state, { name: 'failed', status: 403, why: '403 Said' })
  t.equal(refusing.sent.length, 1)
})

t.test(
  'RFC 5626 §4.5 after failures it waits longer and longer, half an hour at most',
  async (t) => {
    const { clock, sent, make } = aWorld(t, () => [500])
    make(TRUNK, 0).start()
    await clock.advance(4 * 3600_000)
    const waits = sent.slice(1).map(({ at }, n) => (at - (sent[n]?.at ?? 0)) / 1000)
    t.strictSame(waits.slice(0, 6), [30, 60, 120, 240, 480, 900])
    t.equal(backoffMs(50, 0.999) <= 1_800_000, true)
  },
)

t.test(
  'SIPT-20 a trunk is registered from the port of this server that it is set to',
  async (t) => {
    const { clock, sent, store, make } = aWorld(t, () => [200, contact(600)])
    const first = make({ ...TRUNK, localPort: 5070 })
    first.start()
    await clock.advance(0)
    t.equal(sent[0]?.request.flow.local.port, 5070)
    first.stop()
    make(TRUNK).start()
    await clock.advance(0)
    t.equal(sent.length, 2, 'what was registered from another port does not count')
    t.equal(sent[1]?.request.flow.local.port, LOCAL.port)
    t.ok(store.kept)
  },
)

t.test('a lost connection is replaced at once', async (t) => {
  const { clock, sent, lost, make } = aWorld(t, () => [200, contact(600)])
  make().start()
  await clock.advance(1000)
  lost[0]?.()
  await clock.advance(0)
  t.equal(sent.length, 2)
})

t.test(
  'DESIGN §5: the next process goes on with the registration, and does not make another',
  async (t) => {
    const { clock, sent, make } = aWorld(t, () => [200, contact(600)])
    const first = make()
    first.start()
    await clock.advance(100_000)
    first.stop()
    const next = make()
    next.start()
    await clock.advance(1000)
    t.match(next.state, { name: 'registered' })
    t.equal(sent.length, 1)
    await clock.advance(440_000)
    t.equal(sent.length, 2)
    t.equal(sent[1]?.request.callId, sent[0]?.request.callId)
    t.ok((sent[1]?.request.sequence ?? 0) > (sent[0]?.request.sequence ?? 0))

    next.stop()
    make({ ...TRUNK, loginId: 'other' }).start()
    await clock.advance(0)
    t.equal(sent.length, 3, 'another account begins anew')
    t.not(sent[2]?.request.callId, sent[0]?.request.callId)
  },
)

t.test('RFC 3261 §10.2.2 one that is removed is taken back', async (t) => {
  const { clock, sent, store, make } = aWorld(t, () => [200, contact(600)])
  const registration = make()
  registration.start()
  await clock.advance(0)
  await registration.remove()
  t.match(sent[1], { expires: 0 })
  t.equal(store.kept, undefined)
  await clock.advance(3600_000)
  t.equal(sent.length, 2)
})

t.test('a server is down after two misses and up after one answer', async (t) => {
  const clock = new VirtualClock()
  const stop = new AbortController()
  const changes: number[] = []
  let answers = true
  const [hop] = HOPS as [Hop]
  const watch = new HopWatch(
    clock,
    async () => answers,
    () => changes.push(clock.uptime()),
  )
  void watch.run(async () => [hop], 60_000, stop.signal)
  await clock.advance(1000)
  answers = false
  await clock.advance(60_000)
  t.ok(watch.isUp(hop), 'one may be lost')
  await clock.advance(12_000)
  t.notOk(watch.isUp(hop), 'it is asked sooner again')
  answers = true
  await clock.advance(60_000)
  t.ok(watch.isUp(hop))
  t.equal(changes.length, 2)
  stop.abort()
  await clock.advance(0)
  t.equal(clock.waiting, 0)
})
