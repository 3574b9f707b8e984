/**
 * A crowd of telephones on one UDP socket, lean enough to load the exchange from the same machine: it takes a header out of a message
 * by one search, and keeps nothing of a called party. Reads one `Order` in JSON and prints one `Outcome`.
 */
import { createHash } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { readFileSync } from 'node:fs'
import { systemClock } from '../../../firmware/clock/system-clock.ts'
import { answerChallenge, readChallenge } from '../../../firmware/sip/auth/answer-challenge.ts'
import type { Order, Outcome, Telephone } from './order.ts'

const TICK_MS = 4
const AGAIN_MS = 1000 // a loaded machine is slow, not deaf
const LOST_MS = 20_000

/** What one telephone is about to do, until it is done. */
interface Errand {
  readonly callId: string
  readonly phone: Telephone
  readonly number: string
  readonly startedAt: number
  method: string
  sequence: number
  text: string
  sentAt: number
  /** A challenge has been answered already. */
  answered: boolean
  toTag: string
  target: string
  ends: number
}

const order = JSON.parse(readFileSync(0, 'utf8')) as Order
const { address, port } = order.server
const errands = new Map<string, Errand>()
let notified = 0
let done = 0
let failed = 0
let repeated = 0
let begun = 0
const waits: number[] = []

const socket = createSocket({
  type: 'udp4',
  lookup: (name, _, take) => take(null, name, 4),
  recvBufferSize: 4 * 1024 * 1024,
})
socket.on('message', (octets) => take(octets.toString('latin1')))

async function run(): Promise<void> {
  const startedAt = systemClock.uptime()
  while (done + failed < order.count || systemClock.uptime() < startedAt + (order.lastsMs ?? 0)) {
    const now = systemClock.uptime()
    const due = Math.min(order.count, Math.ceil(((now - startedAt) * order.rate) / 1000))
    while (begun < due && errands.size < order.most) begin(now)
    for (const errand of errands.values()) look(errand, now)
    await systemClock.sleep(TICK_MS)
  }
  const ms = systemClock.uptime() - startedAt
  waits.sort((a, b) => a - b)
  const outcome: Outcome = {
    done,
    failed,
    repeated,
    notified,
    ms,
    medianMs: waits[waits.length >> 1] ?? 0,
  }
  process.stdout.write(`${JSON.stringify(outcome)}\n`, () => process.exit())
}

function begin(now: number): void {
  const phone = order.phones[begun % order.phones.length] as Telephone
  const callId = `${order.port}-${process.pid}-${begun}`
  begun++
  const method = order.kind === 'call' ? 'INVITE' : order.kind.toUpperCase()
  const errand: Errand = {
    callId,
    phone,
    number: (order.kind !== 'register' && phone.calls) || phone.user,
    startedAt: now,
    method,
    sequence: 1,
    text: '',
    sentAt: now,
    answered: false,
    toTag: '',
    target:
      method === 'REGISTER' ? `sip:${address}:${port}` : `sip:${phone.calls}@${address}:${port}`,
    ends: Number.POSITIVE_INFINITY,
  }
  errands.set(callId, errand)
  request(errand, method, authorization(errand))
}

function look(errand: Errand, now: number): void {
  if (now >= errand.ends) {
    errand.ends = Number.POSITIVE_INFINITY
    errand.sequence++
    request(errand, 'BYE', '')
  } else if (now - errand.startedAt > LOST_MS + (order.holdMs ?? 0)) {
    failed++
    errands.delete(errand.callId)
  } else if (errand.text !== '' && now - errand.sentAt > AGAIN_MS) {
    repeated++
    errand.sentAt = now
    send(errand.text)
  }
}

function take(text: string): void {
  if (text.startsWith('SIP/2.0 ')) response(text)
  else if (text.startsWith('INVITE ')) answer(text)
  else if (text.startsWith('BYE ')) send(reply(text, '200 OK', ''))
  else if (text.startsWith('NOTIFY ')) {
    notified++
    send(reply(text, '200 OK', ''))
  }
}

/** Rings and answers at once; a repetition gets the same again. */
function answer(invite: string): void {
  send(reply(invite, '180 Ringing', CONTACT))
  send(reply(invite, '200 OK', `${CONTACT}${SDP_TYPE}`, SDP))
}

function response(text: string): void {
  const errand = errands.get(header(text, 'Call-ID'))
  if (!errand || !header(text, 'CSeq').endsWith(` ${errand.method}`)) return
  const status = Number(text.slice(8, 11))
  if (status < 200 || errand.text === '') return
  if ((status === 401 || status === 407) && errand.method === 'INVITE') ack(errand, text)
  if (status === 401 || status === 407) challenged(errand, text, status)
  else if (status >= 300) end(errand, false)
  else if (errand.method === 'INVITE') accepted(errand, text)
  else end(errand, true)
}

