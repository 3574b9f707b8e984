import t from 'tap'
import { mark, pause } from '../../firmware/prompts/spoken.ts'
import { readWav } from './wav.ts'

t.test('a pause is as long as asked', async (t) => {
  for (const seconds of [1, 2, 10]) {
    const [path = ''] = pause(seconds, 'en')
    t.match(readWav(path), { seconds, rate: 8000 })
    t.ok(readWav(path).peak < 100, 'and silent')
  }
  t.match(pause(99, 'en'), [/silence\/10\.wav$/])
})

t.test('a mark is heard', async (t) => {
  for (const path of mark('en')) t.ok(readWav(path).peak > 3000)
})
