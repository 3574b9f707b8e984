/** Sends one SIP message after the other, as `flood.ts` says in the first argument; then tells how it went, and ends. */
import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
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

async function sender(): Promise<(octets: Buffer) => void> {
  if (transport === 'udp') {
    const socket = createSocket('udp4')
    await new Promise<void>((resolve) => socket.bind(0, from, resolve))
    socket.on('message', take)
    socket.on('error', () => {})
    return (octets) => socket.send(octets, to.port, to.address, () => {})
  }
  let stream = open()
  function open() {
    const socket = connect({ host: to.address, port: to.port, localAddress: from })
    socket.on('error', () => {})
    socket.on('data', take)
    return socket
  }
  return (octets) => {
    if (stream.destroyed) stream = open()
    if (stream.writableLength < 65_536) stream.write(octets)
  }
}

const send = await sender()
const begun = performance.now()
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
  for (
    let due = Math.min((elapsed * rate) / 1000, messages + rate / 20);
    messages < due;
    messages++
  ) {
    const kind = kinds[messages % kinds.length] as FloodKind
    const octets = Buffer.from(message(kind, messages), 'latin1')
    sent += octets.length
    send(octets)
  }
}, TICK_MS)
