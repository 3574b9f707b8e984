/**
 * CPU per SIP operation, in microseconds of this process (user and system): parsing, building, a transaction, and a whole
 * call of seven messages between two user agents over loopback UDP. A B2BUA call is two of those (DESIGN §9: 0.6 ms).
 * Run: node test/bench/sip.bench.ts [calls]
 */
import { hash } from 'node:crypto'
import type { Socket } from 'node:dgram'
import { createSocket } from 'node:dgram'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { DigestServer, digestHa1, parseDigest } from '../../firmware/sip/auth/digest.ts'
import type {
  Flow,
  InviteListener,
  InviteUsage,
  UserAgent,
  UserAgentHandler,
} from '../../firmware/sip/contract.ts'
import { buildRequest, buildResponse } from '../../firmware/sip/message/build.ts'
import type { SipRequest } from '../../firmware/sip/message/message.ts'
import { parseMessage } from '../../firmware/sip/message/message.ts'
import { formatSdp, parseSdp } from '../../firmware/sip/sdp/sdp.ts'
import { createUserAgent } from '../../firmware/sip/user-agent.ts'

const calls = Number(process.argv[2] ?? 3000)

const SDP = [
  'v=0',
  'o=100 3841 1 IN IP4 192.0.2.10',
  's=-',
  'c=IN IP4 192.0.2.10',
  't=0 0',
  'm=audio 16500 RTP/AVP 0 8 9 101',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:9 G722/8000',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:101 0-16',
  'a=ptime:20',
  'a=sendrecv',
  '',
].join('\r\n')

const INVITE = Buffer.from(
  [
    'INVITE sip:101@office.example SIP/2.0',
    'Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK776asdhds;rport',
    'Max-Forwards: 70',
    'From: "Zoe Example" <sip:100@office.example>;tag=1928301774',
    'To: <sip:101@office.example>',
    'Call-ID: a84b4c76e66710@192.0.2.10',
    'CSeq: 314159 INVITE',
    'Contact: <sip:100@192.0.2.10:5060;transport=udp>',
    'Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, NOTIFY, MESSAGE, SUBSCRIBE, INFO',
    'Supported: replaces, timer',
    'User-Agent: Handset 1.2',
    'Content-Type: application/sdp',
    `Content-Length: ${SDP.length}`,
    '',
    SDP,
  ].join('\r\n'),
)

/** The other messages of a call and a registration, as telephones send them. */
function other(start: string, method: string, ...more: readonly string[]): Buffer {
  return Buffer.from(
    [
      start,
      'Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK776asdhds;rport',
      'Max-Forwards: 70',
      'From: "Zoe Example" <sip:100@office.example>;tag=1928301774',
      'To: <sip:101@office.example>;tag=a6c85cf',
      'Call-ID: a84b4c76e66710@192.0.2.10',
      `CSeq: 314159 ${method}`,
      ...more,
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n'),
  )
}
const CONTACT = 'Contact: <sip:100@192.0.2.10:5060;transport=udp>;expires=300'
const OTHERS = {
  '200': other('SIP/2.0 200 OK', 'INVITE', CONTACT, 'Supported: replaces, timer'),
  ACK: other('ACK sip:101@192.0.2.20:5060 SIP/2.0', 'ACK'),
  BYE: other('BYE sip:101@192.0.2.20:5060 SIP/2.0', 'BYE', 'User-Agent: Handset 1.2'),
  REGISTER: other('REGISTER sip:office.example SIP/2.0', 'REGISTER', CONTACT, 'Expires: 300'),
}

function microseconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since)
  return user + system
}

/** CPU a run, after a warm-up. */
function measure(name: string, runs: number, act: () => void): void {
  for (let n = 0; n < runs / 5; n++) act()
  const begun = process.cpuUsage()
  for (let n = 0; n < runs; n++) act()
  report(name, microseconds(begun) / runs)
}

function report(name: string, cpu: number, note = ''): void {
  console.log(`${name.padEnd(46)} ${cpu.toFixed(2).padStart(8)} µs${note && `   ${note}`}`)
}

function invite(): SipRequest {
  const result = parseMessage(INVITE)
  if (!result.ok || result.value.kind !== 'request') throw new Error('the INVITE is unreadable')
  return result.value
}

