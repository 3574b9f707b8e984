import t from 'tap'
import { talkOff } from '../hal/talk.ts'

const HOUR = 3600

t.setTimeout(30 * 60_000)
t.test('talk-off: of an hour of speech at most ten moments are taken for digits', async (t) => {
  const { seconds, digits, tones } = await talkOff(t.testdir({}), HOUR)
  t.comment(
    `${seconds} s of speech: digits ${digits.join('') || 'none'}, tones ${tones.join(' ') || 'none'}`,
  )
  t.ok(seconds >= HOUR)
  t.ok(digits.length <= 10)
  t.strictSame(tones, [])
})
