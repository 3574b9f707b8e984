/**
 * CPU of an analog channel in the processes lines and media together, towards RTP and towards another telephone, and how long what is
 * said into a telephone takes until it is in a packet (DESIGN §9). Both programs as the supervisor runs them, with simulated lines,
 * whose people and central office are part of what is measured. Prints the figures beside their budgets.
 */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { command } from '../../firmware/bus/command.ts'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { GatewayClient } from '../../firmware/gateway/client.ts'
import type { Added, Operation } from '../../firmware/gateway/contract.ts'
import type { SimCommand } from '../../firmware/gateway/sim-command.ts'
import { silentLog } from '../../firmware/log.ts'
import { sendAtOnce } from '../../firmware/outbox.ts'
import type { Health } from '../../firmware/program.ts'
import type { RtpStream } from '../../hal/ffi/media-library.ts'
import { GatewayProcess, until } from '../gateway/gateway-process.ts'
import { decodeMuLaw } from '../hal/audio.ts'
import { Phone } from '../hal/phone.ts'

const CHANNELS = 24 // a T1's worth
const WARM_UP_MS = 3000
const MEASURED_MS = 20_000
const CLICKS = 50
const LOUD = 2000 // of 32767: a tone has begun
const BUDGET_DELAY_MS = 30
const TICKS_A_SECOND = 100 // of /proc, USER_HZ
const CLICK_HZ = 1000
const ORPHAN = { keep: true, maxAgeSeconds: 3600 } as const

const undo: (() => unknown)[] = []
const teardown = { teardown: (one: () => unknown) => void undo.push(one) } as never

const lines = new GatewayProcess(teardown, 'lines')
const media = new GatewayProcess(teardown, 'media', { beside: lines, ports: '41000-41998' })
lines.start({ STROWGER_LINES: `sim:fxs=${CHANNELS}` })
media.start()
const toLines = controller(lines)
const toMedia = controller(media)
await until(() => toLines.connected && toMedia.connected, 'both processes are ready')
const pids = { lines: await pidOf(lines), media: await pidOf(media) }

const names = Array.from({ length: CHANNELS }, (_, i) => `fxs-${i + 1}`)
for (const line of names) {
  await sim({ line, action: 'lift' })
  await sim({ line, action: 'say', voice: 'tone', hz: CLICK_HZ, levelDbm0: -15 })
  await serve(line)
}
console.log(`lines: load ${loadavg()[0]?.toFixed(1)} before`)
const phones = await bridgedToRtp()
report('FXS to RTP', await measured(), `${CHANNELS} channels, 20 ms G.711 both ways`)
for (const phone of phones) await phone.close()
for (const line of names) await toMedia.request({ op: 'drop-context', context: line })
await bridgedInPairs()
report('FXS to FXS', await measured(), `${CHANNELS} telephones in pairs`)
for (let i = 0; i < CHANNELS; i += 2)
  await toMedia.request({ op: 'drop-context', context: `pair-${i}` })
await delays('fxs-1')
console.log(`lines: load ${loadavg()[0]?.toFixed(1)} after`)
for (const one of undo.reverse()) await one()
process.exit()

// ---- what is built ----

/** Each telephone with a SIP telephone of its own, both talking. */
async function bridgedToRtp(): Promise<Phone[]> {
  const phones: Phone[] = []
  for (const line of names) {
    const phone = await Phone.open()
    await inContext(line, [line])
    phone.towards = await rtpIn(line, phone.streamWithoutEvents())
    phone.talk(400, -15)
    phones.push(phone)
  }
  return phones
}

/** Adds a SIP telephone to the context; the port that it has to send to. */
async function rtpIn(context: string, stream: RtpStream): Promise<number> {
  const termination = `${context}/rtp`
  const where = { context, termination, localAddress: '127.0.0.1' }
  const added = await toMedia.request({ op: 'add', ...where, stream })
  return (added as Added).port
}

async function bridgedInPairs(): Promise<void> {
  for (let i = 0; i < CHANNELS; i += 2) await inContext(`pair-${i}`, names.slice(i, i + 2))
}

async function inContext(context: string, members: readonly string[]): Promise<void> {
  const operations: Operation[] = [{ op: 'context', context, orphan: ORPHAN }]
  for (const line of members) {
    operations.push({ op: 'add-line', context, termination: `${context}/${line}`, line })
    const detector = { attachment: `${context}/${line}/keys`, side: 'from' } as const
    operations.push({ op: 'detect', termination: `${context}/${line}`, ...detector })
  }
  await toMedia.request({ op: 'batch', operations })
}

