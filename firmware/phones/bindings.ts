import type { Clock, Timer } from '../clock/clock.ts'
import type { Address, Flow } from '../sip/contract.ts'
import { parseUri, usualPort } from '../sip/message/uri.ts'

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
  /** `reg-id` (RFC 5626): one of several flows that the telephone keeps. Only with an instance. */
  readonly regId?: number | undefined
  /** Path (RFC 3327): the proxies between us and the telephone, nearest first; requests to it take them as Route. */
  readonly path?: readonly string[] | undefined
  /** Preference among the contacts of a handset, 0 to 1; 1 where it named none. */
  readonly q?: number | undefined
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
  readonly regId?: number
  readonly path?: readonly string[]
  readonly q?: number
  readonly userAgent: string
  readonly registeredAt: number
}

/** A binding that is no more. */
export interface GoneBinding {
  readonly binding: Binding
  /** `deactivated`: the handset is no more, or the connection that was the only way to it. */
  readonly why: 'expired' | 'unregistered' | 'replaced' | 'deactivated'
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
  /** A handset became reachable, unreachable or moved; `gone`: what it lost. */
  readonly changed: (handset: string, gone: readonly GoneBinding[]) => void
}

/**
 * Who is registered where. Persisted when a contact changes, never on a refresh (flash wear, DESIGN §4); after a restart the kept ones
 * are tried as stale.
 */
export class Bindings {
  readonly #options: BindingsOptions
  readonly #byHandset = new Map<string, Binding[]>()
  /** Handsets by the connections that they are reached over. Datagrams have none. */
  readonly #byStream = new Map<string, Set<string>>()
  #sweep: Timer | undefined

  constructor(options: BindingsOptions) {
    this.#options = options
  }

  start(): void {
    const { clock, store } = this.#options
    for (const [handset, kept] of store.entries()) {
      this.#replace(
        handset,
        kept.map((binding) => ({
          instance: undefined,
          ...binding,
          handset,
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
    const replaced = [...others.slice(MOST_A_HANDSET - 1)]
    if (known && known.contact !== binding.contact) replaced.push(known)
    if (!known || known.stale || replaced.length > 0 || !isKeptAlike(known, binding)) {
      this.#keep(binding.handset, gone(replaced, 'replaced'))
    }
  }

  /** Takes one contact away: by its URI or, where it has one, by instance and flow. */
  remove(handset: string, wanted: Pick<Binding, 'contact' | 'instance' | 'regId'>): void {
    this.#lose(handset, (binding) => samePhone(binding, wanted), 'unregistered')
  }

  /** The handset is deleted, or it unregistered everything. */
  removeAll(handset: string, why: 'unregistered' | 'deactivated' = 'deactivated'): void {
    this.#lose(handset, () => true, why)
  }

  /** Whether somebody is reached over this connection: it is not idle then, however silent. */
  isReachedOver(flow: Flow): boolean {
    const now = this.#options.clock.uptime()
    for (const handset of this.#byStream.get(streamKey(flow)) ?? []) {
      const bindings = this.#byHandset.get(handset) ?? []
      if (bindings.some((one) => one.expiresAt > now && sameFlow(one.flow, flow))) return true
    }
    return false
  }

  /**
   * The connection to a telephone is gone. Where it was the only way (RFC 5626 §5.3, RFC 7118 §5.5) so is the binding; one that listens
   * at its contact is tried there until it registers again.
   */
  flowClosed(closed: Flow): void {
    for (const handset of [...(this.#byStream.get(streamKey(closed)) ?? [])]) {
      const before = this.#byHandset.get(handset) ?? []
      this.#replace(
        handset,
        before.map((one) => (sameFlow(one.flow, closed) ? { ...one, stale: true } : one)),
      )
      const isLost = (one: Binding) => sameFlow(one.flow, closed) && !listensAtContact(one)
      this.#lose(handset, isLost, 'deactivated')
    }
  }

  #lose(handset: string, isLost: (binding: Binding) => boolean, why: GoneBinding['why']): void {
    const before = this.#byHandset.get(handset) ?? []
    const lost = before.filter(isLost)
    if (lost.length === 0) return
    this.#replace(
      handset,
      before.filter((binding) => !lost.includes(binding)),
    )
    this.#keep(handset, gone(lost, why))
  }

  handsets(): Iterable<string> {
    return this.#byHandset.keys()
  }

  #replace(handset: string, bindings: Binding[]): void {
    this.#noteStreams(handset, this.#byHandset.get(handset) ?? [], bindings)
    if (bindings.length === 0) this.#byHandset.delete(handset)
    else this.#byHandset.set(handset, bindings)
  }

  #noteStreams(handset: string, before: readonly Binding[], after: readonly Binding[]): void {
    for (const { flow } of before) {
      const key = streamKey(flow)
      const others = this.#byStream.get(key)
      if (others?.delete(handset) && others.size === 0) this.#byStream.delete(key)
    }
    for (const { flow } of after) {
      if (flow.transport === 'udp') continue
      const key = streamKey(flow)
      const known = this.#byStream.get(key)
      if (known) known.add(handset)
      else this.#byStream.set(key, new Set([handset]))
    }
  }

  #keep(handset: string, lost: readonly GoneBinding[]): void {
    const bindings = this.#byHandset.get(handset)
    if (!bindings) this.#options.store.remove(handset)
    else this.#options.store.put(handset, bindings.map(keptOf))
    this.#options.changed(handset, lost)
  }

