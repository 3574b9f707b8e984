import type { Call } from './call.ts'
import type { Cause } from './cause.ts'
import type { Destination } from './connect.ts'
import type { Leg } from './leg.ts'

/** What is rung instead of a telephone that has sent the call on. */
export interface Onward {
  readonly destinations: readonly Destination[]
  /** After this cause there is no use in another try. */
  readonly isFinal?: (cause: Cause) => boolean
}

/**
 * The n-th try, from 0, of where that telephone sends the call; undefined when there is none, or no more. `alone`: nobody else of this
 * step rings.
 */
export type Forwarding = (forwarder: Leg, n: number, alone: boolean) => Onward | undefined

/** Follows the telephones of one step that send the call on, while the others ring on. What it rings belongs to that step. */
export class Forwards {
  readonly #call: Call
  readonly #step: string
  readonly #forwarding: Forwarding | undefined
  readonly #dial: (destination: Destination) => void
  readonly #done = new Set<string>()
  /** The try that each is at. */
  readonly #tries = new Map<string, number>()

  constructor(
    call: Call,
    step: string,
    forwarding: Forwarding | undefined,
    dial: (destination: Destination) => void,
  ) {
    this.#call = call
    this.#step = step
    this.#forwarding = forwarding
    this.#dial = dial
  }

  /** Rings what is to be rung next; whether anybody is. May be called at any time; after a restart it goes on where it was. */
  follow(): boolean {
    let rings = false
    for (const leg of this.#call.legsOf(`${this.#step}/`)) {
      if (!leg.forward || !hasGone(leg) || this.#done.has(leg.id)) continue
      rings = this.#followOne(leg) || rings
    }
    return rings
  }

  /** The legs that tell why nobody has answered: not those that have only sent the call on, where somebody was rung for them. */
  ends(legs: readonly Leg[]): readonly Leg[] {
    return legs.filter(({ id }) => this.#made(id, '').length === 0)
  }

  #followOne(leg: Leg): boolean {
    let rings = false
    for (let n = this.#tries.get(leg.id) ?? 0; ; n++) {
      this.#tries.set(leg.id, n)
      const onward = this.#forwarding?.(leg, n, this.#isAlone)
      if (!onward) break
      if (this.#made(leg.id, n).length === 0) {
        this.#ring(leg, n, onward)
        rings ||= onward.destinations.length > 0
      }
      const made = this.#made(leg.id, n)
      if (made.some((each) => !hasGone(each))) return rings
      const [last] = made
      if (last?.cause !== undefined && onward.isFinal?.(last.cause)) break
    }
    this.#done.add(leg.id)
    return rings
  }

  #ring(leg: Leg, n: number, { destinations }: Onward): void {
    if (n === 0 && leg.forward && destinations.length > 0) {
      const { digits, name } = leg.party
      const party = { digits, ...(name && { name }) }
      this.#call.history.add('diverted', { leg: leg.id, party, name: leg.forward.reason })
    }
    for (const destination of destinations) {
      this.#dial({ ...destination, key: `${nameOf(leg.id, n)}${destination.key}` })
    }
  }

  #made(leg: string, n: number | ''): readonly Leg[] {
    return this.#call.legsOf(`${this.#step}/${nameOf(leg, n)}`)
  }

  get #isAlone(): boolean {
    return this.#call.legsOf(`${this.#step}/`).every(hasGone)
  }
}

function nameOf(leg: string, n: number | ''): string {
  return n === '' ? `forward/${leg}/` : `forward/${leg}/${n}/`
}

function hasGone({ phase }: Leg): boolean {
  return phase === 'released'
}
