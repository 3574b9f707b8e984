import type { Clock, Timer } from '../clock/clock.ts'
import type { Flow } from '../sip/contract.ts'

/** One contact at which a handset can be reached, RFC 3261 §10. */
export interface Binding {
  /** ID of the handset. */
  readonly handset: string
  /** Contact URI as registered: the Request-URI of calls to it. */
  readonly contact: string
  readonly flow: Flow
  /** Uptime in ms at which it is over. */
  readonly expiresAt: number
  readonly callId: string
  readonly cseq: number
  /** `+sip.instance` (RFC 5626): the same telephone after it restarted. */
  readonly instance: string | undefined
  readonly userAgent: string
  /** Known from before a restart, not refreshed since: tried, not trusted. */
  readonly stale: boolean
  /** UTC, ms. */
  readonly registeredAt: number
}

/** What of a binding outlives a power cut. */
export interface KeptBinding {
  readonly contact: string
  readonly flow: Flow
  readonly instance?: string
  readonly userAgent: string
  readonly registeredAt: number
}

/** Durable map from handset to its contacts. */
export interface BindingStore {
  put(handset: string, kept: readonly KeptBinding[]): void
  remove(handset: string): void
  entries(): Iterable<readonly [handset: string, kept: readonly KeptBinding[]]>
}

const MOST_A_HANDSET = 10
const STALE_FOR_MS = 300_000 // default expiry: until then every living telephone has refreshed

export interface BindingsOptions {
  readonly clock: Clock
  readonly store: BindingStore
  /** A handset became reachable, unreachable or moved. */
  readonly changed: (handset: string) => void
}

/**
 * Who is registered where. Persisted when a contact changes, never on a refresh (flash wear, DESIGN §4); after a restart the kept ones
 * are tried as stale.
 */
export class Bindings {
  readonly #options: BindingsOptions
  readonly #byHandset = new Map<string, Binding[]>()
  #sweep: Timer | undefined

  constructor(options: BindingsOptions) {
    this.#options = options
  }

  start(): void {
    const { clock, store } = this.#options
    for (const [handset, kept] of store.entries()) {
      this.#byHandset.set(
        handset,
        kept.map(({ instance, ...binding }) => ({
          ...binding,
          handset,
          instance,
          expiresAt: clock.uptime() + STALE_FOR_MS,
          callId: '',
          cseq: 0,
          stale: true,
        })),
      )
    }
    this.#sweepLater()
  }

  stop(): void {
    this.#sweep?.cancel()
  }

  /** Living bindings of a handset, the newest first. */
  of(handset: string): readonly Binding[] {
    const now = this.#options.clock.uptime()
    return (this.#byHandset.get(handset) ?? []).filter(({ expiresAt }) => expiresAt > now)
  }

  /** Sets one contact: a new one, a refresh, or the same telephone on another flow. */
  set(binding: Binding): void {
    const before = this.#byHandset.get(binding.handset) ?? []
    const others = before.filter((other) => !samePhone(other, binding))
    const known = before.find((other) => samePhone(other, binding))
    this.#replace(binding.handset, [binding, ...others].slice(0, MOST_A_HANDSET))
    if (
      !known ||
      known.stale ||
      known.contact !== binding.contact ||
      !sameFlow(known.flow, binding.flow)
    ) {
      this.#keep(binding.handset)
    }
  }

  remove(handset: string, contact: string): void {
    const before = this.#byHandset.get(handset) ?? []
    const after = before.filter((binding) => binding.contact !== contact)
    if (after.length === before.length) return
    this.#replace(handset, after)
    this.#keep(handset)
  }

  /** The handset is deleted, or it unregistered everything. */
  removeAll(handset: string): void {
    if (!this.#byHandset.has(handset)) return
    this.#byHandset.delete(handset)
    this.#keep(handset)
  }

  handsets(): Iterable<string> {
    return this.#byHandset.keys()
  }

  #replace(handset: string, bindings: Binding[]): void {
    if (bindings.length === 0) this.#byHandset.delete(handset)
    else this.#byHandset.set(handset, bindings)
  }

  #keep(handset: string): void {
    const bindings = this.#byHandset.get(handset)
    if (!bindings) this.#options.store.remove(handset)
    else {
      this.#options.store.put(
        handset,
        bindings.map(({ contact, flow, instance, userAgent, registeredAt }) => ({
          contact,
          flow,
          ...(instance === undefined ? {} : { instance }),
          userAgent,
          registeredAt,
        })),
      )
    }
    this.#options.changed(handset)
  }

  /** Takes out what is over; once a second is enough, `of` looks at the time itself. */
  #sweepLater(): void {
    this.#sweep = this.#options.clock.after(1000, () => {
      const now = this.#options.clock.uptime()
      for (const [handset, bindings] of this.#byHandset) {
        const living = bindings.filter(({ expiresAt }) => expiresAt > now)
        if (living.length === bindings.length) continue
        this.#replace(handset, living)
        this.#keep(handset)
      }
      this.#sweepLater()
    })
  }
}

function samePhone(a: Binding, b: Binding): boolean {
  return a.contact === b.contact || (a.instance !== undefined && a.instance === b.instance)
}

export function sameFlow(a: Flow, b: Flow): boolean {
  return (
    a.transport === b.transport &&
    a.remote.address === b.remote.address &&
    a.remote.port === b.remote.port &&
    a.local.address === b.local.address &&
    a.local.port === b.local.port
  )
}
