import type { Signal } from '../gateway/contract.ts'

/** A tone as a telephone makes it that is no telephone of wire: one part after the other, then again from part `again` on; 0 ms: until stopped. */
export interface HeardTone {
  readonly parts: readonly {
    readonly hz: readonly number[]
    readonly modulatedHz?: number
    readonly ms: number
  }[]
  readonly again: number
}

/** @throws of what is no tone */
export function heardTone(signal: Signal): HeardTone {
  if (signal.kind === 'tone') {
    const cadence = signal.cadenceMs.length > 0 ? signal.cadenceMs : [0]
    const parts = cadence.map((ms, at) => ({ hz: at % 2 === 0 ? signal.hz : [], ms }))
    return { parts, again: 0 }
  }
  if (signal.kind !== 'tones') throw new Error(`${signal.kind} is no tone`)
  const parts = signal.parts.map(({ hz, modulatedHz, ms }) => ({
    hz,
    ...(modulatedHz !== undefined && { modulatedHz }),
    ms,
  }))
  return { parts, again: signal.again }
}
