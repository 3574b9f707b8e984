import type { Test } from 'tap'
import t from 'tap'
import { openMedia } from '../../hal/ffi/media.ts'
import type { MediaEvent, MediaLibrary } from '../../hal/ffi/media-library.ts'
import { levelAt, sine } from './audio.ts'
import { LineFile } from './line-file.ts'
import { Phone, until } from './phone.ts'

const FRAME = 160
const options = { maxTerminations: 8, ports: { low: 20_000, high: 60_000 }, dscp: 46, rtpLostMs: 0 }

interface Scene {
  readonly media: MediaLibrary
  readonly lines: LineFile
  readonly events: MediaEvent[]
}

/** A stepped library and two lines, closed when the test ends. */
function aScene(t: Test): Scene {
  const events: MediaEvent[] = []
  const lines = new LineFile(2)
  const media = openMedia({ ...options, stepped: true }, (event) => events.push(event))
  t.teardown(() => {
    media.close()
    lines.close()
  })
  return { media, lines, events }
}

/** `frames` of 20 ms in which line 0 says these frequencies at -13 dBm0 each. */
function say({ media, lines }: Scene, frames: number, hz: readonly number[], from = 0): void {
  for (let i = 0; i < frames; i++) {
    const parts = hz.map((each) => sine(each, -13, FRAME, (from + i) * FRAME))
    lines.say(
      0,
      new Int16Array(FRAME).map((_, k) => parts.reduce((sum, part) => sum + (part[k] ?? 0), 0)),
    )
    media.step(1)
  }
}

t.test('two lines hear each other, 20 ms at a step', async (t) => {
  const scene = aScene(t)
  const { media, lines } = scene
  const context = media.addContext()
  const one = media.addLine(context, { path: lines.path, name: 'fxs-1' })
  media.addLine(context, { path: lines.path, name: 'fxs-2' })
  say(scene, 5, [1000])
  const heard = lines.hear(1)
  t.equal(heard.length, 5 * FRAME)
  t.ok(Math.abs(levelAt(heard, 1000) + 13) < 0.2)
  t.strictSame(new Set(lines.hear(0)), new Set([0]), 'and not themselves')
  t.match(media.stats(one), { packetsReceived: 5, packetsSent: 5, late: 0, remote: undefined })
})

t.test('a line and a phone: what is said is in the packet of its step', async (t) => {
  const scene = aScene(t)
  const { media, lines } = scene
  const context = media.addContext()
  const phone = await Phone.open()
  t.teardown(() => phone.close())
  media.addLine(context, { path: lines.path, name: 'fxs-1' })
  const { termination, port } = media.addRtp(context, { localAddress: '127.0.0.1' })
  phone.towards = port
  media.setRtp(termination, phone.stream())
  say(scene, 10, [1000])
  await until(() => phone.packets.length === 10)
  t.ok(Math.abs(phone.level(1000) + 13) < 0.5)
})

t.test('each call-progress tone has its name', async (t) => {
  const scene = aScene(t)
  const { media, lines, events } = scene
  const line = media.addLine(media.addContext(), { path: lines.path, name: 'fxs-1' })
  const attachment = media.detectProgress(line, 'from')
  const bursts = (hz: readonly number[], on: number, off: number, count: number) => {
    for (let i = 0; i < count; i++) {
      say(scene, on, hz)
      say(scene, off, [])
    }
  }
  bursts([350, 440], 25, 10, 1)
  bursts([440, 480], 40, 10, 1)
  bursts([480, 620], 25, 25, 3)
  bursts([], 0, 110, 1)
  bursts([480, 620], 13, 13, 5)
  bursts([1004], 25, 0, 1)
  await until(() => events.length === 6)
  t.match(events[0], { kind: 'progress', termination: line, attachment, side: 'from' })
  t.strictSame(
    events.map((event) => event.kind === 'progress' && event.heard),
    ['dial', 'ringback', 'busy', 'silence', 'reorder', 'sound'],
  )
  media.stop(attachment)
})

t.test('what cannot be is an error with the name of the errno', async (t) => {
  const { media, lines } = aScene(t)
  const { path } = lines
  const context = media.addContext()
  const add = (changes: { path?: string; name?: string }) => () =>
    media.addLine(context, { path, name: 'fxs-1', ...changes })
  t.throws(add({ name: 'fxs-9' }), { code: 'ENODEV' })
  t.throws(add({ path: '/nonexistent' }), { code: 'ENODEV' })
  t.throws(add({ path: `/${'x'.repeat(107)}` }), { code: 'EINVAL' }, 'not cut off')
  t.throws(add({ name: 'fxs-1234567890123' }), { code: 'EINVAL' })
  t.throws(add({ name: 'fxs-1\0' }), { code: 'EINVAL' })
  t.throws(add({ name: '' }), { code: 'EINVAL' })
  const line = add({})()
  t.throws(add({}), { code: 'EBUSY' })
  const stream = { codec: 'PCMU', payloadType: 0, ptimeMs: 20 } as const
  const flags = { send: true, receive: true, symmetric: false }
  t.throws(() => media.setRtp(line, { ...stream, ...flags }), { code: 'ENOTSUP' })
  media.remove(line)
  t.doesNotThrow(add({}))
})

t.test('only a stepped instance can be stepped', async (t) => {
  const media = openMedia(options, () => {})
  t.teardown(() => media.close())
  t.throws(() => media.step(1), { code: 'EINVAL' })
})
