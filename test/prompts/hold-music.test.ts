import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { holdMusic, musicPath } from '../../firmware/prompts/hold-music.ts'
import { wavOf } from '../../scripts/prompts/audio.ts'
import { LEVELS_DBM0, piece, SAMPLE_RATE } from '../../scripts/prompts/piece.ts'
import { loudness } from '../hal/audio.ts'

t.test('MOH-4 MOH-11 the same piece at two levels, the first at -22 dB', async (t) => {
  const [quiet, loud] = [piece(LEVELS_DBM0.supplied), piece(LEVELS_DBM0.louder)]
  t.ok(Math.abs(loudness(quiet) - -22) < 0.3)
  t.ok(Math.abs(loudness(loud) - -16) < 0.5)
  t.equal(quiet.length, 32 * SAMPLE_RATE)
  t.ok(loud.filter((sample) => Math.abs(sample) === 32767).length < 16, 'hardly ever clipped')
})

t.test('MOH-12 it goes round without a click or a pause', async (t) => {
  const samples = piece(LEVELS_DBM0.supplied)
  let steepest = 0
  for (let i = 1; i < samples.length; i++) {
    steepest = Math.max(steepest, Math.abs((samples[i] ?? 0) - (samples[i - 1] ?? 0)))
  }
  t.ok(Math.abs((samples[0] ?? 0) - (samples.at(-1) ?? 0)) < steepest / 2)
  const second = SAMPLE_RATE
  for (let from = 0; from < samples.length; from += second) {
    t.ok(loudness(samples.subarray(from, from + second)) > -34, `${from / second} s`)
  }
})

t.test('MOH-3 none is silence, and so is a piece that nobody has made', async (t) => {
  const supplied = t.testdir({})
  const folders = { supplied, uploaded: '' }
  const heard = (which: 'none' | 'supplied') => holdMusic({ kind: 'supplied', which }, folders)
  t.equal(heard('none'), undefined)
  t.equal(heard('supplied'), undefined)
  mkdirSync(supplied, { recursive: true })
  writeFileSync(musicPath('supplied', supplied), wavOf(new Int16Array(8), SAMPLE_RATE))
  t.strictSame(heard('supplied'), { kind: 'music', paths: [musicPath('supplied', supplied)] })
  rmSync(musicPath('supplied', supplied))
})

t.test(
  'MOH-3 a recording that is gone gives way to the supplied piece; a port is a port',
  async (t) => {
    const folder = t.testdir({ supplied: { 'moh_supplied.wav': 'x' }, uploaded: { 'aa.wav': 'x' } })
    const folders = { supplied: join(folder, 'supplied'), uploaded: join(folder, 'uploaded') }
    const recording = (mark: string) => holdMusic({ kind: 'recording', mark }, folders)
    t.strictSame(recording('aa'), { kind: 'music', paths: [join(folder, 'uploaded', 'aa.wav')] })
    t.strictSame(recording('bb'), {
      kind: 'music',
      paths: [join(folder, 'supplied', 'moh_supplied.wav')],
    })
    t.strictSame(holdMusic({ kind: 'line', port: 'fxo-4' }, folders), {
      kind: 'line-in',
      line: 'fxo-4',
    })
  },
)
