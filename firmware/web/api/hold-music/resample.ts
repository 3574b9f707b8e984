/** Another sampling rate by a windowed sinc, whole numbers to one another: 44,100 becomes 16,000 in steps of 441 by 160. */

const CROSSINGS = 16 // of the sinc at each side
const EDGE = 0.9 // of the narrower band that passes

export function resample(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return samples
  const divisor = gcd(from, to)
  const [up, down] = [to / divisor, from / divisor]
  const cut = EDGE * Math.min(1, to / from) // of half the old rate
  const half = Math.ceil(CROSSINGS / cut)
  const phases = Array.from({ length: up }, (_, phase) => kernel(half, phase / up, cut))
  const out = new Float32Array(Math.max(1, Math.floor((samples.length * up) / down)))
  for (let i = 0; i < out.length; i++) {
    const at = i * down
    const whole = Math.floor(at / up)
    out[i] = weigh(samples, whole - half + 1, phases[at % up] ?? phases[0])
  }
  return out
}

function weigh(samples: Float32Array, from: number, weights: Float32Array | undefined): number {
  let sum = 0
  if (!weights) return sum
  const begin = Math.max(0, -from)
  const end = Math.min(weights.length, samples.length - from)
  for (let i = begin; i < end; i++) sum += (samples[from + i] ?? 0) * (weights[i] ?? 0)
  return sum
}

/** Weights of the samples around a place that is `offset` behind one of them; together 1, so that a steady level stays. */
function kernel(half: number, offset: number, cut: number): Float32Array {
  const weights = new Float32Array(2 * half)
  let sum = 0
  for (let i = 0; i < weights.length; i++) {
    const x = i - half + 1 - offset
    const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / half)
    weights[i] = window * sinc(x * cut) * cut
    sum += weights[i] ?? 0
  }
  return weights.map((weight) => weight / sum)
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}
