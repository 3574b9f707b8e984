import t, { test } from 'tap'
import type { FarEnd } from '../../firmware/demo/sim-line.ts'
import { heardTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import type { CallRecord } from '../../firmware/records/call-record.ts'
import { statusOf } from '../peers/sip-text.ts'
import { aPhone } from './an-office.ts'
import { ANSWERS, aLinesServer, analogNumber, ann } from './lines-office.ts'

const EXCHANGE_GAP_MS = 400 // none is meant, but a machine that does much else stops its threads; to rebuild the audio takes longer
const MEDIA_GAP_MS = 12_000 // a second is asked for; a busy machine takes longer to start a process

t.setTimeout(600_000)
const lines = await aLinesServer(t)
const { server } = lines
const [one, two, three] = [lines.phone(1), lines.phone(2), lines.phone(3)]
await one.says(600)
await two.says(1000)
t.afterEach(() => lines.allIdle())

/** Kills a process in a call and waits until `hears` is heard again: how long it was away, in samples of the ear. */
async function gapAt(ear: FarEnd, hz: number, process: string): Promise<number> {
  const sound = await ear.recording(async () => {
    await lines.killed(process)
    await ear.hears(hz)
    await ear.levelOf(hz)
  })
  const { gaps, firstAt = Number.POSITIVE_INFINITY } = heardTone(sound, hz)
  return Math.max(firstAt, ...gaps.map(({ ms }) => ms))
}

function isComplete(t: Parameters<typeof aPhone>[0], record: CallRecord): void {
  t.match(record, { cause: 16 })
  t.ok(record.endedAt !== undefined)
  for (const leg of record.legs) t.ok(leg.endedAt !== undefined, `leg ${leg.leg}`)
}

for (const process of ['exchange', 'media', 'supervisor'] as const) {
  const most = process === 'media' ? MEDIA_GAP_MS : EXCHANGE_GAP_MS

  test(`${process} killed between an analog telephone and a SIP one`, async (t) => {
    const caller = await aPhone(t, server, ann, { sends: { hz: 440, level: -10 } })
    const out = await caller.call(analogNumber(0))
    await one.answers()
    await out.answered()
    await one.hears(440)
    const gap = await gapAt(one, 440, process)
    t.ok(gap <= most, `${gap} ms`)
    const before = out.rtp.arrivals.length
    await until('audio at the SIP telephone', () => out.rtp.arrivals.length > before + 20)
    if (process === 'exchange') {
      await one.hangUp()
      await out.over()
    } else t.equal(statusOf(await out.bye()), 200)
    isComplete(t, await lines.record())
  })

  test(`${process} killed between an analog telephone and an outside line`, async (t) => {
    await one.dials(`9${ANSWERS}`)
    const far = await lines.reached('talking', ANSWERS)
    await far.hears(600)
    const hz = lines.toneOf(far)
    await one.hears(hz)
    const gap = await gapAt(one, hz, process)
    t.ok(gap <= most, `${gap} ms`)
    await far.hears(600)
    if (process === 'exchange') await far.end()
    else await one.hangUp()
    await lines.freed(far)
    isComplete(t, await lines.record())
  })

  test(`${process} killed between two analog telephones`, async (t) => {
    await one.dials(analogNumber(1))
    await two.answers()
    await Promise.all([one.hears(1000), two.hears(600)])
    const gap = await gapAt(two, 600, process)
    t.ok(gap <= most, `${gap} ms`)
    await one.hears(1000)
    const [here, there] = process === 'media' ? [one, two] : [two, one]
    await here.hangUp()
    await there.hearsNothing()
    isComplete(t, await lines.record())
  })
}

test('exchange killed while an analog telephone rings: it rings on and can be answered', async (t) => {
  const caller = await aPhone(t, server, ann, { sends: { hz: 440, level: -10 } })
  const out = await caller.call(analogNumber(0))
  await one.rings()
  await out.status(180)
  await lines.killed('exchange')
  await one.answers()
  await out.answered()
  await one.hears(440)
  t.equal(statusOf(await out.bye()), 200)
  isComplete(t, await lines.record())
})

test('exchange killed while an outside call rings: it can be answered', async () => {
  await lines.office(1).says(1300)
  await lines.office(1).ring('2025550123')
  await one.rings()
  await lines.killed('exchange')
  await one.answers()
  await Promise.all([one.hears(1300), lines.office(1).hears(600)])
})

test('exchange killed between digits: the rest is dialled', async () => {
  await one.dials(analogNumber(1).slice(0, 1))
  await one.hearsNothing()
  await lines.killed('exchange')
  await one.keys(analogNumber(1).slice(1))
  await two.answers()
  await Promise.all([one.hears(1000), two.hears(600)])
})

test('exchange killed while an outside line is dialled: each digit goes out once', async (t) => {
  await one.dials(`9${ANSWERS}`)
  await lines.anyOf('dialled')
  await lines.killed('exchange')
  const far = await lines.reached('talking', ANSWERS)
  await Promise.all([far.hears(600), one.hears(lines.toneOf(far))])
  await one.hangUp()
  await lines.freed(far)
  t.match(await lines.record(), { dialled: `9${ANSWERS}`, adopted: 1 })
})

test('exchange killed in a consultation: the held party is kept, and transferred', async () => {
  await three.says(1700)
  await one.dials(analogNumber(1))
  await two.answers()
  await one.hears(1000)
  await one.flash()
  await one.hears(350, 440)
  await lines.killed('exchange')
  await one.keys(analogNumber(2))
  await three.answers()
  await one.hears(1700)
  await two.hearsBut(600, 1700) // music
  await lines.killed('exchange')
  await one.hangUp()
  await Promise.all([two.hears(1700), three.hears(1000)])
})
