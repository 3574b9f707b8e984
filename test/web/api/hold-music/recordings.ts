/** A second of a tone, -1 to 1. */
export function tone(rate: number, hz = 1000, dbm0 = -10): Float64Array {
  const peak = 10 ** ((dbm0 - 3.14) / 20)
  return Float64Array.from(
    { length: rate },
    (_, i) => peak * Math.sin((2 * Math.PI * hz * i) / rate),
  )
}

interface Format {
  readonly rate: number
  readonly channels?: number
  readonly bits?: 8 | 16 | 24 | 32
  /** 1 PCM, 3 floating point, 6 A-law, 7 mu-law. */
  readonly tag?: number
  readonly extensible?: boolean
}

export function wavFile(
  samples: Float64Array,
  { rate, channels = 1, bits = 16, tag = 1, extensible = false }: Format,
): Buffer {
  const length = extensible ? 40 : 16
  const format = Buffer.alloc(8 + length)
  format.write('fmt ')
  format.writeUInt32LE(length, 4)
  format.writeUInt16LE(extensible ? 0xfffe : tag, 8)
  format.writeUInt16LE(channels, 10)
  format.writeUInt32LE(rate, 12)
  format.writeUInt32LE((rate * channels * bits) / 8, 16)
  format.writeUInt16LE((channels * bits) / 8, 20)
  format.writeUInt16LE(bits, 22)
  if (extensible) format.writeUInt16LE(tag, 32)
  const data = Buffer.concat(
    [...samples].flatMap((sample) =>
      Array.from({ length: channels }, () => coded(sample, bits, tag)),
    ),
  )
  const head = Buffer.alloc(8)
  head.write('data')
  head.writeUInt32LE(data.length, 4)
  const riff = Buffer.alloc(12)
  riff.write('RIFF')
  riff.writeUInt32LE(4 + format.length + head.length + data.length, 4)
  riff.write('WAVE', 8)
  return Buffer.concat([riff, format, head, data])
}

function coded(sample: number, bits: number, tag: number): Buffer {
  const octets = Buffer.alloc(bits / 8)
  if (tag === 7) octets[0] = muLaw(sample)
  else if (tag === 6) octets[0] = aLaw(sample)
  else if (tag === 3) octets.writeFloatLE(sample)
  else if (bits === 8) octets[0] = Math.round(sample * 127) + 128
  else octets.writeIntLE(Math.round(sample * (2 ** (bits - 1) - 1)), 0, bits / 8)
  return octets
}

/** As the continuous law says (G.711), not as our decoder is written. */
function muLaw(sample: number): number {
  const size = Math.min(
    127,
    Math.floor((Math.log(1 + 255 * Math.abs(sample)) / Math.log(256)) * 128),
  )
  return ~((sample < 0 ? 0x80 : 0) | size) & 0xff
}

function aLaw(sample: number): number {
  const [a, size] = [87.6, Math.abs(sample)]
  const whole = 1 + Math.log(a)
  const part = size < 1 / a ? (a * size) / whole : (1 + Math.log(a * size)) / whole
  return ((sample < 0 ? 0 : 0x80) | Math.min(127, Math.floor(part * 128))) ^ 0x55
}

export function rawMuLaw(samples: Float64Array): Buffer {
  return Buffer.from([...samples].map(muLaw))
}

export function sunAudio(samples: Float64Array, rate: number): Buffer {
  const head = Buffer.alloc(32)
  head.write('.snd')
  head.writeUInt32BE(32, 4)
  head.writeUInt32BE(0xffffffff, 8)
  head.writeUInt32BE(1, 12)
  head.writeUInt32BE(rate, 16)
  head.writeUInt32BE(1, 20)
  return Buffer.concat([head, rawMuLaw(samples)])
}
