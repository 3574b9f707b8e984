import type { Test } from 'tap'
import t, { test } from 'tap'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { until } from '../../firmware/demo/wait.ts'
import { statusOf } from '../peers/sip-text.ts'
import { aPhone, aServer, numberOf, office } from './an-office.ts'

// A binding is on the disk within a second of its 200 (DESIGN §4: grouped commits); twice that for a busy machine.
const DURABLE_AFTER_MS = 2000

t.setTimeout(600_000)
const server = await aServer(t, { office: office(3) })
const [ann, bob, cat] = [numberOf(0), numberOf(1), numberOf(2)]

test('the whole server killed keeps configuration, registrations and records', async (t) => {
  const caller = await aPhone(t, server, ann)
  const called = await aPhone(t, server, bob)
  const first = await caller.call(bob)
  ;(await called.incoming()).answer()
  await first.answered()
  await first.bye()
  const before = await until('the record', async () => {
    const [record] = await server.records(1)
    return record?.endedAt !== undefined && record
  })
  const configuration = (await server.cli('export')).stdout

  await server.killAll9()
  await server.startAgain()

  t.equal((await server.cli('export')).stdout, configuration)
  t.strictSame((await server.records(1))[0], before)
  const second = await caller.call(bob) // neither has registered anew
  ;(await called.incoming()).answer()
  await second.answered()
  t.equal(statusOf(await second.bye()), 200)
})

async function aCall(t: Test) {
  const caller = await aPhone(t, server, ann, { sends: { hz: 440, level: -10 } })
  const called = await aPhone(t, server, cat, { sends: { hz: 1000, level: -10 } })
  const out = await caller.call(cat)
  const back = await called.incoming()
  back.answer()
  await out.answered()
  await until('the record', async () => (await server.records(1))[0]?.answeredAt !== undefined)
  return { out, back }
}

async function closedRecord(limitMs?: number) {
  return until(
    'the end of the record',
    async () => {
      const [record] = await server.records(1)
      return record?.dialled === cat && record.endedAt !== undefined && record
    },
    limitMs,
  )
}

test('a call goes on after every process was killed', async (t) => {
  const { out, back } = await aCall(t)
  await server.killAll9()
  await server.startAgain()
  const heard = [out.rtp.arrivals.length, back.rtp.arrivals.length] as const
  await until('sound', () => out.rtp.arrivals.length > heard[0] + 50)
  await until('sound', () => back.rtp.arrivals.length > heard[1] + 50)
  t.equal(statusOf(await out.bye()), 200)
  await back.over()
  t.match(await closedRecord(), { cause: 16, adopted: 1 })
})

test('a call that was on when the power failed has an end in its record', async (t) => {
  const { out, back } = await aCall(t)
  await server.powerCut()
  await server.startAgain()
  const record = await closedRecord(60_000)
  t.ok(record.endedAt && record.answeredAt && record.endedAt >= record.answeredAt)
  t.equal(record.legs.filter(({ endedAt }) => endedAt !== undefined).length, 2, 'legs')
  t.equal(statusOf(await out.bye()), 481, 'nobody knows the call any more')
  t.equal(statusOf(await back.bye()), 481)
})

test('registrations outlive a power cut', async (t) => {
  const caller = await aPhone(t, server, ann)
  const called = await aPhone(t, server, bob)
  await systemClock.sleep(DURABLE_AFTER_MS)
  await server.powerCut()
  await server.startAgain()
  const call = await caller.call(bob) // neither has registered anew
  ;(await called.incoming()).answer()
  await call.answered()
  t.equal(statusOf(await call.bye()), 200)
})

test('what a command has acknowledged is there after a kill', async (t) => {
  for (let round = 1; round <= 3; round++) {
    const old = await server.secretOf(ann)
    const { code } = await server.cli('secret', 'handset', ann, '--new')
    t.equal(code, 0)
    await server.killAll9()
    await server.startAgain()
    t.not(await server.secretOf(ann), old)
  }
})
