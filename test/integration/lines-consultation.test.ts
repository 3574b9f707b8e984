import t, { test } from 'tap'
import { heardTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import { loudness } from '../hal/audio.ts'
import type { RtpStream } from '../peers/rtp-stream.ts'
import { aBaresip, aPhone } from './an-office.ts'
import { ANSWERS, aLinesServer, analogNumber, ann } from './lines-office.ts'

const desk2 = analogNumber(1)
const CALLER = 1000 // Hz, the outside caller
const HOLDER = 600
const THIRD = 1700

t.setTimeout(600_000)
const lines = await aLinesServer(t, { withoutCallerId: 1 })
const { server } = lines
const [one, two] = [lines.phone(1), lines.phone(2)]
const outside = lines.office(1)
await outside.says(CALLER)
await one.says(HOLDER)
await two.says(THIRD)
t.afterEach(() => lines.allIdle())

/** An outside call that the first telephone has answered. */
async function anOutsideCall(): Promise<void> {
  await outside.ring('2025550123', 'JANE ROE')
  await one.answers()
  await Promise.all([one.hears(CALLER), outside.hears(HOLDER)])
}

/** The first telephone puts its party on hold and has recall dial tone. */
async function flashes(): Promise<void> {
  await one.flash()
  await one.hears(350, 440)
  await outside.hearsBut(HOLDER, THIRD) // music
}

test('a hook flash holds the outside caller: an announced transfer to another analog telephone', async (t) => {
  await anOutsideCall()
  await flashes()
  await one.keys(desk2)
  await one.hears(440, 480)
  await two.answers()
  await Promise.all([one.hears(THIRD), two.hears(HOLDER)])
  await outside.hearsBut(HOLDER, THIRD) // music
  await one.hangUp()
  await Promise.all([outside.hears(THIRD), two.hears(CALLER)])
  await one.hearsNothing()
  await outside.end()
  await lines.freed(outside)
  const record = await lines.record()
  t.match(record, { cause: 16 })
  t.equal(record.legs.length, 3)
})

test('a blind transfer to baresip: the outside caller hears it ring, then talks', async (t) => {
  const third = await aBaresip(t, server, ann, { sends: { hz: 1300, level: -10 } })
  await anOutsideCall()
  await flashes()
  await one.keys(ann)
  await one.hears(440, 480)
  await third.incoming()
  await one.hangUp()
  await outside.hears(440, 480)
  await third.command('accept')
  await outside.hears(1300)
  await until('the caller at baresip', () => heardTone(third.heard(), CALLER).level > -14)
  await third.hangup()
  await lines.freed(outside)
})

test('another flash makes a three-way call; the holder leaves and the two go on', async (t) => {
  const third = await aPhone(t, server, ann, { sends: { hz: 1300, level: -10 } })
  await anOutsideCall()
  await flashes()
  await one.keys(ann)
  const back = await third.incoming()
  back.answer()
  await one.hears(1300)
  await one.flash()
  await one.hears(CALLER, 1300)
  await outside.hears(HOLDER, 1300)
  await until('both at the third', () => {
    const heard = back.rtp.heard()
    const last = { ...heard, samples: heard.samples.slice(-4000) }
    return [HOLDER, CALLER].every((hz) => heardTone(last, hz).level > -20)
  })
  await one.hangUp()
  await outside.hears(1300)
  await outside.hearsNo(HOLDER)
  await back.bye()
  await lines.freed(outside)
})

test('a third flash drops the third', async (t) => {
  const third = await aPhone(t, server, ann, { sends: { hz: 1300, level: -10 } })
  await anOutsideCall()
  await flashes()
  await one.keys(ann)
  const back = await third.incoming()
  back.answer()
  await one.hears(1300)
  await one.flash()
  await one.hears(CALLER, 1300)
  await one.flash()
  await back.over()
  await Promise.all([one.hears(CALLER), outside.hears(HOLDER)])
  await one.hearsNo(1300)
})

for (const [what, number, tones] of [
  ['busy', desk2, [480, 620]],
  ['wrong', '77', [480, 620]],
] as const) {
  test(`a third that is ${what}: its holder hears so, and has the caller back with a flash`, async () => {
    if (what === 'busy') await two.lift()
    await anOutsideCall()
    await flashes()
    await one.keys(number)
    await one.hears(...tones)
    await one.flash()
    await Promise.all([one.hears(CALLER), outside.hears(HOLDER)])
  })
}

test('a holder who hangs up before he has dialled is called back', async () => {
  await anOutsideCall()
  await flashes()
  await one.hangUp()
  await one.rings()
  await one.lift()
  await Promise.all([one.hears(CALLER), outside.hears(HOLDER)])
})

test('a SIP telephone is put on hold by an analog one, and got back', async (t) => {
  const party = await aPhone(t, server, ann, { sends: { hz: 1300, level: -10 } })
  const out = await party.call(analogNumber(0))
  await one.answers()
  await one.hears(1300)
  await one.flash()
  await one.hears(350, 440)
  await until('music at the held one', () => isMusic(out.rtp))
  await one.flash()
  await one.hears(1300)
  await until('its party', () => heardTone(last(out.rtp), HOLDER).level > -14)
  await out.bye()
})

test('an outside call that was made is transferred too', async (t) => {
  const third = await aPhone(t, server, ann, { sends: { hz: 1300, level: -10 } })
  await one.dials(`9${ANSWERS}`)
  const far = await lines.reached('talking', ANSWERS)
  await one.hears(lines.toneOf(far))
  await one.flash()
  await one.hears(350, 440)
  await one.keys(ann)
  const back = await third.incoming()
  back.answer()
  await one.hears(1300)
  await one.hangUp()
  await far.hears(1300)
  await back.bye()
  await lines.freed(far)
})

/** The latest fifth of a second. */
function last(rtp: RtpStream) {
  const { rate, samples } = rtp.heard()
  return { rate, samples: samples.slice(-1600) }
}

/** Something is heard, and not who holds. */
function isMusic(rtp: RtpStream): boolean {
  const sound = last(rtp)
  return loudness(sound.samples) > -45 && heardTone(sound, HOLDER).level < -40
}
