/** Sends one SIP message after the other, as `flood.ts` says in the first argument; then tells how it went, and ends. */
import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import { connect as connectSecurely } from 'node:tls'
import { WebSocket } from 'ws'
import type { Flooded, FloodKind, FloodOptions } from './flood.ts'

const { kinds, from, to, transport, seconds, rate } = JSON.parse(
  process.argv[2] ?? '',
) as FloodOptions
const TICK_MS = 5
const LINGER_MS = 1000

let messages = 0
let sent = 0
let received = 0
const statuses: Record<string, number> = {}

function message(kind: FloodKind, n: number): string {
  if (kind === 'garbage') return `INVITE \u0000 ${'x'.repeat(n % 700)}\r\n\r\n`
  const inDialog = ['BYE', 'UPDATE', 'ACK'].includes(kind) ? `;tag=nothing${n}` : ''
  const start =
    kind === 'response' ? 'SIP/2.0 200 OK' : `${kind} sip:${200 + (n % 50)}@${to.address} SIP/2.0`
  return [
    start,
    `Via: SIP/2.0/${transport.toUpperCase()} ${from}:5060;branch=z9hG4bKflood${process.pid}n${n};rport`,
    'Max-Forwards: 70',
    `From: "scan" <sip:${n % 9999}@${to.address}>;tag=f${n}`,
    `To: <sip:${200 + (n % 50)}@${to.address}>${inDialog}`,
    `Call-ID: flood-${process.pid}-${n}`,
    `CSeq: 1 ${kind === 'response' ? 'INVITE' : kind}`,
    `Contact: <sip:x@${from}>`,
    'Expires: 60',
    'Event: presence',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n')
}

function take(octets: Buffer): void {
  received += octets.length
  for (const [, status = ''] of octets.toString('latin1').matchAll(/^SIP\/2\.0 (\d{3})/gm)) {
    statuses[status] = (statuses[status] ?? 0) + 1
  }
}

/** Something that is opened again when the server has closed it. */
interface Stream {
  readonly isClosed: boolean
  /** Octets that wait; a stream that is not open yet says that many do. */
  readonly waiting: number
  write(octets: Buffer): void
}

const MOST_WAITING = 65_536

function tcp(): Stream {
  const { address: host, port } = to
  const plain = connect({ host, port, localAddress: from })
  plain.on('error', () => {})
  const socket =
    transport === 'tls' ? connectSecurely({ socket: plain, rejectUnauthorized: false }) : plain
  socket.on('error', () => {})
  socket.on('data', take)
  return {
    get isClosed() {
      return socket.destroyed
    },
    get waiting() {
      return socket.writableLength
    },
    write: (octets) => void socket.write(octets),
  }
}

function webSocket(): Stream {
  const socket = new WebSocket(`wss://${to.address}:${to.port}/`, ['sip'], {
    localAddress: from,
    rejectUnauthorized: false,
    perMessageDeflate: false,
  })
  socket.on('error', () => {})
  socket.on('message', (data) => take(data as Buffer))
  return {
    get isClosed() {
      return socket.readyState >= WebSocket.CLOSING
    },
    get waiting() {
      return socket.readyState === WebSocket.OPEN ? socket.bufferedAmount : MOST_WAITING
    },
    write: (octets) => socket.send(octets.toString('latin1'), () => {}),
  }
}

async function sender(): Promise<(octets: Buffer) => void> {
  if (transport === 'udp') {
    const socket = createSocket('udp4')
    await new Promise<void>((resolve) => socket.bind(0, from, resolve))
    socket.on('message', take)
    socket.on('error', () => {})
    return (octets) => {
      messages++
      sent += octets.length
      socket.send(octets, to.port, to.address, () => {})
    }
  }
  const open = transport === 'wss' ? webSocket : tcp
  let stream = open()
  return (octets) => {
    if (stream.isClosed) stream = open()
    if (stream.waiting >= MOST_WAITING) return
    messages++
    sent += octets.length
    stream.write(octets)
  }
}

const send = await sender()
const begun = performance.now()
let turn = 0
const ticking = setInterval(() => {
  const elapsed = performance.now() - begun
  if (elapsed > seconds * 1000) {
    clearInterval(ticking)
    setTimeout(() => {
      const flooded: Flooded = { messages, sent, received, statuses }
      process.send?.(flooded, () => process.exit(0))
    }, LINGER_MS)
    return
  }
  const due = Math.min((elapsed * rate) / 1000, turn + rate / 20)
  for (; turn < due; turn++) {
    const kind = kinds[turn % kinds.length] as FloodKind
    send(Buffer.from(message(kind, turn), 'latin1'))
  }
}, TICK_MS)