function accepted(errand: Errand, text: string): void {
  waits.push(systemClock.uptime() - errand.startedAt)
  errand.toTag = header(text, 'To').replace(/^.*?>/, '')
  errand.target = /<([^>]*)>/.exec(header(text, 'Contact'))?.[1] ?? errand.target
  send(compose(errand, 'ACK', errand.target, '', ''))
  errand.text = ''
  errand.ends = systemClock.uptime() + (order.holdMs ?? 0)
  if (!order.holdMs) look(errand, errand.ends)
}

function challenged(errand: Errand, text: string, status: number): void {
  const name = status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate'
  const challenge = readChallenge(header(text, name))
  const isStale = /stale=true/i.test(header(text, name))
  if (!challenge || (errand.answered && !isStale)) {
    end(errand, false)
    return
  }
  errand.answered = true
  known.set(errand.phone.user, { challenge, count: 0, status })
  errand.sequence++
  request(errand, errand.method, authorization(errand))
}

type Challenge = NonNullable<ReturnType<typeof readChallenge>>
/** The last challenge of each telephone: with `again`, its nonce serves as long as the server takes it, as telephones do. */
const known = new Map<string, { challenge: Challenge; count: number; status: number }>()

function authorization(errand: Errand): string {
  const last = known.get(errand.phone.user)
  if (!last || (!errand.answered && !order.again)) return ''
  const { user, password } = errand.phone
  const value = answerChallenge(
    last.challenge,
    { user, password },
    { method: errand.method, uri: errand.target, count: ++last.count },
  )
  return `${last.status === 401 ? 'Authorization' : 'Proxy-Authorization'}: ${value}\r\n`
}

function end(errand: Errand, well: boolean): void {
  errands.delete(errand.callId)
  if (!well) failed++
  else done++
  if (well && order.kind !== 'call') waits.push(systemClock.uptime() - errand.startedAt)
}

function ack(errand: Errand, refusal: string): void {
  const toTag = header(refusal, 'To').replace(/^.*?>/, '')
  send(compose({ ...errand, toTag }, 'ACK', errand.target, '', '', branch(errand, 'INVITE')))
}

function request(errand: Errand, method: string, more: string): void {
  errand.method = method
  const body = method === 'INVITE' ? SDP : ''
  const contact = method === 'REGISTER' ? `Contact: <sip:${errand.phone.user}@${OWN}>\r\n` : CONTACT
  const headers = method === 'BYE' ? '' : `${contact}${PURPOSE}${more}`
  errand.text = compose(errand, method, errand.target, headers, body)
  errand.sentAt = systemClock.uptime()
  send(errand.text)
}

const OWN = `${address}:${order.port}`
const CONTACT = `Contact: <sip:crowd@${OWN}>\r\n`
const SDP_TYPE = 'Content-Type: application/sdp\r\n'
const SDP = [
  'v=0',
  `o=u 1 1 IN IP4 ${address}`,
  's=-',
  `c=IN IP4 ${address}`,
  't=0 0',
  'm=audio 9 RTP/AVP 0 101',
  'a=rtpmap:101 telephone-event/8000',
  '',
].join('\r\n')
const PURPOSE = {
  call: SDP_TYPE,
  register: 'Expires: 3600\r\n',
  subscribe: 'Event: dialog\r\nAccept: application/dialog-info+xml\r\nExpires: 3600\r\n',
}[order.kind]

function branch({ callId, sequence }: Errand, method: string): string {
  return `z9hG4bK${callId}${sequence}${method}`
}

function compose(
  errand: Errand,
  method: string,
  uri: string,
  headers: string,
  body: string,
  as = branch(errand, method),
): string {
  const { callId, phone, number, sequence, toTag } = errand
  return (
    `${method} ${uri} SIP/2.0\r\nVia: SIP/2.0/UDP ${OWN};branch=${as}\r\nMax-Forwards: 70\r\n` +
    `From: <sip:${phone.user}@${address}>;tag=c${callId}\r\nTo: <sip:${number}@${address}>${toTag}\r\n` +
    `Call-ID: ${callId}\r\nCSeq: ${sequence} ${method}\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`
  )
}

function reply(text: string, status: string, headers: string, body = ''): string {
  const vias = text.match(/^Via:.*\r\n/gm)?.join('') ?? ''
  const to = header(text, 'To')
  const tag = to.includes(';tag=')
    ? ''
    : `;tag=${createHash('md5').update(text).digest('hex').slice(0, 8)}`
  return (
    `SIP/2.0 ${status}\r\n${vias}From: ${header(text, 'From')}\r\nTo: ${to}${tag}\r\n` +
    `Call-ID: ${header(text, 'Call-ID')}\r\nCSeq: ${header(text, 'CSeq')}\r\n${headers}` +
    `Content-Length: ${body.length}\r\n\r\n${body}`
  )
}

/** The first header of that name, in the only spelling that our exchange writes. */
function header(text: string, name: string): string {
  const at = text.indexOf(`\r\n${name}: `)
  if (at < 0) return ''
  const from = at + name.length + 4
  return text.slice(from, text.indexOf('\r\n', from))
}

function send(text: string): void {
  socket.send(Buffer.from(text, 'latin1'), port, address)
}

socket.bind(order.port, address, () => void run())