const flow: Flow = {
  transport: 'udp',
  local: { address: '127.0.0.1', port: 5060 },
  remote: { address: '192.0.2.10', port: 5060 },
}

function registrations(): void {
  const key = Buffer.alloc(32, 1)
  const server = new DigestServer({ clock: systemClock, realm: 'office', key })
  const ha1 = digestHa1('100', 'office', 'secret')
  const challenge = server.challenge()[0]?.[1] ?? ''
  const nonce = parseDigest(challenge)?.get('nonce') ?? ''
  let count = 0
  const register = () => {
    const nc = (++count).toString(16).padStart(8, '0')
    const uri = 'sip:office.example'
    const response = hash('md5', `${ha1}:${nonce}:${nc}:c:auth:${hash('md5', `REGISTER:${uri}`)}`)
    const text = `REGISTER ${uri} SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK${count};rport\r\nMax-Forwards: 70\r\nFrom: <sip:100@office.example>;tag=${count}\r\nTo: <sip:100@office.example>\r\nCall-ID: c\r\nCSeq: ${count} REGISTER\r\nContact: <sip:100@192.0.2.10:5060>;expires=300\r\nAuthorization: Digest username="100", realm="office", nonce="${nonce}", uri="${uri}", response="${response}", algorithm=MD5, cnonce="c", qop=auth, nc=${nc}\r\nContent-Length: 0\r\n\r\n`
    return Buffer.from(text, 'latin1')
  }
  const octets = Array.from({ length: 12_000 }, register)
  let at = 0
  measure('REGISTER: parse, verify digest, build 200', 10_000, () => {
    const result = parseMessage(octets[at++] as Buffer)
    if (!result.ok || result.value.kind !== 'request') throw new Error('unreadable')
    const verified = server.verify(result.value, () => ha1)
    if (!verified.ok) throw new Error(verified.error)
    buildResponse(result.value, flow, 200, { product: 'bench', toTag: 'abc' })
  })
  measure('challenge', 10_000, () => void server.challenge())
}

function agent(handler: Partial<UserAgentHandler>): UserAgent {
  return createUserAgent({
    clock: systemClock,
    outbox: (send) => send(),
    handler: { request: (r) => r.respond(200), invite: () => {}, newFlow: () => true, ...handler },
    listen: [{ address: '127.0.0.1', port: 0 }],
    product: 'Strowger bench',
    log: { warn: console.warn, debug: () => {} },
    timers: { t1Ms: 500, t2Ms: 4000, t4Ms: 5000 },
  })
}

const nothing: InviteListener = {
  provisional: () => {},
  accepted: () => {},
  rejected: (status) => console.warn('rejected', status),
  acknowledged: () => {},
  cancelled: () => {},
  offered: (_, answer) => answer.accept(SDP),
  request: (request) => request.respond(200),
  ended: () => {},
  changed: () => {},
}

const CONCURRENT = 20

/** INVITE, 100, 180, 200, ACK, BYE, 200, with both ends in this process, so one end costs about half. */
async function wholeCalls(): Promise<void> {
  let serial = 0
  const callee = agent({
    invite: (request) => {
      const usage = callee.adopt(request, `in-${++serial}`, nothing)
      usage.provisional(180)
      usage.accept(SDP)
    },
  })
  const caller = agent({})
  await Promise.all([caller.start(), callee.start()])
  const to = callee.local[0] as Flow['remote']
  const path: Flow = { transport: 'udp', local: caller.local[0] as Flow['local'], remote: to }
  const one = () =>
    new Promise<void>((resolve, reject) => {
      let usage: InviteUsage | undefined
      const listener = {
        ...nothing,
        accepted: () => {
          usage?.bye()
          resolve()
        },
        rejected: (status: number) => reject(new Error(String(status))),
      }
      usage = caller.invite(
        {
          target: `sip:101@127.0.0.1:${to.port}`,
          flow: path,
          from: { name: 'Zoe', uri: 'sip:100@office.example' },
          to: { uri: 'sip:101@office.example' },
          contactUser: '100',
          body: { type: 'application/sdp', text: SDP },
        },
        `out-${++serial}`,
        listener,
      )
    })
  const many = async (count: number) => {
    let left = count
    const worker = async () => {
      while (left-- > 0) await one()
    }
    await Promise.all(Array.from({ length: CONCURRENT }, worker))
  }
  await many(Math.ceil(calls / 3))
  const begun = process.cpuUsage()
  const sent = caller.counters.sent + callee.counters.sent
  await many(calls)
  const cpu = microseconds(begun) / calls
  const messages = (caller.counters.sent + callee.counters.sent - sent) / calls
  report('call, both ends (UDP loopback)', cpu, `${messages.toFixed(2)} messages`)
  report('one end of a call', cpu / 2, `retransmitted ${caller.counters.retransmitted}`)
  report('B2BUA call, two legs', cpu, 'budget of the whole product: 600 µs')
  const heap = process.memoryUsage().heapUsed / 1024 / ((calls * 4) / 3)
  console.log(`heap while transactions linger: ${heap.toFixed(1)} kB a call (both ends)`)
  await Promise.all([caller.stop(), callee.stop()])
}

