import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import t from 'tap'
import { levelAt, loudness, sine } from './audio.ts'
import { Office } from './office.ts'
import { pause, until } from './phone.ts'

function directory(t: Test): string {
  const path = mkdtempSync(join(tmpdir(), 'media-files-'))
  t.teardown(() => rmSync(path, { recursive: true }))
  return path
}

/** A WAV file of PCM 16, mono. */
function writeWav(path: string, samples: Int16Array, rate = 8000): string {
  const header = Buffer.alloc(44)
  header.write('RIFF')
  header.writeUInt32LE(36 + samples.byteLength, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(rate, 24)
  header.writeUInt32LE(rate * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(samples.byteLength, 40)
  writeFileSync(path, Buffer.concat([header, Buffer.from(samples.buffer)]))
  return path
}

/** The channels of a recording, and that its header says what it is. */
function readRecording(t: Test, path: string, channels: number): number[][] {
  const bytes = readFileSync(path)
  t.equal(bytes.toString('latin1', 0, 4), 'RIFF')
  t.equal(bytes.readUInt32LE(4), bytes.length - 8)
  t.equal(bytes.readUInt16LE(20), 1, 'PCM')
  t.equal(bytes.readUInt16LE(22), channels)
  t.equal(bytes.readUInt32LE(24), 8000)
  t.equal(bytes.readUInt32LE(28), 16000 * channels)
  t.equal(bytes.readUInt16LE(32), 2 * channels)
  t.equal(bytes.readUInt16LE(34), 16)
  t.equal(bytes.readUInt32LE(40), bytes.length - 44)
  const split: number[][] = Array.from({ length: channels }, () => [])
  for (let at = 44, i = 0; at < bytes.length; at += 2, i++) {
    split[i % channels]?.push(bytes.readInt16LE(at))
  }
  return split
}

t.test('files are heard one after the other without a gap, as often as asked', async (t) => {
  const office = new Office(t)
  const path = directory(t)
  const low = writeWav(join(path, 'low.wav'), sine(500, -10, 1600))
  const high = writeWav(join(path, 'high.wav'), sine(1500, -10, 1600))
  const [alice] = await office.call(1)
  const player = office.media.playFiles(alice.termination, 'to', {
    paths: [low, high],
    times: 2,
    fromMs: 0,
  })
  t.match(await office.event('played'), { attachment: player, error: 0 })
  await until(() => alice.phone.heard.length >= 6400)
  // Until the first clip is there, silence may play: from the first sound on all is continuous.
  const start = alice.phone.heard.findIndex((sample) => Math.abs(sample) > 500)
  const heard = alice.phone.heard.slice(Math.max(0, start - 2))
  for (let i = 0; i < 4; i++) {
    const part = heard.slice(i * 1600 + 80, i * 1600 + 1520)
    t.ok(Math.abs(levelAt(part, i % 2 === 0 ? 500 : 1500) + 10) < 0.5, `part ${i}`)
  }
  t.ok(loudness(heard.slice(0, 6400)) > -11, 'no hole anywhere')
})

t.test('a file of 16 kHz is heard at its pitch, from where it was asked', async (t) => {
  const office = new Office(t)
  const path = directory(t)
  const samples = new Int16Array(32000)
  samples.set(sine(500, -10, 16000), 0) // 1000 Hz at 16 kHz
  samples.set(sine(250, -10, 16000), 16000) // then 500 Hz
  const file = writeWav(join(path, 'wide.wav'), samples, 16000)
  const [alice] = await office.call(1)
  office.media.playFiles(alice.termination, 'to', { paths: [file], times: 1, fromMs: 1000 })
  await office.event('played')
  await until(() => alice.phone.heard.length >= 8000)
  t.ok(Math.abs(alice.phone.level(500) + 10) < 0.5)
  t.ok(levelAt(alice.phone.heard, 1000) < -30, 'the first second was left out')
})

t.test('a file longer than the cache takes is streamed', async (t) => {
  const office = new Office(t)
  const file = writeWav(join(directory(t), 'long.wav'), sine(1000, -10, 8000 * 65))
  const [alice] = await office.call(1)
  const player = office.media.playFiles(alice.termination, 'to', {
    paths: [file],
    times: 1,
    fromMs: 62_500,
  })
  await alice.phone.hears(1000)
  t.match(await office.event('played'), { attachment: player, error: 0 })
})

t.test('a file plays until stopped', async (t) => {
  const office = new Office(t)
  const file = writeWav(join(directory(t), 'short.wav'), sine(1000, -10, 800))
  const [alice] = await office.call(1)
  const player = office.media.playFiles(alice.termination, 'to', {
    paths: [file],
    times: 0,
    fromMs: 0,
  })
  await until(() => alice.phone.heard.length > 8000)
  await alice.phone.hears(1000)
  office.media.stop(player)
  t.match(await office.event('played'), { attachment: player, error: 0 })
})

t.test('a missing file and an empty one end in an event, not in silence for ever', async (t) => {
  const office = new Office(t)
  const path = directory(t)
  const [alice] = await office.call(1)
  const play = (file: string) =>
    office.media.playFiles(alice.termination, 'to', { paths: [file], times: 0, fromMs: 0 })
  play(join(path, 'missing.wav'))
  t.match(await office.event('played'), { error: -2 })
  play(writeWav(join(path, 'empty.wav'), new Int16Array(0)))
  t.match(await office.event('played'), { error: 0 })
  writeFileSync(join(path, 'text.wav'), 'not a recording')
  play(join(path, 'text.wav'))
  t.match(await office.event('played'), { error: -22 })
})

t.test('both sides of a call are recorded, left and right, at their levels', async (t) => {
  const office = new Office(t)
  const path = join(directory(t), 'call.wav')
  const [alice, bob] = await office.call(2)
  alice.phone.talk(400, -10)
  bob.phone.talk(1800, -20)
  const recorder = office.media.record(alice.termination, 'both', { path, maxMs: 0 })
  await pause(1500)
  office.media.stop(recorder)
  const event = await office.event('recorded')
  t.match(event, { attachment: recorder, error: 0 })
  const [from = [], to = []] = readRecording(t, path, 2)
  t.equal(event.durationMs, from.length / 8)
  t.ok(Math.abs(levelAt(from.slice(-4000), 400) + 10) < 1.5, `${levelAt(from.slice(-4000), 400)}`)
  t.ok(Math.abs(levelAt(to.slice(-4000), 1800) + 20) < 1.5)
  t.ok(levelAt(from.slice(-4000), 1800) < -40)
  t.ok(levelAt(to.slice(-4000), 400) < -40)
})

t.test('a recording is as long as it lasted: silence where nothing came', async (t) => {
  const office = new Office(t)
  const path = join(directory(t), 'gap.wav')
  const [alice] = await office.call(1)
  office.media.record(alice.termination, 'from', { path, maxMs: 2000 })
  alice.phone.talk(1000)
  await pause(500)
  alice.phone.hush()
  const event = await office.event('recorded')
  t.equal(event.durationMs, 2000)
  const [samples = []] = readRecording(t, path, 1)
  t.equal(samples.length, 16000)
  t.ok(Math.abs(levelAt(samples.slice(1600, 3200), 1000) + 10) < 1.5)
  t.ok(samples.slice(12000).every((sample) => sample === 0))
})

t.test('what a party hears is recorded: a prompt and the tone after it', async (t) => {
  const office = new Office(t)
  const path = join(directory(t), 'heard.wav')
  const [alice] = await office.call(1)
  office.media.record(alice.termination, 'to', { path, maxMs: 1000 })
  office.media.playTone(alice.termination, 'to', {
    hz: [1000],
    levelDbm0: -10,
    cadenceMs: [],
    totalMs: 0,
  })
  await office.event('recorded')
  const [samples = []] = readRecording(t, path, 1)
  t.ok(Math.abs(levelAt(samples.slice(-4000), 1000) + 10) < 0.5)
})

t.test('a recording that cannot be made ends in an event, and follows no link', async (t) => {
  const office = new Office(t)
  const [alice] = await office.call(1)
  office.media.record(alice.termination, 'from', { path: '/dev/full', maxMs: 0 })
  t.match(await office.event('recorded'), { error: -28 })
  office.media.record(alice.termination, 'from', { path: '/proc/self/exe', maxMs: 0 })
  t.match(await office.event('recorded'), { error: -40 })
})

t.test('closing the library completes recordings', async (t) => {
  const office = new Office(t)
  const path = join(directory(t), 'closed.wav')
  const [alice] = await office.call(1)
  alice.phone.talk(1000)
  office.media.record(alice.termination, 'from', { path, maxMs: 0 })
  await pause(700)
  office.media.close()
  const [samples = []] = readRecording(t, path, 1)
  t.ok(samples.length >= 8 * 500)
  t.ok(Math.abs(levelAt(samples.slice(-1600), 1000) + 10) < 1.5)
})
