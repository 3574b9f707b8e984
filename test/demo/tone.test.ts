import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'tap'
import { heardTone, makeTone } from '../../firmware/demo/tone.ts'
import { readWav, writeWav } from '../../firmware/demo/wav.ts'

test('a tone is heard at its level, from its start to its end', async (t) => {
  const { rate, samples } = makeTone(697, -20, 3)
  samples.fill(0, 0, 0.5 * rate)
  samples.fill(0, 2.5 * rate)
  const tone = heardTone({ rate, samples }, 697)
  t.ok(Math.abs(tone.level - -20) < 0.1, `${tone.level} dBm0`)
  t.strictSame({ ...tone, level: 0 }, { level: 0, firstAt: 500, lastAt: 2500, gaps: [] })
})

test('a gap in a tone is found where it is', async (t) => {
  const sound = makeTone(440, -10, 2)
  sound.samples.fill(0, 8000, 8000 + 800) // at 1 s, for 100 ms
  t.strictSame(heardTone(sound, 440).gaps, [{ at: 1000, ms: 100 }])
})

test('a loud tone is not taken for another one', async (t) => {
  for (const other of [880, 1000, 1336]) {
    t.equal(heardTone(makeTone(440, 0, 1), other).firstAt, undefined, `${other} Hz`)
  }
})

test('a WAV file is read back as it was written', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'wav-'))
  t.teardown(() => rmSync(directory, { recursive: true }))
  const tone = makeTone(1000, -10, 0.1)
  writeWav(join(directory, 'tone.wav'), tone)
  t.strictSame(readWav(join(directory, 'tone.wav')), tone)
})