async function manyRequests(): Promise<void> {
  const server = agent({})
  const client = agent({})
  await Promise.all([server.start(), client.start()])
  const remote = server.local[0] as Flow['remote']
  const path: Flow = { transport: 'udp', local: client.local[0] as Flow['local'], remote }
  const who = { uri: 'sip:100@office.example' }
  const ask = () =>
    client.request({ method: 'OPTIONS', target: 'sip:a@x', flow: path, from: who, to: who })
  for (let n = 0; n < 500; n++) await ask()
  const runs = 5000
  const begun = process.cpuUsage()
  for (let n = 0; n < runs; n += 10) await Promise.all(Array.from({ length: 10 }, ask))
  report('OPTIONS transaction, both ends (UDP loopback)', microseconds(begun) / runs)
  await Promise.all([server.stop(), client.stop()])
}

measure('parse INVITE with SDP', 50_000, () => void invite())
measure('parse INVITE, read every field a leg needs', 50_000, () => {
  const message = invite()
  void [
    message.body,
    message.contentType,
    message.requestUri,
    message.headers('Supported'),
    message.maxForwards,
  ]
})
for (const [name, octets] of Object.entries(OTHERS)) {
  measure(`parse ${name}`, 50_000, () => {
    if (!parseMessage(octets).ok) throw new Error(`${name} is unreadable`)
  })
}

/** What the runtime takes by itself: without it, the figures above say little on a machine that has other things to do. */
async function bareDatagrams(): Promise<void> {
  const [one, other] = [createSocket('udp4'), createSocket('udp4')]
  await new Promise<void>((resolve) => one.bind(0, '127.0.0.1', () => resolve()))
  await new Promise<void>((resolve) => other.bind(0, '127.0.0.1', () => resolve()))
  const runs = 30_000
  let left = runs
  let begun = process.cpuUsage()
  await new Promise<void>((resolve) => {
    const play = (from: Socket, to: Socket) =>
      from.on('message', (octets) => {
        if (--left === (runs * 2) / 3) begun = process.cpuUsage()
        if (left > 0) from.send(octets, to.address().port, '127.0.0.1')
        else resolve()
      })
    play(one, other)
    play(other, one)
    for (let n = 0; n < CONCURRENT; n++) one.send(INVITE, other.address().port, '127.0.0.1')
  })
  report('bare receive and send of a datagram', (microseconds(begun) / runs) * 1.5)
  one.close()
  other.close()
}

const request = invite()
measure('build 200 with SDP', 50_000, () => {
  const body = { type: 'application/sdp', text: SDP }
  buildResponse(request, flow, 200, { product: 'bench', toTag: 'abc', contact: '<sip:a@x>', body })
})
measure('build INVITE with SDP', 50_000, () => {
  const [from, to] = ['"Zoe" <sip:100@office.example>;tag=19283', '<sip:101@office.example>']
  const uri = 'sip:101@192.0.2.20:5060'
  const ids = { branch: 'z9hG4bKabcdefgh', callId: 'a84b4c76e66710', sequence: 1 }
  const body = { type: 'application/sdp', text: SDP }
  buildRequest({ method: 'INVITE', uri, flow, from, to, ...ids, product: 'bench', body })
})
measure('parse SDP', 50_000, () => void parseSdp(SDP))
const session = parseSdp(SDP)
measure('build SDP', 50_000, () => void (session.ok && formatSdp(session.value)))
registrations()
await bareDatagrams()
await manyRequests()
await wholeCalls()
