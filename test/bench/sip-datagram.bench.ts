/**
 * CPU for a datagram received and answered by our UDP socket, beside a bare echo of node:dgram in the same run: the ratio is to stay at or
 * below 1.15 without parsing, which sip.bench.ts measures. Run: node test/bench/sip-datagram.bench.ts [datagrams]
 */
import type { Socket } from 'node:dgram'
import { createSocket } from 'node:dgram'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { readMessage } from '../../firmware/sip/message/message.ts'
import { TimerWheel } from '../../firmware/sip/timer-wheel.ts'
import { UdpSocket } from '../../firmware/sip/transport/udp.ts'

const runs = Number(process.argv[2] ?? 40_000)
const ROUNDS = 7
const IN_FLIGHT = 8

const TEXT = `OPTIONS sip:a@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKbench;rport\r\nMax-Forwards: 70\r\nFrom: <sip:a@x>;tag=1\r\nTo: <sip:b@x>\r\nCall-ID: bench\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\nX-Filler: ${'x'.repeat(600)}\r\n\r\n`
const OCTETS = Buffer.from(TEXT, 'latin1')

interface Echo {
  readonly port: number
  close(): void
}

async function bare(): Promise<Echo> {
  const socket = createSocket('udp4')
  socket.on('message', (octets, from) => socket.send(octets, from.port, from.address, () => {}))
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', () => resolve()))
  return { port: socket.address().port, close: () => socket.close() }
}

async function ours(): Promise<Echo> {
  const wheel = new TimerWheel(systemClock)
  const failed = () => {}
  const socket: UdpSocket = new UdpSocket({ address: '127.0.0.1', port: 0 }, wheel, undefined, {
    received: (_read, flow) => socket.send(TEXT, flow, failed),
    failed,
  })
  const { port } = await socket.open(0)
  return { port, close: () => void socket.close() }
}

/** CPU in microseconds for one round trip, the client's half included. */
async function measure(echo: Echo): Promise<number> {
  const client: Socket = createSocket('udp4')
  await new Promise<void>((resolve) => client.bind(0, '127.0.0.1', () => resolve()))
  let left = runs
  const begun = process.cpuUsage()
  await new Promise<void>((resolve) => {
    client.on('message', () => {
      if (--left <= 0) resolve()
      else client.send(OCTETS, echo.port, '127.0.0.1')
    })
    for (let n = 0; n < IN_FLIGHT; n++) client.send(OCTETS, echo.port, '127.0.0.1')
  })
  const { user, system } = process.cpuUsage(begun)
  client.close()
  return (user + system) / runs
}

function parsing(): number {
  for (let n = 0; n < runs; n++) readMessage(TEXT, 'datagram')
  const begun = process.cpuUsage()
  for (let n = 0; n < runs; n++) readMessage(TEXT, 'datagram')
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / runs
}

const [plain, sip] = [await bare(), await ours()]
const [least, most] = [[] as number[], [] as number[]]
for (let round = 0; round <= ROUNDS; round++) {
  const [one, other] = [await measure(plain), await measure(sip)]
  if (round === 0) continue // warm-up
  least.push(one)
  most.push(other)
}
const reading = parsing()
const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? 0
const [base, whole] = [median(least) / 2, median(most) - median(least) / 2]
console.log(`bare receive and send            ${base.toFixed(2)} µs`)
console.log(
  `ours, with reading the message   ${whole.toFixed(2)} µs, of that reading ${reading.toFixed(2)} µs`,
)
console.log(
  `ratio without reading            ${((whole - reading) / base).toFixed(3)}   budget 1.15`,
)
plain.close()
sip.close()
