import t, { test } from 'tap'
import { heardTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import { statusOf } from '../peers/sip-text.ts'
import { aPhone } from './an-office.ts'
import { ANSWERS, aLinesServer, ann, bob } from './lines-office.ts'

t.setTimeout(600_000)
const lines = await aLinesServer(t, { fxo: 2, phones: { 4: 'canPlaceCalls: false' } })
const { server } = lines
const [one, two, three, four] = [1, 2, 3, 4].map((n) => lines.phone(n)) as [
  ReturnType<typeof lines.phone>,
  ReturnType<typeof lines.phone>,
  ReturnType<typeof lines.phone>,
  ReturnType<typeof lines.phone>,
]
for (const [index, phone] of [one, two, three, four].entries()) await phone.says(600 + 100 * index)
t.afterEach(() => lines.allIdle())

for (const [keys, phone] of [
  ['911', one],
  ['9911', four], // EMER-2 EMER-4, HSF-15: a telephone that may place no calls
] as const) {
  test(`EMER-1 EMER-2 EMER-4 FC-23: ${keys} from an analog telephone`, async (t) => {
    await phone.dials(keys)
    const centre = await lines.reached('talking', '911')
    await Promise.all([phone.hears(lines.toneOf(centre)), centre.hears(phone === one ? 600 : 900)])
    await phone.flash() // does not put the centre on hold
    await centre.hears(phone === one ? 600 : 900)
    await phone.hears(lines.toneOf(centre))
    await phone.hangUp()
    await lines.freed(centre)
    t.match(await lines.record(), { dialled: keys, cause: 16 })
  })

  test(`EMER-1 EMER-2 EMER-4 FC-23: ${keys} from a SIP telephone`, async (t) => {
    const caller = await aPhone(t, server, ann, { sends: { hz: 440, level: -10 } })
    const out = await caller.call(keys)
    const centre = await lines.reached('talking', '911')
    await out.answered()
    await centre.hears(440)
    const hz = lines.toneOf(centre)
    await until('the centre', () => heardTone(out.rtp.heard(), hz).level > -14)
    t.equal(statusOf(await out.bye()), 200)
    await lines.freed(centre)
  })
}

test('decision 9: all lines in use: an ordinary call gives its line to an emergency, an emergency never does', async (t) => {
  const caller = await aPhone(t, server, bob, { sends: { hz: 440, level: -10 } })
  const ordinary = await caller.call(`9${ANSWERS}`)
  await lines.reached('talking', ANSWERS)
  await one.dials(`9${ANSWERS.slice(3)}#`)
  await lines.reached('talking', ANSWERS.slice(3))

  await two.dials('911')
  const first = await lines.reached('talking', '911')
  await first.hears(700)
  await three.dials('911')
  const other = lines.offices.find((office) => office !== first)
  await other?.hears(800)
  t.equal((await other?.state())?.dialled, '911')
  await ordinary.over()
  await one.hears(480, 620)
  await one.hangUp()

  const waiting = await (await aPhone(t, server, ann, { sends: { hz: 1300, level: -10 } })).call(
    '911',
  )
  await four.dials('911')
  await four.hears(480, 620) // tried again and again
  await Promise.all([first.hears(700), other?.hears(800)])
  t.ok((await two.hearing()).offHook)
  await two.hangUp()
  await three.hangUp()
  await until('a line each', async () => {
    const heard = await Promise.all(lines.offices.map((office) => office.hearing()))
    const all = heard.flatMap(({ hz }) => hz)
    return [900, 1300].every((hz) => all.some((one) => Math.abs(one - hz) < 15))
  })
  await waiting.answered()
  t.equal(statusOf(await waiting.bye()), 200)
})
