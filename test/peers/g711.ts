/** µ-law and A-law by their definition (G.711 tables 1a and 2a), kept simple rather than fast. */
export type Law = 'pcmu' | 'pcma'

const BIAS = 132 // of 16-bit µ-law
const CLIP = 32635

export function encodeSample(law: Law, sample: number): number {
  return law === 'pcmu' ? encodeMu(sample) : encodeA(sample)
}

export function decodeSample(law: Law, octet: number): number {
  return law === 'pcmu' ? decodeMu(octet) : decodeA(octet)
}

function encodeMu(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0
  const magnitude = Math.min(Math.abs(sample), CLIP) + BIAS
  const segment = Math.floor(Math.log2(magnitude)) - 7
  const step = (magnitude >> (segment + 3)) & 0x0f
  return ~(sign | (segment << 4) | step) & 0xff
}

function decodeMu(octet: number): number {
  const bits = ~octet & 0xff
  const segment = (bits >> 4) & 7
  const magnitude = ((((bits & 0x0f) << 3) + BIAS) << segment) - BIAS
  return bits & 0x80 ? -magnitude : magnitude
}

function encodeA(sample: number): number {
  const sign = sample >= 0 ? 0x80 : 0
  const magnitude = Math.min(Math.abs(sample), CLIP) >> 4
  const segment = magnitude < 32 ? Number(magnitude >= 16) : Math.floor(Math.log2(magnitude)) - 3
  const step = (magnitude >> Math.max(0, segment - 1)) & 0x0f
  return (sign | (segment << 4) | step) ^ 0x55
}

function decodeA(octet: number): number {
  const bits = octet ^ 0x55
  const segment = (bits >> 4) & 7
  const base = ((bits & 0x0f) << 4) + 8
  const magnitude = segment === 0 ? base : (base + 256) << (segment - 1)
  return bits & 0x80 ? magnitude : -magnitude
}
