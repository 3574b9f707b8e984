import t, { test } from 'tap'
import { heardTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import { aLinesServer, analogNumber } from './lines-office.ts'

t.setTimeout(600_000)

test('decision 3: a telephone lifted on a server that nobody has claimed speaks; keys interrupt it', async (t) => {
  const lines = await aLinesServer(t, { fxs: 2, fxo: 1, claimed: false })
  const [one, two] = [lines.phone(1), lines.phone(2)]
  await two.says(1000)

  await one.lift()
  const LOUD_LOOKS = 30
  const speech = await one.recording(async () => {
    let looks = 0
    await until('some seconds of it', async () => {
      const { levelDbm0 } = await one.hearing()
      if (levelDbm0 > -40) looks++
      return looks > LOUD_LOOKS
    })
  })
  const loud = speech.samples.filter((sample) => Math.abs(sample) > 1000).length
  t.ok(loud > 500, `${loud} loud samples`)
  for (const hz of [350, 440, 480, 620]) {
    const { gaps, firstAt = 0, lastAt = 0 } = heardTone(speech, hz)
    const sounded = lastAt - firstAt - gaps.reduce((sum, { ms }) => sum + ms, 0)
    t.ok(sounded < speech.samples.length / 8 / 2, `it is no tone of ${hz} Hz`)
  }

  await one.keys(analogNumber(1)) // and dialling works
  await two.answers()
  await one.hears(1000)
  await one.levelOf(1000)
  t.equal((await one.hearing()).hz.length, 1, 'nothing is spoken into the call')
  await lines.allIdle()

  await one.lift()
  await one.keys(',911')
  const centre = await lines.reached('talking', '911')
  await one.hears(lines.toneOf(centre))
  await lines.allIdle()
})