  /** Takes out what is over; once a second is enough, `of` looks at the time itself. */
  #sweepLater(): void {
    this.#sweep = this.#options.clock.after(1000, () => {
      const now = this.#options.clock.uptime()
      for (const handset of this.#byHandset.keys()) {
        this.#lose(handset, ({ expiresAt }) => expiresAt <= now, 'expired')
      }
      this.#sweepLater()
    })
  }
}

function gone(bindings: readonly Binding[], why: GoneBinding['why']): readonly GoneBinding[] {
  return bindings.map((binding) => ({ binding, why }))
}

function keptOf(binding: Binding): KeptBinding {
  const { contact, flow, instance, regId, path, q, userAgent, registeredAt } = binding
  return {
    contact,
    flow,
    ...(instance === undefined ? {} : { instance }),
    ...(regId === undefined ? {} : { regId }),
    ...(path === undefined ? {} : { path }),
    ...(q === undefined ? {} : { q }),
    userAgent,
    registeredAt,
  }
}

/** Whether a refresh changes nothing that is kept: time passes without being written (flash wear). */
function isKeptAlike(before: Binding, after: Binding): boolean {
  return (
    before.contact === after.contact &&
    sameFlow(before.flow, after.flow) &&
    (before.path ?? []).join() === (after.path ?? []).join()
  )
}

type Named = Pick<Binding, 'contact' | 'instance' | 'regId'>

/** RFC 5626 §6: instance and flow name a binding, where the telephone says both; the instance alone, where it does not. */
function samePhone(a: Named, b: Named): boolean {
  if (a.instance !== undefined && a.instance === b.instance) return a.regId === b.regId
  return a.contact === b.contact
}

/** Of a connection: our side is clear from theirs, as good as always. */
function streamKey({ transport, remote }: Flow): string {
  return `${transport} ${remote.address} ${remote.port}`
}

/**
 * Whether a telephone can be connected to: its contact is the address that it came from, at another port than that of its connection.
 * Behind a router, over WebSocket, and with flows of its own (RFC 5626) nobody listens.
 */
function listensAtContact(binding: Binding): boolean {
  return listensAt(binding) !== undefined
}

function listensAt({ contact, flow, regId }: Binding): Address | undefined {
  if (regId !== undefined || flow.transport.startsWith('ws')) return undefined
  const uri = parseUri(contact)
  if (!uri.ok || uri.value.host !== flow.remote.address) return undefined
  const port = uri.value.port ?? usualPort(flow.transport)
  return port === flow.remote.port ? undefined : { address: uri.value.host, port }
}

/** The flow on which a telephone is asked now: once its connection has ended, a new one to where it listens. */
export function flowTo(binding: Binding): Flow {
  const { flow, stale } = binding
  const remote = stale && flow.transport !== 'udp' ? listensAt(binding) : undefined
  return remote ? { ...flow, remote } : flow
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
