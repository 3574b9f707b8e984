import type { Clock, Timer } from '../clock/clock.ts'
import type { RaisedCondition } from '../conditions.ts'
import { condition } from '../words/condition.ts'
import type { Bindings } from './bindings.ts'
import type { HandsetAccount } from './handset-directory.ts'

export interface LostPhonesOptions {
  readonly clock: Clock
  readonly bindings: Pick<Bindings, 'of'>
  /** Undefined for a handset that has been deleted. */
  readonly account: (
    handset: string,
  ) => Pick<HandsetAccount, 'sipUser' | 'caller' | 'description'> | undefined
  readonly raise: (condition: RaisedCondition) => void
  readonly clear: (id: string) => void
}

/** More than so many are told as one condition: a switch without power must not hide everything else. */
export const MOST_ALONE = 5
/** After a start telephones have so long to refresh what is known from before it. */
export const AFTER_START_MS = 600_000
const PATIENCE_MS = 30_000 // a telephone that restarts or changes its address is away for seconds
const EVERY_MS = 1000

/**
 * Telephones that were registered, and have neither refreshed that nor been taken away. A telephone that unregisters itself is away of
 * its own will (RFC 3261 §10.2.2) and not lost.
 */
export class LostPhones {
  readonly #options: LostPhonesOptions
  /** Handsets that cannot be reached, with the uptime at which they are told. */
  readonly #missing = new Map<string, number>()
  readonly #told = new Set<string>()
  #startedAt = 0
  #look: Timer | undefined

  constructor(options: LostPhonesOptions) {
    this.#options = options
  }

  start(): void {
    this.#startedAt = this.#options.clock.uptime()
    this.#lookLater()
  }

  stop(): void {
    this.#look?.cancel()
  }

  /** Contacts of a handset changed; `gone`: why it lost what it lost (bindings.ts). */
  changed(handset: string, gone: readonly { readonly why: string }[]): void {
    const { bindings } = this.#options
    const lost = gone.some(({ why }) => why === 'expired' || why === 'deactivated')
    if (bindings.of(handset).length > 0 || !lost) this.#settled(handset)
    else this.#lost(handset)
  }

  #lost(handset: string): void {
    if (this.#missing.has(handset)) return
    const calm = this.#startedAt + AFTER_START_MS
    this.#missing.set(handset, Math.max(this.#options.clock.uptime() + PATIENCE_MS, calm))
  }

  #settled(handset: string): void {
    if (this.#missing.delete(handset)) this.#tell()
  }

  #lookLater(): void {
    this.#look = this.#options.clock.after(EVERY_MS, () => {
      const { bindings, account } = this.#options
      for (const handset of this.#missing.keys()) {
        if (!account(handset) || bindings.of(handset).length > 0) this.#missing.delete(handset)
      }
      if (this.#missing.size + this.#told.size > 0) this.#tell()
      this.#lookLater()
    })
  }

  #tell(): void {
    const { clock, raise } = this.#options
    const lost = [...this.#missing].filter(([, at]) => at <= clock.uptime()).map(([one]) => one)
    const conditions =
      lost.length > MOST_ALONE
        ? [condition('phones-lost', { count: lost.length })]
        : lost.map((handset) => this.#condition(handset))
    const ids = new Set(conditions.map(({ id }) => id))
    for (const id of this.#told) if (!ids.has(id)) this.#takeBack(id)
    for (const one of conditions) {
      raise(one)
      this.#told.add(one.id)
    }
  }

  #takeBack(id: string): void {
    this.#options.clear(id)
    this.#told.delete(id)
  }

  #condition(handset: string) {
    const account = this.#options.account(handset)
    const phone = account?.description || account?.caller?.number || account?.sipUser || handset
    return condition('phone-lost', { handset, phone })
  }
}
