import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { parseDigest } from '../../../firmware/sip/auth/digest.ts'
import type { InviteUsage } from '../../../firmware/sip/contract.ts'
import { parseMessage, readMessage } from '../../../firmware/sip/message/message.ts'
import { parseNameAddress } from '../../../firmware/sip/message/name-address.ts'
import { formatUri, parseUri, sameUri } from '../../../firmware/sip/message/uri.ts'
import { formatSdp, parseSdp } from '../../../firmware/sip/sdp/sdp.ts'
import { anAgent } from '../support/agent.ts'
import { aListener } from '../support/listener.ts'
import { aPeer } from '../support/peer.ts'

const folder = join(import.meta.dirname, 'torture')
const seeds = readdirSync(folder)
  .filter((file) => file.endsWith('.dat'))
  .map((file) => readFileSync(join(folder, file), 'latin1'))

/** Pieces that mean something to a parser: what a random octet would seldom hit. */
const PIECES = [
  '\r\n',
  '\r',
  '\n',
  '\r\n\r\n',
  '\r\n ',
  ' ',
  '\t',
  ':',
  ';',
  ',',
  '<',
  '>',
  '"',
  '\\',
  '\\"',
  '%',
  '%00',
  '@',
  '=',
  '?',
  '*',
  '[::1]',
  '\0',
  'ÿ',
  '℡',
  'Via: ',
  'From: ',
  'Contact: ',
  'm: *',
  'Content-Length: 7',
  'Record-Route: <sip:x>',
  'Route: <sip:y;lr>',
  ';tag=',
  ';branch=z9hG4bK',
  '99999999999999999999',
  '-1',
  'sip:',
  'tel:',
  'SIP/2.0',
  'INVITE',
  'ACK',
]

/** A message that is right but for some places. */
const mutated = fc
  .tuple(
    fc.constantFrom(...seeds),
    fc.array(
      fc.record({
        at: fc.nat(2000),
        cut: fc.nat(12),
        put: fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 5 })),
      }),
      { minLength: 1, maxLength: 8 },
    ),
  )
  .map(([seed, changes]) => {
    let text = seed
    for (const { at, cut, put } of changes) {
      const place = at % (text.length + 1)
      text = text.slice(0, place) + put + text.slice(place + cut)
    }
    return Buffer.from(text, 'latin1')
  })

/** Reads whatever a message lets read. */
function readAll(octets: Buffer): void {
  const result = parseMessage(octets)
  if (!result.ok) return
  const message = result.value
  void [
    message.from,
    message.to,
    message.callId,
    message.cseq,
    message.vias,
    message.contacts,
    message.maxForwards,
  ]
  void [
    message.body,
    message.contentType,
    message.headers('Route'),
    message.headers('Authorization'),
  ]
  if (message.kind === 'request') void message.requestUri
}

t.test(
  'SECURITY row 5 no message makes the parser throw, and what it takes can be read',
  async () => {
    fc.assert(fc.property(mutated, readAll), { numRuns: 20_000, seed: 4475, endOnFailure: true })
  },
)

t.test(
  'SECURITY row 15 no text makes the other parsers throw; what they take can be written',
  async (t) => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(
          fc.constantFrom(
            ...PIECES,
            'a',
            'v=0',
            'o=- 1 1 IN IP4 x',
            'c=IN IP4 x',
            'm=audio 1 RTP/AVP 0',
          ),
          { maxLength: 20 },
        )
        .map((parts) => parts.join('')),
    )
    const property = fc.property(text, (text) => {
      const uri = parseUri(text)
      if (uri.ok && /^(?:sips?|tel)$/.test(uri.value.scheme)) {
        const written = formatUri(uri.value)
        const again = parseUri(written)
        if (!again.ok || again.value.user !== uri.value.user) throw new Error(written)
        sameUri(written, text)
      }
      parseNameAddress(text)
      parseDigest(`Digest ${text}`)
      const sdp = parseSdp(text)
      if (sdp.ok) formatSdp(sdp.value)
      const lines = parseSdp(`v=0\r\no=- 1 1 IN IP4 x\r\nc=IN IP4 x\r\n${text}`)
      if (lines.ok) formatSdp(lines.value)
    })
    fc.assert(property, { numRuns: 20_000, seed: 8866, endOnFailure: true })
    t.pass()
  },
)

