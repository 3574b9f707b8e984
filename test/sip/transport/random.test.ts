import { createSocket } from 'node:dgram'
import { connect as connectPlainly } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { connect } from 'node:tls'
import fc from 'fast-check'
import t from 'tap'
import { WebSocket } from 'ws'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import type { Listen } from '../../../firmware/sip/contract.ts'
import { TimerWheel } from '../../../firmware/sip/timer-wheel.ts'
import { Transports } from '../../../firmware/sip/transport/transports.ts'
import { anAuthority, changeable } from './support/certificates.ts'

const ADDRESSES = ['127.0.0.1', '127.0.0.2', '127.0.0.3']
const authority = await anAuthority()
const leaves = await Promise.all(
  ['one', 'two'].map((value) => authority.issue({ names: [{ type: 'dns', value }] })),
)

type Step =
  | { readonly do: 'listen'; readonly addresses: readonly number[] }
  | { readonly do: 'join' | 'say' | 'leave' | 'babble'; readonly who: number }
  | { readonly do: 'swap'; readonly leaf: number }
  | { readonly do: 'begin'; readonly who: number; readonly transport: 'tcp' | 'tls' }
  | { readonly do: 'wait'; readonly seconds: number }

const who = fc.nat(30)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('listen' as const),
      addresses: fc.uniqueArray(fc.nat(2)),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('join' as const, 'say' as const, 'leave' as const, 'babble' as const),
      who,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('swap' as const), leaf: fc.nat(2) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('begin' as const),
      who,
      transport: fc.constantFrom('tcp', 'tls'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.nat(40) }) },
)

/** Whoever is connected, of whatever kind. */
interface Visitor {
  send(text: string): void
  close(): void
}

function listenOn(address: string): Listen {
  return { address, udp: [0], tcp: [0], tls: [0], ws: [0], wss: [0], clientCertificates: 'asked' }
}

/** Comes in by the n-th open socket. */
function visit(transports: Transports, n: number): Visitor | undefined {
  const { listening } = transports
  const entry = listening[n % Math.max(listening.length, 1)]
  if (!entry) return undefined
  const { address, port } = entry.local
  if (entry.transport === 'udp') {
    const socket = createSocket('udp4')
    return { send: (text) => socket.send(text, port, address), close: () => socket.close() }
  }
  if (entry.transport === 'ws' || entry.transport === 'wss') {
    const socket = new WebSocket(`${entry.transport}://${address}:${port}`, ['sip'], {
      rejectUnauthorized: false,
    })
    socket.on('error', () => {})
    return {
      send: (text) => socket.readyState === WebSocket.OPEN && socket.send(text),
      close: () => socket.terminate(),
    }
  }
  const socket =
    entry.transport === 'tls'
      ? connect({ host: address, port, rejectUnauthorized: false })
      : connectPlainly(port, address)
  socket.on('error', () => {})
  socket.resume()
  return { send: (text) => void socket.write(text), close: () => socket.destroy() }
}

function options(n: number): string {
  return `OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK${n};rport;alias\r\nFrom: <sip:a@x>;tag=1\r\nTo: <sip:x>\r\nCall-ID: ${n}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n`
}

/** TCP, TLS and UDP handles of this process, listening and connected. */
function handles(): number {
  return process.getActiveResourcesInfo().filter((name) => /TCP|TLS|UDP|Pipe.*Server/.test(name))
    .length
}

async function play(steps: readonly Step[]): Promise<void> {
  const before = handles()
  const clock = new VirtualClock()
  const wheel = new TimerWheel(clock)
  const credential = changeable(leaves[0])
  const transports = new Transports(
    wheel,
    {
      tls: { credential: credential.source, authorities: () => [authority.certificate] },
      keeps: ({ remote }) => remote.port % 2 === 0,
    },
    {
      received: (read, flow) => {
        if (!read.problem)
          transports.send(flow, 'SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n', () => {})
      },
      failed: (error) => t.fail(error.message),
    },
  )
  await transports.start([listenOn('127.0.0.1')])
  const visitors: Visitor[] = []
  const one = (n: number) => visitors[n % Math.max(visitors.length, 1)]
  let promised = 0
  let settled = 0
  for (const [n, next] of steps.entries()) {
    if (next.do === 'listen') {
      const wanted = next.addresses.map((at) => listenOn(ADDRESSES[at] as string))
      const problems = await transports.setListen(wanted)
      if (problems.length) throw new Error(problems.join())
      if (transports.listening.length !== wanted.length * 5) throw new Error('not all are open')
    } else if (next.do === 'join') {
      const visitor = visit(transports, next.who)
      if (visitor) visitors.push(visitor)
    } else if (next.do === 'say') one(next.who)?.send(options(n))
    else if (next.do === 'babble') one(next.who)?.send('OPTIONS x\r\n')
    else if (next.do === 'leave') {
      const gone = one(next.who)
      visitors.splice(visitors.indexOf(gone as Visitor), gone ? 1 : 0)
      gone?.close()
    } else if (next.do === 'swap') credential.change(leaves[next.leaf])
    else if (next.do === 'wait') await clock.advance(next.seconds * 1000)
    else if (next.do === 'begin') {
      const { listening } = transports
      const target = listening.find(({ transport }) => transport === next.transport)
      const hop = { transport: next.transport, address: '127.0.0.1', port: target?.local.port ?? 9 }
      const flow = await transports.flowTo({ ...hop, serverName: 'one' }).catch(() => undefined)
      if (flow) {
        promised++
        transports.send(flow, options(n), () => settled++)
      }
    }
    if (n % 3 === 0) await pause(1)
  }
  await transports.stop()
  for (const visitor of visitors) visitor.close()
  wheel.stop()
  if (settled > promised) throw new Error('told twice that something failed')
  for (let wait = 0; handles() > before; wait++) {
    if (wait > 500) throw new Error(`${handles() - before} sockets are left`)
    await pause(10)
  }
  await clock.advance(0)
  if (clock.waiting > 0) throw new Error(`${clock.waiting} timers are left`)
}

t.test(
  'random connects, closes, certificates and listens leave no socket and no timer',
  async () => {
    const runs = Number(process.env.RUNS ?? 12)
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 40 }), play), { numRuns: runs })
  },
)
