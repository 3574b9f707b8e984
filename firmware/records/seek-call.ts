import { callNumber } from './call-number.ts'

/** What a search by time needs to see of all calls. */
export interface CallsInOrder {
  /** Number of the first call of all, and of the last. */
  readonly first: string
  readonly last: string
  /** The call of this number, or where there is none the next one; undefined behind the last. When it began: UTC, ms. */
  from(call: string): { readonly call: string; readonly at: number } | undefined
}

const SEQUENCES = 10n ** 10n // in an epoch
const MARGIN = 100n // calls: their numbers are in the order of time but for a few, where the clock was set

/**
 * Number of a call such that all that began until `at` are numbered before it, and few others: found by halving, so that a million calls
 * cost some 60 looks. Undefined where that may be any call, or where there are calls of several sites.
 */
export function seekCall({ first, last, from }: CallsInOrder, at: number): string | undefined {
  const [oldest, newest] = [callNumber(first), callNumber(last)]
  if (!oldest || !newest || oldest.site !== newest.site) return undefined
  const nameOf = (place: bigint) => `${newest.site}-${place / SEQUENCES}-${place % SEQUENCES}`
  const isAfter = (place: bigint) => (from(nameOf(place))?.at ?? Number.POSITIVE_INFINITY) > at
  let [low, high] = [placeOf(oldest), placeOf(newest) + 1n]
  while (low < high) {
    const middle = (low + high) / 2n
    if (isAfter(middle)) high = middle
    else low = middle + 1n
  }
  const next = callNumber(from(nameOf(low))?.call ?? '')
  return next && nameOf(placeOf(next) + MARGIN)
}

function placeOf({ epoch, sequence }: { epoch: number; sequence: number }): bigint {
  return BigInt(epoch) * SEQUENCES + BigInt(sequence)
}
