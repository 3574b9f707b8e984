import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Test } from 'tap'
import t from 'tap'
import { openLines } from '../../hal/ffi/lines.ts'
import type { LinesLibrary } from '../../hal/ffi/lines-library.ts'
import { openMedia } from '../../hal/ffi/media.ts'
import type { MediaEvent, MediaLibrary } from '../../hal/ffi/media-library.ts'

const FXS = 0
const FXO = 1
const dialTone = { hz: [350, 440], levelDbm0: -13, cadenceMs: [], totalMs: 0 }

/** Both native libraries on one virtual time: a simulated telephone and central office, heard by media. */
class Wires {
  readonly lines: LinesLibrary
  readonly media: MediaLibrary
  readonly audioPath: string
  readonly #events: MediaEvent[] = []

  constructor(t: Test) {
    const directory = mkdtempSync('/dev/shm/lines-and-media-')
    this.audioPath = join(directory, 'line-audio')
    this.lines = openLines(
      {
        lines: 'sim:fxs=1,fxo=1',
        audioPath: this.audioPath,
        lifelineAfterMs: 2000,
        stepped: true,
      },
      () => {},
    )
    const ports = { low: 20_000, high: 60_000 }
    this.media = openMedia(
      { maxTerminations: 8, ports, dscp: 46, rtpLostMs: 0, stepped: true },
      (event) => this.#events.push(event),
    )
    t.teardown(() => {
      this.media.close()
      this.lines.close()
      rmSync(directory, { recursive: true })
    })
  }

  /** So many ms, in steps of 20, and what media reported in them. */
  async pass(ms: number): Promise<MediaEvent[]> {
    for (let at = 0; at < ms; at += 20) {
      for (let ticks = 2; ticks > 0; ) ticks -= this.lines.step(ticks)
      this.media.step(1)
    }
    for (let turns = 0; turns < 3; turns++) await setImmediate() // what lies in the pipe is read
    return this.#events.splice(0)
  }
}

function progress(events: readonly MediaEvent[]): string[] {
  return events.flatMap((event) => (event.kind === 'progress' ? [event.heard] : []))
}

t.test('a telephone hears the tone that media plays, and its keys are heard', async (t) => {
  const wires = new Wires(t)
  const { lines, media } = wires
  lines.sim.lift(FXS)
  lines.serve(FXS, true, false)
  const line = media.addLine(media.addContext(), { path: wires.audioPath, name: 'fxs-1' })
  const tone = media.playTone(line, 'to', dialTone)
  await wires.pass(500)
  t.strictSame([...lines.sim.hear(FXS).hz].sort(), [350, 440])
  media.stop(tone)
  media.detectDtmf(line, 'from')
  lines.sim.dial(FXS, '14', 'dtmf', 80, 80)
  const events = await wires.pass(600)
  t.equal(events.map((event) => (event.kind === 'digit' ? event.digit : '')).join(''), '14')
  t.equal(media.stats(line).late, 0)
  t.equal(lines.state(FXS).slips, 0)
})

t.test('CO tones are told apart, and digits reach the central office', async (t) => {
  const wires = new Wires(t)
  const { lines, media } = wires
  lines.sim.rule(FXO, { number: '5551000', outcome: 'busy' })
  lines.serve(FXO, true, false)
  lines.hook(FXO, 'off')
  const line = media.addLine(media.addContext(), { path: wires.audioPath, name: 'fxo-1' })
  media.detectProgress(line, 'from')
  t.strictSame(progress(await wires.pass(1500)), ['dial'])
  media.sendDigits(line, '5551000', 80, 80)
  await wires.pass(1500)
  t.equal(lines.sim.office(FXO).dialled, '5551000')
  t.equal(progress(await wires.pass(8000)).at(-1), 'busy')
  t.equal(media.stats(line).late, 0)
})

t.test('a telephone and an outside line talk through media', async (t) => {
  const wires = new Wires(t)
  const { lines, media } = wires
  const saying = { voice: 'tone', hz: 1004, levelDbm0: -16 } as const
  lines.sim.rule(FXO, { number: '5551000', outcome: 'answer', rings: 1, saying })
  lines.sim.lift(FXS)
  lines.serve(FXS, true, false)
  lines.serve(FXO, true, false)
  lines.hook(FXO, 'off')
  const context = media.addContext()
  const phone = media.addLine(context, { path: wires.audioPath, name: 'fxs-1' })
  const trunk = media.addLine(context, { path: wires.audioPath, name: 'fxo-1' })
  media.detectProgress(trunk, 'from')
  await wires.pass(1000)
  lines.sim.dial(FXS, '5551000', 'dtmf', 80, 80)
  const heard = progress(await wires.pass(10_000))
  t.strictSame(heard, ['ringback', 'sound'], 'the far end, once it has answered')
  t.equal(lines.sim.office(FXO).dialled, '5551000', 'dialled through, in band')
  t.strictSame(lines.sim.hear(FXS).hz, [1004])
  t.ok(Math.abs(lines.sim.hear(FXS).levelDbm0 + 16) < 1)
  t.equal(media.stats(phone).late + media.stats(trunk).late, 0)
})
