import t from 'tap'
import {
  decodeALaw,
  decodeMuLaw,
  encodeALaw,
  encodeMuLaw,
  levelAt,
  loudness,
  sine,
} from './audio.ts'

t.test('G.711 codes decode to known values and encode to themselves', async (t) => {
  t.equal(decodeMuLaw(0x80), 32124)
  t.equal(decodeMuLaw(0x00), -32124)
  t.equal(decodeALaw(0xaa), 32256)
  t.equal(decodeALaw(0x55), -8)
  for (let code = 0; code < 256; code++) {
    if (code !== 0x7f) t.equal(encodeMuLaw(decodeMuLaw(code)), code) // the negative zero
    t.equal(encodeALaw(decodeALaw(code)), code)
  }
})

t.test('the Goertzel filter measures the level of a tone beside another one', async (t) => {
  const low = sine(440, -13, 1600)
  const high = sine(1000, -20, 1600)
  const both = low.map((sample, i) => sample + (high[i] ?? 0))
  t.ok(Math.abs(levelAt(both, 440) + 13) < 0.2)
  t.ok(Math.abs(levelAt(both, 1000) + 20) < 0.2)
  t.ok(levelAt(both, 2000) < -50)
  t.ok(Math.abs(loudness(low) + 13) < 0.1)
})
