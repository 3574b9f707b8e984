const QUIETEST_DB = -60

/** 0 at -60 dB and below, 1 at full scale. */
export function shareOf(samples: Float32Array): number {
  const power = samples.reduce((sum, one) => sum + one * one, 0) / samples.length
  const db = 10 * Math.log10(Math.max(power, 1e-9))
  return Math.min(1, Math.max(0, 1 - db / QUIETEST_DB))
}
