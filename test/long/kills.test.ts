import { randomInt } from 'node:crypto'
import type { Test } from 'tap'
import t, { test } from 'tap'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import type { Instance } from '../../firmware/demo/instance.ts'
import { until } from '../../firmware/demo/wait.ts'
import { aPhone, aServer, numberOf, office } from '../integration/an-office.ts'
import type { PhoneCall } from '../peers/phone-call.ts'
import type { RtpPhone } from '../peers/rtp-phone.ts'
import { statusOf } from '../peers/sip-text.ts'

const PAIRS = 10 // calls at the same time
const ROUNDS = 10
const SETUPS = 40 // calls that are killed while they are set up
const SETUP_MS = 120 // what setting up a call takes, about
const KILLED = ['exchange', 'exchange', 'media', 'broker', 'host', 'supervisor']

t.setTimeout(900_000)
const server = await aServer(t, { office: office(2 * PAIRS) })

interface Pair {
  readonly caller: RtpPhone
  readonly called: RtpPhone
}

async function pairs(t: Test, count: number): Promise<Pair[]> {
  const made: Pair[] = []
  for (let index = 0; index < count; index++) {
    const caller = await aPhone(t, server, numberOf(2 * index), { sends: { hz: 440, level: -10 } })
    const called = await aPhone(t, server, numberOf(2 * index + 1), {
      sends: { hz: 1000, level: -10 },
    })
    made.push({ caller, called })
  }
  return made
}

async function callOf({ caller, called }: Pair): Promise<readonly [PhoneCall, PhoneCall]> {
  const out = await caller.call(called.options.user)
  const back = await called.incoming()
  back.ring()
  await out.status(180)
  back.answer()
  await out.answered()
  return [out, back]
}

/** A call that is over leaves nothing in the exchange nor in the media gateway. */
async function nothingIsLeft(server: Instance): Promise<void> {
  await until(
    'the end of all calls',
    async () => {
      const calls = (await server.ask('exchange', 'calls')) as unknown[]
      const { media } = (await server.ask('media', 'totals')) as {
        media: { contexts: number; terminations: number }
      }
      return calls.length + media.contexts + media.terminations === 0
    },
    120_000, // a far end that never answers is given up after 32 s, one leg after the other
  )
}

test(`${PAIRS} calls live through ${ROUNDS} kills of any process`, async (t) => {
  const calls = []
  for (const pair of await pairs(t, PAIRS)) calls.push(await callOf(pair))
  const all = calls.flat()
  for (let round = 1; round <= ROUNDS; round++) {
    const name = KILLED[randomInt(KILLED.length)] ?? 'exchange'
    const pid = await server.pidOf(name)
    await server.kill9(name)
    await server.restarted(name, pid, 60_000)
    const before = all.map((call) => call.rtp.arrivals.length)
    await until(
      `sound in every call after the kill of ${name}`,
      () => all.every((call, index) => call.rtp.arrivals.length > (before[index] ?? 0) + 50),
      60_000,
    )
    t.notOk(
      all.some(({ ended }) => ended),
      `round ${round}: ${name}`,
    )
  }
  for (const [out, back] of calls) {
    t.equal(statusOf(await out.bye()), 200)
    await back.over()
  }
  await nothingIsLeft(server)
  const records = await server.records(PAIRS)
  t.ok(records.every(({ endedAt, cause, legs }) => endedAt && cause === 16 && legs.length === 2))
  t.ok(records.every(({ legs }) => legs.every((leg) => leg.endedAt !== undefined)))
})

test(`the exchange killed at any moment of ${SETUPS} set-ups leaves nothing behind`, async (t) => {
  const [pair] = await pairs(t, 1)
  if (!pair) throw new Error('no telephones')
  await systemClock.sleep(2000) // until the registrations are on the disk
  const outcomes = new Map<string, number>()
  for (let round = 0; round < SETUPS; round++) {
    const delay = randomInt(SETUP_MS)
    const outcome = await killedAfter(pair, delay).catch((error: Error) => {
      t.fail(`killed after ${delay} ms: ${error.message}`)
      return 'failed'
    })
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  }
  t.comment(JSON.stringify(Object.fromEntries(outcomes)))
  await nothingIsLeft(server)
  const [out, back] = await callOf(pair)
  t.equal(statusOf(await out.bye()), 200, 'the next call goes as ever')
  await back.over()
})

/** Sets a call up while the exchange is killed; both sides must come to agree on what became of it. */
async function killedAfter({ caller, called }: Pair, delay: number): Promise<string> {
  const pid = await server.pidOf('exchange')
  const answering = answerNext(called)
  systemClock.after(delay, () => process.kill(pid, 'SIGKILL'))
  const out = await caller.call(called.options.user)
  const final = statusOf(await out.status(200, 60_000))
  await server.restarted('exchange', pid, 30_000)
  if (final === 200) {
    const status = statusOf(await out.bye())
    if (status !== 200) throw new Error(`BYE was answered ${status}`)
  }
  const back = await answering
  await back?.over(60_000) // also when the caller was refused meanwhile
  return String(final)
}

async function answerNext(called: RtpPhone): Promise<PhoneCall | undefined> {
  const back = await called.incoming(40_000).catch(() => undefined) // the INVITE may never have come so far
  if (!back || back.ended) return back
  back.ring()
  await systemClock.sleep(30)
  if (!back.ended) back.answer()
  return back
}
