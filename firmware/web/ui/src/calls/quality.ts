import type { ShownQuality } from '../../../contract.ts'

/** How good a mean opinion score is: ITU-T G.109 calls 4.03 and more satisfying, below 3.1 most people are not content. */
export function toneOfScore(mos: number | undefined): 'good' | 'warn' | 'bad' | 'idle' {
  if (mos === undefined) return 'idle'
  if (mos >= 4.03) return 'good'
  return mos >= 3.1 ? 'warn' : 'bad'
}

/** Of what should have come, in percent; undefined where nothing came. */
export function lostPercent({
  packetsReceived,
  packetsLost,
}: Pick<ShownQuality, 'packetsReceived' | 'packetsLost'>): number | undefined {
  if (packetsReceived === 0) return undefined
  return Math.round((1000 * packetsLost) / (packetsReceived + packetsLost)) / 10
}
