import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openMedia } from '../../hal/ffi/media.ts'
import type { MediaEvent } from '../../hal/ffi/media-library.ts'
import { readPcm, wavOf } from '../../scripts/prompts/audio.ts'
import { levelAt, sine } from './audio.ts'

/** What the C tests prove is reached from TypeScript with the same numbers. */
t.test('a player is steered and a recording trimmed, from TypeScript', async (t) => {
  const folder = t.testdir({})
  const [piece, out] = [join(folder, 'piece.wav'), join(folder, 'out.wav')]
  const seconds = [400, 800, 1200, 1600].map((hz) => sine(hz, -10, 8000))
  writeFileSync(piece, wavOf(Int16Array.from(seconds.flatMap((samples) => [...samples]))))
  const events: MediaEvent[] = []
  const options = {
    maxTerminations: 4,
    ports: { low: 20_000, high: 60_000 },
    dscp: 0,
    rtpLostMs: 0,
  }
  const media = openMedia({ ...options, stepped: true }, (event) => events.push(event))
  t.teardown(() => media.close())
  const context = media.addContext()
  const [studio, ear] = [media.addStudio(context), media.addStudio(context)]
  const recorder = media.record(ear, 'to', { path: out, maxMs: 0, trimBelowDbm0: -40 })
  media.step(50)
  const player = media.playFiles(studio, 'from', { paths: [piece], times: 1, fromMs: 0 })
  media.step(25)
  media.setPlayer(player, { paused: false, seek: { toMs: 3000 } })
  media.step(25)
  media.pauseRecorder(recorder, true)
  media.setPlayer(player, { paused: false, seek: { byMs: -2500 } })
  media.step(25)
  media.pauseRecorder(recorder, false)
  media.setPlayer(player, { paused: true })
  media.step(25)
  media.setPlayer(player, { paused: false, speedPercent: 200, seek: { toMs: 2000 } })
  media.step(60)
  media.setLevel(studio, 'from', 'mute')
  media.stop(recorder)
  media.step(1)
  t.throws(() => media.setPlayer(player, { paused: true }), { code: 'ENOENT' }, 'it is over')
  const { samples } = readPcm(readFileSync(out))
  const parts = [
    [200, 400], // a fifth of a second before it is kept
    [800, 1600],
    [1700, 1200],
    [2200, 1600],
  ] as const
  for (const [ms, hz] of parts) {
    const level = levelAt(samples.subarray((ms + 50) * 8, (ms + 350) * 8), hz)
    t.ok(Math.abs(level + 10) < 1, `${hz} Hz at ${ms} ms: ${level.toFixed(1)} dBm0`)
  }
  t.ok(
    Math.abs(samples.length / 8 - (200 + 500 + 500 + 500 + 1000 + 200)) < 60,
    `${samples.length / 8} ms`,
  )
})
