import type { SipText } from '../../peers/sip-text.ts'
import { methodOf, statusOf } from '../../peers/sip-text.ts'
import type { SippMessage } from '../../peers/sipp.ts'

/** Everything that one peer sent and got. */
export class Heard {
  readonly all: readonly SippMessage[]

  /** What came or went again is there once: how fast a machine is changes nothing. */
  constructor(all: readonly SippMessage[]) {
    const seen = new Set<string>()
    this.all = all.filter((one) => {
      const text = JSON.stringify(one)
      const isNew = !seen.has(text)
      seen.add(text)
      return isNew
    })
  }

  /** What came from the exchange: the n-th request of a method, or response of a status. */
  got(what: string | number, nth = 0): SipText {
    return this.#find('in', what, nth)
  }

  sent(what: string | number, nth = 0): SipText {
    return this.#find('out', what, nth)
  }

  /** How many of them came. */
  count(what: string | number): number {
    return this.#of('in', what).length
  }

  #find(way: 'in' | 'out', what: string | number, nth: number): SipText {
    const found = this.#of(way, what)[nth]
    if (!found) throw new Error(`there is no ${what} number ${nth}`)
    return found
  }

  #of(way: 'in' | 'out', what: string | number): readonly SipText[] {
    return this.all
      .filter((one) => one.way === way)
      .map(({ message }) => message)
      .filter((one) => isThat(one, what))
  }
}

/** A response of that status, a request of that method, or a body with that in it. */
export function isThat(message: SipText, what: string | number | RegExp): boolean {
  if (what instanceof RegExp) return what.test(message.body)
  if (typeof what === 'number') return statusOf(message) === what
  return statusOf(message) === 0 && methodOf(message) === what
}
