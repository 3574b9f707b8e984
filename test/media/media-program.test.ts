import type { Socket } from 'node:dgram'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import t from 'tap'
import { command } from '../../firmware/bus/command.ts'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { GatewayClient } from '../../firmware/gateway/client.ts'
import type { GatewayEvent, Operation, Stream } from '../../firmware/gateway/contract.ts'
import { silentLog } from '../../firmware/log.ts'
import { sendAtOnce } from '../../firmware/outbox.ts'
import { GatewayProcess, until } from '../gateway/gateway-process.ts'

/** A telephone that counts what it hears and says silence, 50 times a second. */
class Telephone {
  heard = 0
  heardAt = 0
  #socket!: Socket
  #sequence = 0
  #target = 0
  #stopped = false

  async open(t: Test): Promise<number> {
    this.#socket = createSocket('udp4')
    this.#socket.on('message', () => {
      this.heard++
      this.heardAt = systemClock.uptime()
    })
    this.#socket.bind(0, '127.0.0.1')
    await once(this.#socket, 'listening')
    t.teardown(() => {
      this.#stopped = true
      this.#socket.close()
    })
    return this.#socket.address().port
  }

  talkTo(port: number): void {
    this.#target = port
    void this.#talk()
  }

  async #talk(): Promise<void> {
    while (!this.#stopped) {
      const packet = Buffer.alloc(172, 0xff)
      packet.writeUInt16BE(0x8000, 0)
      packet.writeUInt16BE(this.#sequence & 0xffff, 2)
      packet.writeUInt32BE(this.#sequence * 160, 4)
      packet.writeUInt32BE(0x1234, 8)
      this.#sequence++
      this.#socket.send(packet, this.#target, '127.0.0.1')
      await systemClock.sleep(20)
    }
  }
}

const stream = (port: number): Stream => ({
  remote: { address: '127.0.0.1', port },
  codec: 'PCMU',
  payloadType: 0,
  eventPayloadType: 101,
  ptimeMs: 20,
  send: true,
  receive: true,
  symmetric: false,
})

const CONTEXT = {
  op: 'context',
  context: 'call',
  orphan: { keep: true, maxAgeSeconds: 3600 },
} as const

function aController(
  path: string,
  epoch: number,
  restarted: () => void = () => {},
): { client: GatewayClient; events: GatewayEvent[] } {
  const events: GatewayEvent[] = []
  const client = new GatewayClient({
    clock: systemClock,
    path,
    controller: 'test',
    epoch,
    outbox: sendAtOnce,
    log: silentLog,
    handler: {
      connected() {},
      disconnected() {},
      restarted,
      inventory() {},
      refused() {},
      event: (event) => events.push(event),
    },
  })
  client.start()
  return { client, events }
}

/** The operations that make the call of two telephones, on the ports that they had if they had any. */
function aCall(phones: readonly number[], ports: readonly number[] = []): Operation[] {
  return [
    CONTEXT,
    ...phones.map((phone, n) => ({
      op: 'add' as const,
      context: 'call',
      termination: `leg${n}`,
      localAddress: '127.0.0.1',
      stream: stream(phone),
      ...(ports[n] ? { port: ports[n] } : {}),
    })),
  ]
}

const portsIn = (results: readonly unknown[]): number[] =>
  results.flatMap((result) => (result as { port?: number }).port ?? [])

t.test('DESIGN §5 media killed mid-call is rebuilt on the same ports', async (t) => {
  const media = new GatewayProcess(t, 'media')
  media.start()
  const [one, two] = [new Telephone(), new Telephone()]
  const phones = [await one.open(t), await two.open(t)]
  let ports: number[] = []
  let rebuilt: unknown
  const { client } = aController(media.gatewaySocket, 1, () => {
    rebuilt = client.batch(aCall(phones, ports))
  })
  t.teardown(() => client.stop())
  ports = portsIn(await client.batch(aCall(phones), { timeoutMs: 20_000 }))
  one.talkTo(ports[0] ?? 0)
  two.talkTo(ports[1] ?? 0)
  await until(() => one.heard > 20 && two.heard > 20, 'both hear each other')

  for (let kill = 1; kill <= 3; kill++) {
    rebuilt = undefined
    const killedAt = systemClock.uptime()
    t.equal(await media.end('SIGKILL'), 'SIGKILL')
    media.start()
    await until(() => rebuilt !== undefined, 'the client notices')
    t.strictSame(portsIn((await rebuilt) as unknown[]), ports)
    const [heardOne, heardTwo] = [one.heard, two.heard]
    await until(() => one.heard > heardOne && two.heard > heardTwo, 'they hear each other again')
    const gap = Math.round(Math.max(one.heardAt, two.heardAt) - killedAt)
    t.comment(`audio back ${gap} ms after the kill, start of the program included`)
    await until(() => one.heard > heardOne + 20 && two.heard > heardTwo + 20, 'and go on')
  }
})

