import assert from 'node:assert'
import { isDeepStrictEqual } from 'node:util'
import t, { test } from 'tap'
import type { LiveCall } from '../../firmware/calls/live-call.ts'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { cadenceOf, type SimPhone } from '../../firmware/demo/sim-line.ts'
import { heardTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import { header, statusOf } from '../peers/sip-text.ts'
import { aBaresip, aPhone } from './an-office.ts'
import { aLinesServer, analogNumber, ann } from './lines-office.ts'

const [desk1, desk2, desk3] = [analogNumber(0), analogNumber(1), analogNumber(2)]
const LISTEN_MS = 2500 // in samples of the recording, not by the clock
const LOSS_DB = 1 // of a level on its way through the server
const TOGETHER = '330' // rings three telephones, each in its way
const RING_TYPES = [
  [2, 'double', [800, 400, 800]],
  [3, 'type-3', [600, 200, 600, 200, 600]],
  [4, 'type-4', [400, 200, 400, 200, 800]],
] as const

t.setTimeout(600_000)
const lines = await aLinesServer(t, {
  extensions: [
    `  - { number: ${TOGETHER}, route: { attempts: [{ destinations: [${RING_TYPES.map(
      ([phone, type]) => `{ analog: fxs-${phone}, rings: 1, ringType: ${type} }`,
    ).join(', ')}] }] } }`,
  ],
})
const { server } = lines
const [one, two, three] = [lines.phone(1), lines.phone(2), lines.phone(3)]
t.afterEach(() => lines.allIdle())

function isNear(level: number, sent: number): boolean {
  return Math.abs(level - sent) < LOSS_DB
}

for (const side of ['analog', 'sip'] as const) {
  test(`an analog telephone calls baresip: tones, audio both ways, hang-up by the ${side} side`, async (t) => {
    const called = await aBaresip(t, server, ann, { sends: { hz: 1000, level: -16 } })
    await one.says(600)
    await one.lift()
    const dialTone = await one.levelOf(350, 440)
    t.ok(isNear(dialTone, -10), `dial tone at ${dialTone} dBm0: two tones of -13`)
    await one.keys(ann)
    await called.incoming()
    await one.hears(440, 480) // ringback
    await called.command('accept')
    const level = await one.levelOf(1000)
    t.ok(isNear(level, -16), `${level} dBm0`)
    const heard = await until('600 Hz', () => {
      const tone = heardTone(called.heard(), 600)
      return (tone.lastAt ?? 0) - (tone.firstAt ?? 0) > 1000 && tone
    })
    t.ok(isNear(heard.level, -10), `${heard.level} dBm0`)
    t.strictSame(heard.gaps, [])
    if (side === 'analog') {
      await one.hangUp()
      await called.closed()
    } else {
      await called.hangup()
      await one.hearsNothing()
      await one.hears(480, 620) // in its time: that the call is over
      await one.hangUp()
    }
    const party = { caller: { digits: desk1 }, answeredBy: { digits: ann } }
    t.match(await lines.record(), { ...party, dialled: ann, cause: 16 })
  })

  test(`RING-7 a SIP telephone calls an analog one: bell, caller ID, audio, hang-up by the ${side} side`, async (t) => {
    const caller = await aPhone(t, server, ann, { sends: { hz: 440, level: -10 } })
    await two.says(1000)
    const out = await caller.call(desk2)
    await two.rings()
    t.equal(statusOf(await out.status(180)), 180)
    if (side === 'analog') {
      await until('caller ID', async () => (await two.hearing()).callerNumber === ann)
      t.equal((await two.hearing()).callerName, 'Ann Able')
    }
    await two.lift()
    await out.answered()
    t.ok(isNear(await two.levelOf(440), -10))
    await until('1000 Hz', () => isNear(heardTone(out.rtp.heard(), 1000).level, -10))
    if (side === 'sip') {
      t.equal(statusOf(await out.bye()), 200)
      await two.hearsNothing()
    } else {
      await two.hangUp()
      await out.over()
    }
    t.match(await lines.record(), { caller: { digits: ann }, answeredBy: { digits: desk2 } })
  })
}

test('RING-7 ring types at the bells; ROUTE-6 nobody answers within the rings', async (t) => {
  const caller = await aPhone(t, server, ann)
  const out = await caller.call(TOGETHER)
  const final = await out.status(300)
  t.ok([408, 480].includes(statusOf(final)), final.start)
  for (const [phone, , rings] of RING_TYPES) {
    const { lastRingMs, ringing } = await lines.phone(phone).hearing()
    const heard = lastRingMs.slice(0, rings.length).map((ms) => Math.round(ms / 20) * 20)
    t.strictSame(heard, rings, `fxs-${phone}`)
    t.notOk(ringing)
  }
})

test('a caller who gives up: the bell stops, nothing is left', async (t) => {
  const caller = await aPhone(t, server, ann)
  const out = await caller.call(desk2)
  await two.rings()
  await out.status(180)
  await out.cancel()
  await until('an idle line', async () => !(await lines.line('fxs-2')).ringing)
  t.match(await lines.record(), { answeredAt: undefined })
})

test('ANLG-7 an analog telephone in use is busy to all, and its user hears busy tone', async (t) => {
  const caller = await aPhone(t, server, ann)
  await two.lift()
  await two.hears(350, 440)
  t.equal(statusOf(await (await caller.call(desk2)).status(200)), 486)
  await one.dials(desk2)
  await one.hears(480, 620)
  const heard = await one.recording(() => systemClock.sleep(LISTEN_MS))
  t.match(
    cadenceOf(heard, 480).map((ms) => Math.round(ms / 50) * 50),
    [500, 500, 500],
    'busy, not reorder',
  )
})

test('keys of an analog telephone reach the SIP one as events, and events sound at the ear', async (t) => {
  const called = await aPhone(t, server, ann)
  await one.dials(ann)
  const back = await called.incoming()
  back.answer()
  await until('audio', () => back.rtp.arrivals.length > 10)
  await one.hearsNothing()
  await one.keys('15#')
  await until('three keys', () => back.rtp.digits() === '15#')
  const heard = await one.recording(async () => {
    back.rtp.sendDigits('5')
    await one.hears(770, 1336)
    await one.hearsNo(770)
  })
  const [burst = 0] = [heardTone(heard, 770, 10)].map(
    ({ firstAt = 0, lastAt = 0 }) => lastAt - firstAt,
  )
  t.ok(burst >= 70 && burst <= 160, `the key sounded for ${burst} ms, 100 were sent`)
  t.equal(back.rtp.digits(), '15#', 'nothing comes back')
  await back.bye()
})

test('pulse dialling: FC-20 an extension, FC-21 the operator', async (t) => {
  const called = await aPhone(t, server, ann)
  await one.dials(ann, 'pulse')
  const back = await called.incoming()
  t.match(header(back.invite, 'From'), new RegExp(desk1))
  back.refuse('486 Busy Here')
  await one.hears(480, 620)
  await one.hangUp()
  await three.dials('0', 'pulse')
  const operator = await called.incoming()
  t.match(header(operator.invite, 'From'), new RegExp(desk3))
  operator.answer()
  await until('audio', () => operator.rtp.arrivals.length > 10)
  await three.hangUp()
  await operator.over()
})

test('two analog telephones talk; dial tone ends with the first digit', async (t) => {
  await one.says(600)
  await two.says(1000)
  await one.lift()
  await one.hears(350, 440)
  await one.keys('3')
  await one.hearsNothing()
  await one.keys(desk2.slice(1))
  await one.hears(440, 480)
  await two.answers()
  await Promise.all([one.hears(1000), two.hears(600)])
  t.notOk(
    (await one.hearing()).hz.some((hz) => Math.abs(hz - 600) < 15),
    'nobody hears himself',
  )
  await two.hangUp()
  await one.hearsNothing()
})

test('FC-21 an analog telephone calls the operator with 0', async (t) => {
  const operator = await aPhone(t, server, ann)
  await one.dials('0')
  const back = await operator.incoming()
  back.answer()
  await back.bye()
  t.match(await lines.record(), { dialled: '0', answeredBy: { digits: ann } })
})

test('a number that does not exist gives reorder', async (t) => {
  await one.dials('77')
  await one.hears(480, 620)
  const heard = await one.recording(() => systemClock.sleep(LISTEN_MS))
  t.match(
    cadenceOf(heard, 480).map((ms) => Math.round(ms / 50) * 50),
    [250, 250, 250],
    'reorder, not busy',
  )
})

test('HSF-15 a telephone that dials nothing hears reorder', async () => {
  await one.lift()
  await one.hears(350, 440)
  await one.hears(480, 620)
})

test('who looks at a call sees who speaks; a tone that goes on is nobody', async (t) => {
  await one.says()
  await two.says()
  await one.dials(desk2)
  await two.answers()
  const calls = (await server.ask('exchange', 'calls')) as LiveCall[]
  const [{ call, legs } = assert.fail('no call')] = calls
  t.equal(legs.length, 2)
  const [caller, called] = legs.map(({ leg }) => leg)
  const looked = async (who: readonly (string | undefined)[], limitMs?: number) => {
    const look = async () => {
      const now = await server.ask('exchange', 'speakers', { call })
      return isDeepStrictEqual(now, who)
    }
    await until(`${who} to speak`, look, limitMs)
  }
  /** A detector that is just there takes what it hears first for the background: silence, then again. */
  const begins = async (phone: SimPhone, hz: number, leg: string | undefined) => {
    for (let again = 4; again > 0; again--) {
      await phone.says(hz)
      const isHeard = await looked([leg], 5000).then(
        () => true,
        () => false,
      )
      if (isHeard) return
      await phone.says()
      await systemClock.sleep(1000)
    }
    await phone.says(hz)
    await looked([leg])
  }
  await looked([])
  await begins(two, 700, called)
  await looked([])
  await begins(one, 600, caller)
  await one.hangUp()
  await two.hangUp()
  await lines.record()
})