/** As a leg of the exchange has the line. */
async function serve(line: string): Promise<void> {
  await toLines.request({
    op: 'batch',
    operations: [
      { op: 'context', context: line, orphan: ORPHAN },
      { op: 'add-line', context: line, termination: line, line },
    ],
  })
}

// ---- what is measured ----

interface Cpu {
  readonly lines: number
  readonly media: number
}

async function measured(): Promise<Cpu> {
  await systemClock.sleep(WARM_UP_MS)
  const [l, m, began] = [cpuSeconds(pids.lines), cpuSeconds(pids.media), systemClock.uptime()]
  await systemClock.sleep(MEASURED_MS)
  const seconds = (systemClock.uptime() - began) / 1000
  return {
    lines: (cpuSeconds(pids.lines) - l) / seconds,
    media: (cpuSeconds(pids.media) - m) / seconds,
  }
}

function report(what: string, cpu: Cpu, how: string): void {
  const percent = (share: number) => `${((share * 100) / CHANNELS).toFixed(3)} %`
  const both = percent(cpu.lines + cpu.media)
  const parts = `lines ${percent(cpu.lines)}, media ${percent(cpu.media)}`
  console.log(`${what}: ${both} of a core a channel (${parts}); ${how}`)
}

/** From the command that a telephone speaks, which waits for a tick of 10 ms first, until the packet with the first of it is here. */
async function delays(line: string): Promise<void> {
  const ear = createSocket('udp4')
  ear.bind(0, '127.0.0.1')
  await once(ear, 'listening')
  let heardAt: number | undefined
  ear.on('message', (packet) => {
    if (
      heardAt === undefined &&
      packet.subarray(12).some((byte) => Math.abs(decodeMuLaw(byte)) > LOUD)
    )
      heardAt = systemClock.uptime()
  })
  await inContext('delay', [line])
  const { port } = ear.address()
  const usual = { codec: 'PCMU', payloadType: 0, ptimeMs: 20, send: true, receive: true } as const
  await rtpIn('delay', { remote: { address: '127.0.0.1', port }, ...usual, symmetric: false })
  const found: number[] = []
  for (let n = 0; n < CLICKS; n++) {
    await sim({ line, action: 'say', voice: 'silent' })
    await systemClock.sleep(300 + ((n * 7) % 20))
    heardAt = undefined
    const asked = systemClock.uptime()
    await sim({ line, action: 'say', voice: 'tone', hz: CLICK_HZ, levelDbm0: -10 })
    const said = (asked + systemClock.uptime()) / 2
    await until(() => heardAt !== undefined, 'the click')
    found.push((heardAt ?? 0) - said)
  }
  ear.close()
  reportDelays(found.sort((a, b) => a - b))
}

function reportDelays(sorted: readonly number[]): void {
  const [median, worst] = [sorted[CLICKS / 2], sorted.at(-1)].map((ms) => ms?.toFixed(1))
  console.log(
    `delay FXS to RTP: median ${median} ms, worst ${worst} ms of ${CLICKS}, with up to 10 ms before the telephone's next tick; budget ${BUDGET_DELAY_MS} ms at 20 ms packets`,
  )
}

// ---- the processes ----

function controller(process: GatewayProcess): GatewayClient {
  const client = new GatewayClient({
    clock: systemClock,
    path: process.gatewaySocket,
    controller: 'bench',
    epoch: 1,
    outbox: sendAtOnce,
    log: silentLog,
    handler: {
      connected() {},
      disconnected() {},
      restarted() {},
      inventory() {},
      refused() {},
      event() {},
    },
  })
  client.start()
  undo.push(() => client.stop())
  return client
}

async function sim(what: SimCommand): Promise<void> {
  await asked(lines, 'sim', what)
}

async function pidOf(process: GatewayProcess): Promise<number> {
  return ((await asked(process, 'health', {})) as Health).pid
}

async function asked(process: GatewayProcess, verb: string, args: unknown): Promise<unknown> {
  const options = { timeoutMs: 5000, clock: systemClock }
  const answer = await command(process.commandSocket, verb, args, options)
  if (!answer.ok) throw new Error(`${verb}: ${answer.error.text}`)
  return answer.value
}

/** User and system time of a process so far, seconds: fields 14 and 15 of proc(5) stat, behind the name in brackets. */
function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND
}
