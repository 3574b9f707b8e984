import t from 'tap'
import { talkOff } from './talk.ts'

t.test('talk-off: in a minute of speech no digit and no tone is heard', async (t) => {
  const { seconds, digits, tones } = await talkOff(t.testdir({}), 60)
  t.ok(seconds >= 60)
  t.strictSame(digits, [])
  t.strictSame(tones, [])
})
