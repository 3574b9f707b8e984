import type { Test } from 'tap'
import t, { test } from 'tap'
import { freePort, mediaPorts } from '../../firmware/demo/free-ports.ts'
import { heardTone, makeTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import type { CallRecord } from '../../firmware/records/call-record.ts'
import { aPhone, aServer, numberOf, office, passwordOf } from '../integration/an-office.ts'
import { encodeSample } from '../peers/g711.ts'
import type { PhoneCall } from '../peers/phone-call.ts'
import { credentials, Sipp, sipp } from '../peers/sipp.ts'

/** Telephones that are called, and as many that call, each with as many calls at a time as a telephone can have. */
const PAIRS = 25
const LINES = 12
/** Calls between sipp and sipp, all of them talking at the same time; their audio is counted. */
const CALLS = PAIRS * LINES
const RATE = 25 // new calls a second
/** Of the talk, after the last call should have been set up: a slow machine is later. */
const TALK_MS = 40_000
/** Beside them calls from sipp to a telephone that listens, and from one that listens to sipp. */
const SAMPLES = 5
const HZ = { callers: 1000, called: 700, listener: 440 } as const
const LEVEL = -12
/** Packets of 40 s are 2,000; who plays them may be late, but not that late. */
const ENOUGH = 500
/** Of all packets. */
const MOST_LOST = 0.005

t.setTimeout(900_000)
const server = await aServer(t, {
  office: office(2 * PAIRS + 3, { lines: LINES }),
  env: { STROWGER_RTP_PORTS: mediaPorts(4 * (CALLS + 2 * SAMPLES) + 400) },
})
const callers = Array.from({ length: PAIRS }, (_, index) => numberOf(index))
const called = Array.from({ length: PAIRS }, (_, index) => numberOf(PAIRS + index))
/** A telephone that listens, one of sipp's that calls it, and one that it calls. */
const [listening, asking, asked] = [0, 1, 2].map((n) => numberOf(2 * PAIRS + n)) as [
  string,
  string,
  string,
]

/** A second of a tone as octets of PCMU. */
function tone(hz: number): Buffer {
  const { samples } = makeTone(hz, LEVEL, 1)
  return Buffer.from(Uint8Array.from(samples, (sample) => encodeSample('pcmu', sample)))
}

const loginOf = (user: string) => [user, credentials(user, passwordOf(user))]

/** sipp as those telephones, who answer whoever calls and play their tone. */
async function answering(users: readonly string[]): Promise<Sipp> {
  const port = await freePort()
  const registered = await sipp({
    scenario: 'register',
    remote: server.sip,
    rows: users.map(loginOf),
    calls: users.length,
    passesOver: true,
    port,
    keys: { contact_port: String(port), expires: '3600' },
  })
  if (registered.successful < users.length) throw new Error(`unregistered: ${registered.errors}`)
  return Sipp.start({
    scenario: 'answer-with-sound',
    sound: tone(HZ.called),
    passesOver: true,
    limitSeconds: 600,
    port,
  })
}

function calling(user: string, whom: string, calls: number): Promise<Sipp> {
  return Sipp.start({
    scenario: 'call-with-sound',
    sound: tone(HZ.callers),
    remote: server.sip,
    rows: [[...loginOf(user), whom]],
    calls,
    rate: RATE / PAIRS,
    pauseMs: TALK_MS + (LINES * PAIRS * 1000) / RATE,
    digestUser: whom,
    passesOver: true,
    limitSeconds: 600,
  })
}

/** What it has heard since it was asked. */
async function hears(call: PhoneCall, hz: number): Promise<void> {
  const from = call.rtp.arrivals.length
  await until(
    `${hz} Hz`,
    () => {
      if (call.rtp.arrivals.length < from + 50) return false
      const { rate, samples } = call.rtp.heard()
      const { level } = heardTone({ rate, samples: samples.slice(-4000) }, hz)
      return Math.abs(level - LEVEL) < 2
    },
    60_000,
  )
}

/** Every packet that came from one party went to the other; what is not read in time on a machine that has no time is lost. */
function judge(t: Test, { call, legs }: CallRecord): number {
  const [one, other] = legs.map(({ quality }) => quality)
  if (!one || !other) {
    t.fail(`${call}: no quality`)
    return 0
  }
  const { packetsReceived: from, packetsSent: to } = one
  const { packetsReceived: back, packetsSent: gone } = other
  const few = 60 // before the other was ready, and at the end
  const passed = from >= ENOUGH && back >= ENOUGH && gone >= from - few && to >= back - few
  const lost = one.packetsLost + other.packetsLost
  if (!passed || lost > (from + back) * MOST_LOST) {
    t.fail(`${call}: ${from} came and ${gone} went, ${back} came and ${to} went, ${lost} lost`)
  }
  return from + back
}

test(`${CALLS} calls of sipp talk at once: every packet of every call arrives, and tones are heard`, async (t) => {
  const answerers = await answering([...called, asked])
  const listener = await aPhone(t, server, listening, {
    sends: { hz: HZ.listener, level: LEVEL },
  })
  const pairs = callers.map((user, index) => calling(user, called[index] ?? '', LINES))
  const all = await Promise.all([...pairs, calling(asking, listening, SAMPLES)])
  const samples: [PhoneCall, PhoneCall][] = []
  for (let sample = 0; sample < SAMPLES; sample++) {
    const [out, back] = [await listener.call(asked), await listener.incoming(60_000)]
    back.ring()
    back.answer()
    await out.answered()
    samples.push([out, back])
  }
  const calls = async () => ((await server.ask('exchange', 'calls')) as unknown[]).length
  const most = CALLS + 2 * SAMPLES
  await until(`${most} calls at once`, async () => (await calls()) === most, 120_000)
  for (const [out, back] of samples) {
    await hears(out, HZ.called)
    await hears(back, HZ.callers)
    await out.bye()
  }
  for (const one of all) t.match(await one.finished(), { failed: 0 })
  await until('the end of all calls', async () => (await calls()) === 0, 60_000)
  await answerers.stop()
  const records = (await server.records(2 * CALLS)).filter(
    ({ legs }) => !legs.some(({ party }) => party?.digits === listening),
  )
  t.equal(records.length, CALLS)
  const packets = records.reduce((sum, record) => sum + judge(t, record), 0)
  const lost = records
    .flatMap(({ legs }) => legs)
    .reduce((sum, { quality }) => sum + (quality?.packetsLost ?? 0), 0)
  t.comment(`${packets} packets came, ${lost} were lost on their way to us`)
})
