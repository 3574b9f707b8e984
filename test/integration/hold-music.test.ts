import type { Test } from 'tap'
import t, { test } from 'tap'
import { heardTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import { resampled } from '../../scripts/prompts/audio.ts'
import { LEVELS_DBM0, piece, SAMPLE_RATE } from '../../scripts/prompts/piece.ts'
import type { PhoneCall } from '../peers/phone-call.ts'
import { statusOf } from '../peers/sip-text.ts'
import { aPhone, aServer, numberOf, office } from './an-office.ts'

t.setTimeout(600_000)
const server = await aServer(t, { office: office(2) })
const [ann, bob] = [numberOf(0), numberOf(1)]
const music = resampled(piece(LEVELS_DBM0.supplied), SAMPLE_RATE)
const WINDOW = 4000 // samples compared: half a second
const STALL_PACKETS = 150 // three seconds of a machine that stood still; one that lost its music would lose more

/** Ann has called Bob and they hear each other. */
async function aTalk(t: Test) {
  const caller = await aPhone(t, server, ann, { sends: { hz: 440, level: -10 } })
  const called = await aPhone(t, server, bob, { sends: { hz: 1000, level: -10 } })
  const out = await caller.call(bob)
  const back = await called.incoming()
  back.ring()
  back.answer()
  await out.answered()
  await until('Bob is heard', () => last(out, WINDOW) && tone(out, 1000) > -16)
  return { out, back }
}

function last(call: PhoneCall, count: number): Int16Array | undefined {
  const { samples } = call.rtp.heard()
  return samples.length < count ? undefined : samples.slice(-count)
}

function tone(call: PhoneCall, hz: number): number {
  return heardTone({ rate: 8000, samples: last(call, 1600) ?? new Int16Array(0) }, hz).level
}

/** Where in the piece the last half second is, in seconds, and how well it fits: 1 is the same to the last sample. */
function placeOf(call: PhoneCall): { at: number; fit: number } {
  const heard = last(call, WINDOW)
  let best = { at: 0, fit: 0 }
  if (!heard) return best
  const power = dot(heard, 0, heard)
  for (let from = 0; from + WINDOW < music.length; from += 1) {
    if (Math.abs(dotSparse(heard, from)) < 0.5 * (power / 16)) continue // most places are ruled out by a sixteenth of the samples
    const fit = dot(heard, from, music) / Math.sqrt(power * dot(music, from, music, from))
    if (fit > best.fit) best = { at: from / 8000, fit }
  }
  return best
}

function dot(a: Int16Array, from: number, b: Int16Array, offset = 0): number {
  let sum = 0
  for (let i = 0; i < WINDOW; i++) sum += (a[offset + i] ?? 0) * (b[from + i] ?? 0)
  return sum
}

function dotSparse(heard: Int16Array, from: number): number {
  let sum = 0
  for (let i = 0; i < WINDOW; i += 16) sum += (heard[i] ?? 0) * (music[from + i] ?? 0)
  return sum
}

async function musicAt(call: PhoneCall): Promise<number> {
  return (await musicNow(call)).at
}

/** The same, and which sample of the stream was the last then. */
async function musicNow(call: PhoneCall): Promise<{ at: number; sample: number }> {
  const from = call.rtp.arrivals.length
  const place = await until('the music', () => {
    if (call.rtp.arrivals.length < from + 30) return undefined
    const sample = call.rtp.arrivals.at(-1)?.timestamp ?? 0
    const { fit, at } = placeOf(call)
    return fit > 0.95 ? { at, sample } : undefined
  })
  return place
}

test('MOH-1 MOH-5 who is on hold hears the supplied music, and after it the other party again', async (t) => {
  const { out, back } = await aTalk(t)
  t.equal(statusOf(await back.hold()), 200)
  const at = await musicAt(out)
  t.ok(at < 25, `it began with this call: ${at.toFixed(2)} s`)
  t.ok(tone(out, 1000) < -35, 'nothing of what the holding telephone sends')
  t.equal(statusOf(await back.resume()), 200)
  await until('Bob again', () => tone(out, 1000) > -16)

  t.equal(statusOf(await back.hold()), 200)
  await musicAt(out)
  const pid = await server.pidOf('exchange')
  const before = await musicNow(out)
  await server.kill9('exchange')
  await server.restarted('exchange', pid)
  const after = await musicNow(out)
  const went = (after.at - before.at + 32) % 32
  const passed = (((after.sample - before.sample) >>> 0) / 8000) % 32
  t.ok(Math.abs(went - passed) < 0.1, `${went.toFixed(2)} s of music in ${passed.toFixed(2)} s`)
  t.ok(out.rtp.lost() < STALL_PACKETS, `${out.rtp.lost()} packets lost`)
  t.equal(statusOf(await back.resume()), 200)
  await until('Bob after it all', () => tone(out, 1000) > -16)
  t.equal(statusOf(await out.bye()), 200)
  await back.over()
})
