import type { ContextId } from './contract.ts'

const KEPT = 16

/** The contexts that a termination has been in, the latest ones: a late repetition of what made it names one of them, and makes nobody another one. */
export class Places {
  #known: ContextId[]

  constructor(first: ContextId) {
    this.#known = [first]
  }

  entered(context: ContextId): void {
    this.#known = [...this.#known.filter((one) => one !== context), context].slice(-KEPT)
  }

  has(context: ContextId): boolean {
    return this.#known.includes(context)
  }
}