t.test(
  'a killed controller leaves the call talking, and its successor takes it over',
  async (t) => {
    const media = new GatewayProcess(t, 'media')
    media.start()
    const [one, two] = [new Telephone(), new Telephone()]
    const phones = [await one.open(t), await two.open(t)]
    const first = aController(media.gatewaySocket, 1)
    const ports = portsIn(await first.client.batch(aCall(phones), { timeoutMs: 20_000 }))
    one.talkTo(ports[0] ?? 0)
    two.talkTo(ports[1] ?? 0)
    await until(() => one.heard > 20, 'they talk')
    first.client.stop()
    const { heard } = one
    await until(() => one.heard > heard + 50, 'they go on without a controller')

    const second = aController(media.gatewaySocket, 2)
    t.teardown(() => second.client.stop())
    t.strictSame(portsIn(await second.client.batch(aCall(phones, ports))), ports)
    const quality = await second.client.request({ op: 'subtract', termination: 'leg0' })
    t.ok('packetsReceived' in quality && quality.packetsReceived > 50)
    await second.client.request({ op: 'drop-context', context: 'call' })
    const totals = await command(
      media.commandSocket,
      'totals',
      {},
      { clock: systemClock, timeoutMs: 5000 },
    )
    t.match(totals, {
      ok: true,
      value: {
        gateway: { controller: 'test', epoch: 2, contexts: 0, terminations: 0 },
        media: { contexts: 0, terminations: 0, attachments: 0 },
      },
    })
  },
)

t.test('tones, recordings and digits of a real library come back under our names', async (t) => {
  const media = new GatewayProcess(t, 'media')
  media.start()
  const { client, events } = aController(media.gatewaySocket, 1)
  t.teardown(() => client.stop())
  const phone = await new Telephone().open(t)
  await client.batch(aCall([phone, phone]), { timeoutMs: 20_000 })
  const wav = join(media.folder, 'r.wav')
  const tone = { kind: 'tone', hz: [440], levelDbm0: -12, cadenceMs: [], totalMs: 60 } as const
  const play = { op: 'play', termination: 'leg0', side: 'to' } as const
  await client.batch([
    { op: 'record', termination: 'leg0', attachment: 'r', side: 'to', path: wav, maxMs: 0 },
    { ...play, attachment: 'tone', signal: tone },
    {
      ...play,
      attachment: 'none',
      signal: { kind: 'files', paths: ['/nonexistent/x.wav'], times: 1, fromMs: 0 },
    },
    { op: 'digits', termination: 'leg0', key: 'k', digits: '1', onMs: 50, gapMs: 50 },
  ])
  const ended = (attachment: string) =>
    events.find((event) => 'attachment' in event && event.attachment === attachment)
  await until(() => ended('tone') !== undefined && ended('none') !== undefined, 'players end')
  t.match(ended('none'), { kind: 'played', termination: 'leg0', error: 'ENOENT' })
  t.notOk('error' in (ended('tone') ?? {}))
  await client.request({ op: 'subtract', termination: 'leg0' })
  await until(() => ended('r') !== undefined, 'the recording ends with its termination')
  t.match(ended('r'), { kind: 'recorded', termination: 'leg0' })
  t.ok(existsSync(wav))
  for (const [operation, code] of [
    [{ op: 'add', context: 'call', termination: 'x', localAddress: '192.0.2.1' }, 'bad-address'],
    [{ op: 'stats', termination: 'leg0' }, 'no-such-termination'],
  ] as const) {
    await t.rejects(client.request(operation), { code })
  }
})

t.test('the program stops when told, and says what a person must mend', async (t) => {
  const media = new GatewayProcess(t, 'media')
  media.start()
  const { client } = aController(media.gatewaySocket, 1)
  await client.request(CONTEXT, { timeoutMs: 20_000 })
  const health = await command(
    media.commandSocket,
    'health',
    {},
    { clock: systemClock, timeoutMs: 5000 },
  )
  t.match(health, { ok: true, value: { name: 'media', ready: true } })
  client.stop()
  t.equal(await media.end('SIGTERM'), 0)
  t.notOk(existsSync(media.gatewaySocket))

  media.start({ STROWGER_RTP_PORTS: '10-20' })
  t.equal(await media.exited(), 78)
  t.match(media.output, /STROWGER_RTP_PORTS/)
})
