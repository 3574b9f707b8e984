import t from 'tap'
import { convert } from '../../../../firmware/web/api/hold-music/convert.ts'
import { readAudio } from '../../../../firmware/web/api/hold-music/read-audio.ts'
import { levelAt as levelAtEightKhz } from '../../../hal/audio.ts'
import { rawMuLaw, sunAudio, tone, wavFile } from './recordings.ts'

const levelAt = (samples: Int16Array, hz: number, rate = 8000) =>
  levelAtEightKhz(samples, (hz * 8000) / rate)

const AS_IT_IS = { isRaw: false, level: false }

function heard(given: Buffer, how: Partial<typeof AS_IT_IS> = {}) {
  const done = convert(given, { ...AS_IT_IS, ...how })
  if (!done.ok) throw new Error(done.error)
  const { wav } = done.value
  const samples = new Int16Array(wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + wav.length))
  return { ...done.value, rate: wav.readUInt32LE(24), samples }
}

t.test('MOH-8 every coding and rate that people have is heard at its level', async (t) => {
  for (const [what, given, rate] of [
    [
      'PCM of 16 bits, 44,100 Hz, stereo',
      wavFile(tone(44_100), { rate: 44_100, channels: 2 }),
      16_000,
    ],
    ['PCM of 16 bits, 48,000 Hz', wavFile(tone(48_000), { rate: 48_000 }), 16_000],
    ['PCM of 16 bits, 22,050 Hz', wavFile(tone(22_050), { rate: 22_050 }), 16_000],
    ['PCM of 16 bits, 11,025 Hz', wavFile(tone(11_025), { rate: 11_025 }), 8000],
    ['PCM of 16 bits, 8,000 Hz', wavFile(tone(8000), { rate: 8000 }), 8000],
    ['PCM of 24 bits', wavFile(tone(16_000), { rate: 16_000, bits: 24 }), 16_000],
    ['PCM of 32 bits', wavFile(tone(16_000), { rate: 16_000, bits: 32 }), 16_000],
    ['PCM of 8 bits', wavFile(tone(16_000), { rate: 16_000, bits: 8 }), 16_000],
    ['floating point', wavFile(tone(16_000), { rate: 16_000, bits: 32, tag: 3 }), 16_000],
    ['an extensible header', wavFile(tone(16_000), { rate: 16_000, extensible: true }), 16_000],
    ['mu-law', wavFile(tone(8000), { rate: 8000, bits: 8, tag: 7 }), 8000],
    ['A-law', wavFile(tone(8000), { rate: 8000, bits: 8, tag: 6 }), 8000],
    ['Sun .snd, mu-law', sunAudio(tone(8000), 8000), 8000],
  ] as const) {
    const { samples, seconds, levelDbm0, rate: made } = heard(given)
    t.equal(made, rate, what)
    t.ok(Math.abs(seconds - 1) < 0.01, what)
    t.ok(Math.abs(levelDbm0 - -10) < 0.5, `${what}: ${levelDbm0} dBm0`) // the laws' segments are no logarithm
    const middle = samples.subarray(rate / 4, (3 * rate) / 4)
    const level = levelAt(middle, 1000, rate)
    t.ok(Math.abs(level - -10) < 0.5, `${what}: ${level} dBm0 at 1000 Hz`)
  }
})

t.test('MOH-8 raw mu-law of 8 kHz, where it is said to be that', async (t) => {
  const raw = rawMuLaw(tone(8000))
  t.match(readAudio(raw, false), { ok: false, error: /no WAV file/ })
  const { seconds, levelDbm0 } = heard(raw, { isRaw: true })
  t.equal(seconds, 1)
  t.ok(Math.abs(levelDbm0 - -10) < 0.5)
})

t.test('nothing above half the new rate is folded down', async (t) => {
  const { samples } = heard(wavFile(tone(44_100, 10_000), { rate: 44_100 }))
  for (const hz of [6000, 5900, 1000])
    t.ok(levelAt(samples.subarray(1600), hz, 16_000) < -55, `${hz} Hz`)
  const passes = heard(wavFile(tone(44_100, 6000), { rate: 44_100 })).samples
  t.ok(
    Math.abs(levelAt(passes.subarray(1600, 14_400), 6000, 16_000) - -10) < 0.5,
    'and 6 kHz passes',
  )
})

t.test('MOH-11 it is brought to -22 dBm0 where that is asked for', async (t) => {
  for (const dbm0 of [-6, -30]) {
    const { levelDbm0, samples } = heard(wavFile(tone(8000, 1000, dbm0), { rate: 8000 }), {
      level: true,
    })
    t.ok(Math.abs(levelDbm0 - -22) < 0.1)
    t.ok(Math.abs(levelAt(samples, 1000) - -22) < 0.3)
  }
  const silence = heard(wavFile(new Float64Array(8000), { rate: 8000 }), { level: true })
  t.ok(silence.levelDbm0 < -60, 'silence stays silent')
})

t.test('SECURITY 13: by what it is, not by what it is called; bounded', async (t) => {
  const odd = (change: (wav: Buffer) => void) => {
    const wav = wavFile(tone(8000), { rate: 8000 })
    change(wav)
    return wav
  }
  for (const [what, given] of [
    ['an MP3', Buffer.from('ID3\x04\0\0\0\0\0\0')],
    ['an MP3 without a tag', Buffer.from([0xff, 0xfb, 0x90, 0x64, 0, 0, 0, 0])],
    ['an M4A', Buffer.from('\0\0\0\x20ftypM4A \0\0')],
    ['a page', Buffer.from('<!doctype html>')],
    ['a program', Buffer.from('\x7fELF\x02\x01\x01')],
    ['a WAV of nothing', wavFile(new Float64Array(0), { rate: 8000 })],
    ['a WAV of 40 channels', odd((wav) => wav.writeUInt16LE(40, 22))],
    ['a WAV of none', odd((wav) => wav.writeUInt16LE(0, 22))],
    ['a WAV of 1 Hz', odd((wav) => wav.writeUInt32LE(1, 24))],
    ['a WAV of 4 GHz', odd((wav) => wav.writeUInt32LE(0xffffffff, 24))],
    ['a WAV of ADPCM', odd((wav) => wav.writeUInt16LE(17, 20))],
    ['a WAV without a format', odd((wav) => wav.write('junk', 12))],
  ] as const) {
    t.equal(readAudio(given, true).ok, false, what)
  }
})

t.test('a WAV whose recorder never said how long it is', async (t) => {
  const wav = wavFile(tone(8000), { rate: 8000 })
  wav.writeUInt32LE(0xffffffff, 40)
  t.ok(Math.abs(heard(wav).seconds - 1) < 0.01)
})

t.test(
  'SECURITY 13: every cut and flipped octet of a header is taken or refused, never thrown at',
  async (t) => {
    for (const whole of [
      wavFile(tone(8000).subarray(0, 40), { rate: 8000, extensible: true }),
      sunAudio(tone(8000).subarray(0, 40), 8000),
    ]) {
      for (let at = 0; at < Math.min(whole.length, 100); at++) {
        convert(whole.subarray(0, at), AS_IT_IS)
        for (const value of [0, 0x7f, 0xff, (whole[at] ?? 0) ^ 0x10]) {
          const bent = Buffer.from(whole)
          bent[at] = value
          convert(bent, AS_IT_IS)
        }
      }
    }
    t.pass()
  },
)