t.test('SECURITY row 7 the time to read grows with the length, not faster', async (t) => {
  const evil = [
    (n: number) => `OPTIONS sip:x SIP/2.0\r\nVia: ${'SIP/2.0/UDP a,'.repeat(n / 14)}\r\n\r\n`,
    (n: number) => `OPTIONS sip:x SIP/2.0\r\nTo: ${'"\\"'.repeat(n / 3)}\r\n\r\n`,
    (n: number) => `OPTIONS sip:x SIP/2.0\r\nTo: ${'<'.repeat(n)}\r\n\r\n`,
    (n: number) => `OPTIONS sip:x SIP/2.0\r\nTo: ${' '.repeat(n)}x\r\n\r\n`,
    (n: number) => `OPTIONS sip:x SIP/2.0\r\nTo: <sip:a>${';a'.repeat(n / 2)}\r\n\r\n`,
    (n: number) => `OPTIONS sip:x SIP/2.0\r\nX:${'\r\n y'.repeat(n / 4)}\r\n\r\n`,
    (n: number) => `OPTIONS sip:${'%41'.repeat(n / 3)}@x SIP/2.0\r\n\r\n`,
    (n: number) => `OPTIONS sip:x SIP/2.0${' '.repeat(n)}\r\n\r\n`,
    (n: number) => `${'\r\n'.repeat(n / 2)}OPTIONS`,
    (n: number) => `OPTIONS sip:x SIP/2.0\r\n${'X:y\r\n'.repeat(n / 5)}\r\n`,
    (n: number) =>
      `OPTIONS sip:x SIP/2.0\r\nCSeq: ${'1'.repeat(n)}\r\nCall-ID: ${' a'.repeat(n / 2)}\r\n\r\n`,
  ]
  const cost = (text: string) => {
    const before = process.cpuUsage()
    for (let n = 0; n < 20; n++) readMessage(text, 'datagram')
    const { user } = process.cpuUsage(before)
    return user / 20 / 1000
  }
  for (const [n, make] of evil.entries()) {
    // 65,000 octets at a wholly quadratic 1 ns an octet would be 4 s
    t.ok(cost(make(65_000)) < 200, `shape ${n}`)
  }
})

/** Every message of a call, mutated: the server must live, and answer the next caller. */
t.test('a server that takes every call lives through mutated calls', async (t) => {
  const usages: InviteUsage[] = []
  const server = await anAgent(
    t,
    {
      request: (request) => request.respond(200),
      invite: (request) => {
        const listener = aListener({ acknowledged: () => usages.at(-1)?.bye() })
        const usage = server.agent.adopt(request, `leg-${usages.length}`, listener)
        usages.push(usage)
        usage.provisional(183)
        usage.accept('answer', [['X-Echo', request.message.header('Subject') ?? '']])
        usage.snapshot()
      },
    },
    { trace: (_direction, _flow, callId, octets) => void (callId.length + octets.length) },
  )
  const peer = await aPeer(t)
  const call = peer.write('INVITE', server.address, {
    callId: 'seed',
    fromTag: 'f',
    body: 'offer',
    headers: [
      'Record-Route: <sip:p1;lr>, <sip:p2>',
      'Subject: hello',
      'Require: x',
      'Supported: timer',
    ],
  })
  const changes = fc.array(
    fc.record({ at: fc.nat(1000), cut: fc.nat(6), put: fc.constantFrom(...PIECES) }),
    { minLength: 1, maxLength: 3 },
  )
  const samples = fc.sample(changes, { numRuns: 3000, seed: 3261 })
  for (const [n, list] of samples.entries()) {
    let text = call
      .replace(/Require: x\r\n|Content-Length.*\r\n/g, '')
      .replace('Call-ID: seed', `Call-ID: seed${n}`)
      .replace(/branch=[^;]*/, `branch=z9hG4bK${n}`)
    for (const { at, cut, put } of list) {
      const place = at % text.length
      text = text.slice(0, place) + put + text.slice(place + cut)
    }
    peer.sendOctets(Buffer.from(text, 'latin1'), server.address)
    if (n % 100 === 99) await peer.quiet(server.address)
  }
  t.ok(usages.length > 200, `${usages.length} of 3000 were still calls`)
  for (const usage of usages) if (usage.state === 'accepted') usage.bye()
  await server.clock.advance(80_000) // 32 s for the ACK, 32 s for the BYE
  t.equal(server.agent.counters.usages, 0)
  await server.clock.advance(40_000)
  t.equal(server.agent.counters.transactions, 0, 'nothing leaks')
})
