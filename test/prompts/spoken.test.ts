import t from 'tap'
import { mark, pause, spelled } from '../../firmware/prompts/spoken.ts'
import { readWav } from './wav.ts'

/** The recordings by name, without where they are. */
function names(paths: readonly string[]): string[] {
  return paths.map((path) => path.replace(/^.*\/sounds\/[^/]+\//, '').replace(/\.wav$/, ''))
}

t.test('an address is said digit by digit, with its dots', async (t) => {
  t.strictSame(names(spelled('192.168', 'en')), [
    'digits/1',
    'digits/9',
    'digits/2',
    'letters/dot',
    'digits/1',
    'digits/6',
    'digits/8',
  ])
})

t.test('letters and signs are said too; what has no recording is left out', async (t) => {
  t.strictSame(names(spelled('a *#', 'en')), ['letters/a', 'digits/star', 'digits/pound'])
  t.strictSame(names(spelled('Z:é', 'en')), ['letters/z', 'letters/ascii58'])
  t.strictSame(spelled('', 'en'), [])
})

t.test('a pause is as long as asked', async (t) => {
  for (const seconds of [1, 2, 10]) {
    const [path = ''] = pause(seconds, 'en')
    t.match(readWav(path), { seconds, rate: 8000 })
    t.ok(readWav(path).peak < 100, 'and silent')
  }
  t.strictSame(names(pause(99, 'en')), ['silence/10'])
})

t.test('every recording that may be said is installed, and can be played', async (t) => {
  const all = [...spelled('0123456789abcdefghijklmnopqrstuvwxyz.:-/+*#', 'en'), ...mark('en')]
  t.equal(all.length, 44)
  for (const path of all) {
    const wav = readWav(path)
    t.match(wav, { format: 1, channels: 1, rate: 8000, bits: 16 }, path)
    t.ok(wav.seconds > 0.2 && wav.seconds < 1.5, path)
    t.ok(wav.peak > 3000, `${path} is heard`)
  }
})
