import type { Test } from 'tap'
import t from 'tap'
import type { Message } from '../../firmware/prompts/catalogue/catalogue.ts'
import { message } from '../../firmware/prompts/catalogue/catalogue.ts'
import { SPOKEN_LANGUAGES } from '../../firmware/prompts/language.ts'
import { openPrompts } from '../../firmware/prompts/prompts.ts'
import { openMedia } from '../../hal/ffi/media.ts'
import { loudness } from '../hal/audio.ts'
import { LineFile } from '../hal/line-file.ts'
import { readWav } from './wav.ts'

const RATE = 8000
const WINDOW = RATE / 50
const LONGEST_SECONDS = 60
const options = { maxTerminations: 8, ports: { low: 20_000, high: 60_000 }, dscp: 46, rtpLostMs: 0 }

/** What an analog telephone hears, in time that only passes as it is played. */
async function heardOn(t: Test, paths: readonly string[], seconds: number): Promise<number[]> {
  const lines = new LineFile(1)
  const media = openMedia({ ...options, stepped: true }, () => undefined)
  t.teardown(() => {
    media.close()
    lines.close()
  })
  const line = media.addLine(media.addContext(), { path: lines.path, name: 'fxs-1' })
  media.playFiles(line, 'to', { paths, times: 1, fromMs: 0 })
  const heard: number[] = []
  for (let step = 0; step < Math.min(seconds, LONGEST_SECONDS) * 50; step++) {
    media.step(1)
    heard.push(...lines.hear(0))
  }
  return heard
}

/** Lengths in ms of the silences between the first and the last sound. */
function gaps(heard: readonly number[]): number[] {
  const loud = Array.from(
    { length: Math.floor(heard.length / WINDOW) },
    (_, i) => loudness(heard.slice(i * WINDOW, (i + 1) * WINDOW)) > -42,
  )
  const found: number[] = []
  let quiet = 0
  for (const isLoud of loud.slice(loud.indexOf(true), loud.lastIndexOf(true) + 1)) {
    if (isLoud && quiet > 0) found.push(quiet * 20)
    quiet = isLoud ? 0 : quiet + 1
  }
  return found
}

const SAID: readonly Message[] = [
  message('mailbox.new-messages', { messages: 21 }),
  message('mailbox.saved-messages', { messages: 1 }),
  message('common.phone', { phone: '+16135550142' }),
  message('queue.position', { position: 971 }),
  message('mailbox.received', {
    moment: { at: Date.UTC(2026, 10, 20, 19, 5), now: Date.UTC(2026, 10, 23), zone: 'UTC' },
  }),
  message('park.parked', { orbit: '4951' }),
]

for (const language of SPOKEN_LANGUAGES) {
  t.test(`messages in ${language} are heard as speech, without holes`, async (t) => {
    const { say } = openPrompts()
    for (const one of SAID) {
      const paths = say(language, one)
      const seconds = paths.reduce((sum, path) => sum + readWav(path).seconds, 0)
      const heard = await heardOn(t, paths, seconds + 0.5)
      const words = paths.length
      t.ok(seconds > 0.25 * words && seconds < 1.5 + 1.2 * words, `${one.id}: ${seconds} s`)
      const level = loudness(heard)
      t.ok(level > -30 && level < -9, `${one.id} at ${level.toFixed(1)} dBm0`)
      const longest = Math.max(0, ...gaps(heard))
      t.ok(longest <= 400, `${one.id}: silent for ${longest} ms`)
    }
  })
}
