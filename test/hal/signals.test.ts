import t from 'tap'
import { openMedia } from '../../hal/ffi/media.ts'
import type { MediaEvent, TonePart } from '../../hal/ffi/media-library.ts'

t.test('fax tones and special information tones are told by name', async (t) => {
  const heard: string[] = []
  const options = {
    maxTerminations: 2,
    ports: { low: 20_000, high: 60_000 },
    dscp: 0,
    rtpLostMs: 0,
  }
  const media = openMedia({ ...options, stepped: true }, (event: MediaEvent) => {
    if (event.kind === 'progress') heard.push(event.heard)
  })
  t.teardown(() => media.close())
  const studio = media.addStudio(media.addContext())
  media.detectSignals(studio, 'from')
  const part = (hz: number, ms: number): TonePart => ({ hz: hz ? [hz] : [], levelDbm0: -13, ms })
  const plays = async (...parts: TonePart[]) => {
    media.playTones(studio, 'from', { parts: [...parts, part(0, 500)], again: parts.length + 1 })
    media.step(200)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await plays(part(1100, 500))
  await plays(part(2100, 3000))
  await plays(part(950, 330), part(1400, 330), part(1800, 330))
  await plays(part(1000, 1000))
  t.strictSame(heard, ['fax-calling', 'fax-answering', 'information'])
})
