import type { HeardTone } from '../../../contract.ts'

/** A sound in the time of an audio context, seconds. `until` undefined: for ever. */
export interface Burst {
  readonly hz: readonly number[]
  readonly modulatedHz?: number
  readonly at: number
  readonly until?: number
}

/** Where a tone is: the part that comes next, and when. */
export interface Place {
  readonly part: number
  readonly at: number
}

/** What sounds from `place` until `until` at least, and where it goes on; undefined: nowhere, it has ended or is steady. */
export function burstsUntil(
  { parts, again }: HeardTone,
  place: Place | undefined,
  until: number,
): { readonly bursts: readonly Burst[]; readonly place: Place | undefined } {
  const bursts: Burst[] = []
  let next = place
  while (next && next.at < until) {
    const { at } = next
    const part = parts[next.part]
    if (!part) return { bursts, place: undefined }
    const end = at + part.ms / 1000
    const { hz, modulatedHz } = part
    const how = modulatedHz === undefined ? { hz } : { hz, modulatedHz }
    if (hz.length > 0) bursts.push({ ...how, at, ...(part.ms > 0 && { until: end }) })
    const following = next.part + 1 < parts.length ? next.part + 1 : again
    next = part.ms > 0 && following < parts.length ? { part: following, at: end } : undefined
  }
  return { bursts, place: next }
}

/** A bell with the cadence of what callers hear of it, in a sound of its own. */
export function bellOf({ parts, again }: HeardTone): HeardTone {
  const bell = parts.map(({ hz, ms }) => ({ hz: hz.length > 0 ? [480, 620] : [], ms }))
  return { parts: bell, again }
}
