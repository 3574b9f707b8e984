import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openMedia } from '../../hal/ffi/media.ts'
import type { MediaEvent } from '../../hal/ffi/media-library.ts'

const RATE = 8000
const SENTENCES = [
  ['en-us+m3', 'Please hold the line, somebody will be with you shortly.'],
  ['es-419+f3', 'Nuestra oficina abre de lunes a viernes.'],
  ['fr+m2', 'Veuillez rester en ligne, merci beaucoup.'],
  ['en-us+f2', 'Press star for information about the conference.'],
] as const
const PAUSE = 3 // seconds
const LATE = 0.4 // seconds after its beginning by which a sentence is heard
const OVER = 0.8 // and after its end by which it is over

/** Samples at 8 kHz of what espeak-ng says, the silence at both ends cut off. */
function spoken(folder: string, [voice, text]: (typeof SENTENCES)[number]): Float64Array {
  const path = join(folder, 'one.wav')
  const { status, error } = spawnSync('espeak-ng', ['-v', voice, '-w', path, text])
  if (status !== 0) throw error ?? new Error(`espeak-ng ended with ${status}`)
  const file = readFileSync(path)
  const rate = file.readUInt32LE(24)
  const at = (index: number) => file.readInt16LE(44 + 2 * Math.floor(index)) || 0
  const whole = Math.floor((((file.length - 44) / 2 - 1) * RATE) / rate)
  const samples = Float64Array.from({ length: whole }, (_, i) => at((i * rate) / RATE))
  const loud = (sample: number) => Math.abs(sample) > 600
  return samples.slice(samples.findIndex(loud), samples.findLastIndex(loud) + 1)
}

/** Noise of that level, the same in every run. */
function noise(count: number, dbm0: number): Float64Array {
  const rms = (22_827 / Math.SQRT2) * 10 ** (dbm0 / 20)
  let state = 1
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32 - 0.5
  }
  return Float64Array.from({ length: count }, () => (random() + random() + random()) * 2 * rms)
}

function writeWav(path: string, samples: Float64Array): void {
  const file = Buffer.alloc(44 + samples.length * 2)
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(36 + samples.length * 2, 4)
  file.write('WAVEfmt ', 8, 'latin1')
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(RATE, 24)
  file.writeUInt32LE(RATE * 2, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36, 'latin1')
  file.writeUInt32LE(samples.length * 2, 40)
  samples.forEach((sample, i) => {
    file.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round(sample))), 44 + 2 * i)
  })
  writeFileSync(path, file)
}

/** When somebody speaks, in seconds of a file that plays. */
async function hear(path: string): Promise<{ at: number; speaks: boolean }[]> {
  const heard: { at: number; speaks: boolean }[] = []
  let ticks = 0
  let over = false
  const ports = { low: 20_000, high: 60_000 }
  const options = { maxTerminations: 2, ports, dscp: 0, rtpLostMs: 0, stepped: true }
  const media = openMedia(options, (event: MediaEvent) => {
    if (event.kind === 'voice') heard.push({ at: ticks / 50, speaks: event.speaks })
    if (event.kind === 'played') over = true
  })
  try {
    const studio = media.addStudio(media.addContext())
    media.detectVoice(studio, 'from')
    media.playFiles(studio, 'from', { paths: [path], times: 1, fromMs: 0 })
    for (; !over; ticks++) {
      media.step(1)
      await new Promise((resolve) => setImmediate(resolve))
    }
    return heard
  } finally {
    media.close()
  }
}

for (const noiseDbm0 of [-60, -45, -35]) {
  t.test(`who speaks is heard above noise of ${noiseDbm0} dBm0, and nobody else`, async (t) => {
    const folder = t.testdir({})
    const sentences = SENTENCES.map((one) => spoken(folder, one))
    const total = sentences.reduce((sum, one) => sum + one.length + PAUSE * RATE, PAUSE * RATE)
    const all = noise(total, noiseDbm0)
    const places: { from: number; to: number }[] = []
    for (const sentence of sentences) {
      const from = (places.at(-1)?.to ?? 0) + PAUSE
      const start = Math.round(from * RATE)
      sentence.forEach((sample, i) => {
        all[start + i] = (all[start + i] ?? 0) + sample / 2
      })
      places.push({ from, to: from + sentence.length / RATE })
    }
    const path = join(folder, 'all.wav')
    writeWav(path, all)

    const heard = await hear(path)
    for (const { from, to } of places) {
      const during = heard.filter(({ at }) => at > from && at <= to + OVER)
      const [first] = during
      const last = during.at(-1)
      t.ok(first?.speaks && first.at < from + LATE, `begins at ${from}: ${first?.at}`)
      t.ok(last && !last.speaks && last.at > to - LATE, `ends at ${to}: ${last?.at}`)
    }
    const strays = heard.filter(
      ({ at }) => !places.some(({ from, to }) => at > from && at <= to + OVER),
    )
    t.strictSame(strays, [], 'between the sentences nobody speaks')
  })
}
