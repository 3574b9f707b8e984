import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { until } from '../../firmware/demo/wait.ts'
import { GatewayClient } from '../../firmware/gateway/client.ts'
import type { Operation, Stream } from '../../firmware/gateway/contract.ts'
import { silentLog } from '../../firmware/log.ts'
import { sendAtOnce } from '../../firmware/outbox.ts'
import { GatewayProcess } from '../gateway/gateway-process.ts'
import type { Memory } from './load/memory-of.ts'
import { memoryOf, PROBED } from './load/memory-of.ts'

/** Conferences of three, each recorded, before the first look at the memory. */
const WARM = 2000
const ROUNDS = 4
const BETWEEN = 1000
const AT_ONCE = 30
const TALK_MS = 60
const BUDGET_MB = 1
/** What malloc has, free places included: which ones are free differs. */
const NATIVE_MB = 4
const PACKETS = 3
/** The media process remembers as many IDs of what is gone, for five minutes: at each look all of them are of this many contexts. */
const REMEMBERED = 66_000
const IN_A_BATCH = 200

const CODECS = [
  { codec: 'PCMU', payloadType: 0 },
  { codec: 'G722', payloadType: 9 },
  { codec: 'opus', payloadType: 107 },
] as const

t.setTimeout(3600_000)

t.test(
  'DESIGN §9 the media process does not grow with conferences, recordings, players and keys',
  async (t) => {
    const media = new GatewayProcess(t, 'media', { ports: '20000-23999' })
    media.start(PROBED)
    const socket = createSocket('udp4').bind(0, '127.0.0.1')
    await once(socket, 'listening')
    t.teardown(() => socket.close())
    const recorded = new Set<string>()
    const client = new GatewayClient({
      clock: systemClock,
      path: media.gatewaySocket,
      controller: 'test',
      epoch: 1,
      outbox: sendAtOnce,
      log: silentLog,
      handler: {
        connected() {},
        disconnected() {},
        restarted() {},
        inventory() {},
        refused: (refusal) => t.fail(refusal.text),
        event: (event) => {
          if (event.kind === 'recorded') recorded.add(event.attachment)
        },
      },
    })
    client.start()
    t.teardown(() => client.stop())

    const remote = { address: '127.0.0.1', port: socket.address().port }
    let next = 0
    async function conference(): Promise<void> {
      const call = `1-1-${next++}`
      const file = (leg: number) => join(media.folder, `${call}.${leg}.wav`)
      const results = await client.batch(begin(call, remote, file), { timeoutMs: 60_000 })
      for (const result of results) {
        const { port } = result as { port?: number }
        for (let n = 0; port && n < PACKETS; n++) socket.send(packet(n), port, remote.address)
      }
      await systemClock.sleep(TALK_MS)
      await client.batch(end(call), { timeoutMs: 60_000 })
      for (const leg of [0, 1]) {
        await until(`${call}.${leg}`, () => recorded.delete(`${call}/${leg}/r`))
        rmSync(file(leg))
      }
    }
    async function conferences(count: number): Promise<void> {
      const until = next + count
      const one = async () => {
        while (next < until) await conference()
      }
      await Promise.all(Array.from({ length: AT_ONCE }, one))
    }

    const look = async (): Promise<Memory> => {
      const last = next + REMEMBERED
      while (next < last) {
        const some = Array.from({ length: IN_A_BATCH }, () => `1-1-${next++}`)
        await client.batch(some.map(aContext), { timeoutMs: 60_000 })
        await client.batch(
          some.map((context) => ({ op: 'drop-context', context })),
          { timeoutMs: 60_000 },
        )
      }
      return memoryOf(media.run, media.pid)
    }

    const looks: Memory[] = []
    await conferences(WARM)
    looks.push(await look())
    for (let round = 0; round < ROUNDS; round++) {
      await conferences(BETWEEN)
      looks.push(await look())
    }
    const said = looks.map(({ objects, native }) => `${objects.toFixed(2)}+${native.toFixed(1)}`)
    t.comment(`objects + what is not the heap's, MB: ${said.join(', ')}`)
    const [first, last] = [looks[0], looks.at(-1)]
    const growth = (what: keyof Memory) => (last?.[what] ?? Number.NaN) - (first?.[what] ?? 0)
    t.ok(growth('objects') < BUDGET_MB, `objects: ${growth('objects').toFixed(2)} MB`)
    t.ok(growth('native') < NATIVE_MB, `besides: ${growth('native').toFixed(2)} MB`)
  },
)

type Remote = NonNullable<Stream['remote']>

function aContext(context: string): Operation {
  return { op: 'context', context, orphan: { keep: false, afterSeconds: 60 } }
}

function begin(call: string, remote: Remote, file: (leg: number) => string): Operation[] {
  const usual = { eventPayloadType: 101, ptimeMs: 20, send: true, receive: true, symmetric: true }
  const leg = (n: number) => `${call}/${n}`
  return [
    aContext(call),
    ...CODECS.map(
      (codec, n): Operation => ({
        op: 'add',
        context: call,
        termination: leg(n),
        localAddress: '127.0.0.1',
        stream: { ...usual, ...codec, remote } as Stream,
      }),
    ),
    ...[0, 1].map(
      (n): Operation => ({
        op: 'record',
        termination: leg(n),
        attachment: `${leg(n)}/r`,
        side: n === 0 ? 'both' : 'from',
        path: file(n),
        maxMs: 0,
      }),
    ),
    {
      op: 'play',
      termination: leg(2),
      attachment: `${leg(2)}/p`,
      side: 'from',
      signal: { kind: 'tone', hz: [440], levelDbm0: -12, cadenceMs: [], totalMs: 0 },
    },
  ]
}

/** Recordings by being stopped, and by the end of who is recorded. */
function end(call: string): Operation[] {
  return [
    { op: 'stop', attachment: `${call}/0/r` },
    ...CODECS.map((_, n): Operation => ({ op: 'subtract', termination: `${call}/${n}` })),
    { op: 'drop-context', context: call },
  ]
}

/** PCMU of silence; of the other codecs something that they must cope with. */
function packet(sequence: number): Buffer {
  const octets = Buffer.alloc(172, 0xff)
  octets.writeUInt16BE(0x8000, 0)
  octets.writeUInt16BE(sequence, 2)
  octets.writeUInt32BE(sequence * 160, 4)
  octets.writeUInt32BE(0x1234, 8)
  return octets
}
