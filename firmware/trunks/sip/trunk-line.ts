import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../../clock/clock.ts'
import { printable } from '../../model/printable.ts'
import type { SipTrunk } from '../../model/sip-trunk.ts'
import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import { loginCredentials } from '../../sip/auth/answer-challenge.ts'
import type { Credentials, Flow, Hop, UserAgent } from '../../sip/contract.ts'
import type { SipUri } from '../../sip/message/message.ts'
import { escapeUser, formatHostPort } from '../../sip/message/uri.ts'
import type { HopHealth } from '../../sip/resolve/health.ts'
import { HopWatch } from './hop-watch.ts'
import type { LiveTrunk } from './live-trunk.ts'
import type { KeptRegistration, Registered } from './registration.ts'
import { Registration } from './registration.ts'
import { domainOf, registrarWay, wayUri } from './trunk-uris.ts'

/** A trunk as it is configured, with its password. */
export interface TrunkAccount {
  readonly trunk: SipTrunk
  readonly password: string
}

/** One way to a trunk: where an INVITE goes now. */
export interface TrunkWay {
  readonly flow: Flow
  /** A gateway that registers here: the contact that it registered. */
  readonly contact?: string
}

export interface TrunkWorld {
  readonly clock: Clock
  readonly userAgent: Pick<UserAgent, 'request' | 'flowTo' | 'contactFor' | 'keepAlive'>
  readonly resolve: (uri: SipUri) => Promise<Result<readonly Hop[]>>
  readonly health: HopHealth
  readonly random: () => number
  readonly kept: (trunk: string) => KeptRegistration | undefined
  readonly keep: (trunk: string, kept: KeptRegistration | undefined) => void
  /** Where a gateway has registered here. */
  readonly bindings: (trunk: string) => readonly { readonly contact: string; readonly flow: Flow }[]
  /** What `state` says may have changed. */
  readonly changed: (line: TrunkLine) => void
}

const MOST_HOPS = 4
const LONGEST_WHY = 80
const LOOK_MS = 60_000 // how often names are asked for anew where no health check does it

/** One SIP trunk at work: where it is, whether it is there, and our registration with it. */
export class TrunkLine {
  readonly account: TrunkAccount
  readonly #world: TrunkWorld
  readonly #stopped = new AbortController()
  readonly #watch: HopWatch
  readonly #registration: Registration | undefined
  #hops: readonly Hop[] = []
  readonly #flows = new Map<string, Flow>()
  #trouble = ''
  #resolved = false
  #since: { readonly state: LiveTrunk['state']; readonly at: number } | undefined
  #lastFailure: LiveTrunk['lastFailure']

  constructor(world: TrunkWorld, account: TrunkAccount) {
    this.#world = world
    this.account = account
    const { trunk } = account
    this.#watch = new HopWatch(
      world.clock,
      (hop, signal) => this.#ping(hop, signal),
      () => world.changed(this),
    )
    if (trunk.kind === 'provider' && trunk.registration && trunk.inService) {
      this.#registration = new Registration(
        {
          clock: world.clock,
          userAgent: world.userAgent,
          hops: () => this.#registrarHops(),
          health: world.health,
          credentials: (flow) => this.#login(flow),
          random: world.random,
          kept: world.kept(trunk.id),
          keep: (kept) => world.keep(trunk.id, kept),
          changed: () => world.changed(this),
        },
        trunk,
      )
    }
  }

  get trunk(): SipTrunk {
    return this.account.trunk
  }

  start(): void {
    const { trunk } = this
    if (!trunk.inService || this.registersHere) return
    this.#registration?.start()
    void this.#follow()
  }

  /** Ends without a word to anybody. */
  stop(): void {
    this.#stopped.abort()
    this.#registration?.stop()
  }

  /** Ends for good: what it registered is taken back. */
  async remove(): Promise<void> {
    this.#stopped.abort()
    await this.#registration?.remove()
  }

  /** A gateway that registers with us, as telephones do. */
  get registersHere(): boolean {
    return this.trunk.kind === 'gateway' && this.trunk.registration
  }

  /** Ways to it, those that are known to answer first; none while nobody knows any. */
  get ways(): readonly TrunkWay[] {
    if (this.registersHere) {
      return this.#world.bindings(this.trunk.id).map(({ contact, flow }) => ({ contact, flow }))
    }
    const registered = this.#registered
    const hops = this.#world.health.order(this.#watch.order(this.#hops))
    const flows = hops.flatMap((hop) => this.#flows.get(keyOf(hop)) ?? [])
    if (!registered) return flows.map((flow) => ({ flow }))
    // what a provider has registered it mostly wants calls from too
    const first = flows.filter(({ remote }) => isDeepStrictEqual(remote, registered.flow.remote))
    return [...first, ...flows.filter((flow) => !first.includes(flow))].map((flow) => ({ flow }))
  }

  /** Calls can be made, as far as anybody knows. */
  get isUp(): boolean {
    return this.#state.state === 'up'
  }

  /** Every server of it has been silent lately, or said 503: who has another line takes that one first. */
  get isSilent(): boolean {
    const { health } = this.#world
    return this.#hops.length > 0 && this.#hops.every((hop) => !health.isGood(hop))
  }

  /** What came of a call over one way: whether anybody was heard there. */
  heard({ flow }: TrunkWay, anybody: boolean): void {
    const hop = this.#hops.find((one) => isDeepStrictEqual(this.#flows.get(keyOf(one)), flow))
    if (!hop) return
    if (anybody) this.#world.health.worked(hop)
    else this.#world.health.failed(hop)
  }

  /** Whether what comes from this address comes from the trunk. Of a gateway that registers only its registrations tell. */
  isAt(address: string): boolean {
    if (!this.trunk.inService || this.registersHere) return false
    if (this.trunk.server === address || this.trunk.sources.includes(address)) return true
    if (this.#registered?.hop.address === address) return true
    return this.#hops.some((hop) => hop.address === address)
  }

  /** Answers challenges over this flow, if it leads to the trunk (SECURITY row 4). */
  credentials(flow: Flow): Credentials | undefined {
    const { trunk } = this
    const { address } = flow.remote
    if (this.registersHere || trunk.loginId === '') return undefined
    const isOfTrunk = this.isAt(address) && !trunk.sources.includes(address)
    return isOfTrunk ? this.#login(flow) : undefined
  }

  /** How it is now. */
  live(calls: number): LiveTrunk {
    const { id, description, kind, maxCalls } = this.trunk
    const [way] = this.ways
    const { state } = this.#state
    if (state !== this.#since?.state) this.#since = { state, at: this.#world.clock.now() }
    const lastFailure = this.#lastFailure
    const where = way ? `${way.flow.transport} ${formatHostPort(way.flow.remote)}` : ''
    return {
      id,
      description,
      kind,
      ...this.#state,
      since: this.#since.at,
      where,
      calls,
      maxCalls,
      ...(lastFailure && { lastFailure }),
    }
  }

  /** The trunk itself has refused a call, or nothing was heard of it. */
  callFailed(why: string): void {
    this.#lastFailure = { at: this.#world.clock.now(), why: printable(why, LONGEST_WHY) }
  }

  get #state(): Pick<LiveTrunk, 'state' | 'why'> {
    if (!this.trunk.inService) return { state: 'off', why: '' }
    if (this.registersHere) {
      return this.ways.length > 0 ? UP : { state: 'unregistered', why: 'it has not registered' }
    }
    const registered = this.#registration?.state
    if (registered?.name === 'failed') return failed(registered)
    if (registered?.name === 'trying' || (!this.#resolved && !registered)) return TRYING
    if (this.#trouble !== '' && this.#hops.length === 0) {
      return { state: 'unreachable', why: this.#trouble }
    }
    const answers = this.#hops.length === 0 || this.#hops.some((hop) => this.#watch.isUp(hop))
    return answers ? UP : { state: 'unreachable', why: 'no answer' }
  }

  get #registered(): Extract<Registered, { name: 'registered' }> | undefined {
    const state = this.#registration?.state
    return state?.name === 'registered' ? state : undefined
  }

  /** Only for flows that lead to hops of the trunk. */
  #login(_flow: Flow): Credentials {
    const { trunk, password } = this.account
    return loginCredentials({ user: trunk.loginId, password, realm: trunk.realm || undefined })
  }

  async #registrarHops(): Promise<Result<readonly Hop[]>> {
    const way = registrarWay(this.trunk)
    const resolved = way.ok ? await this.#world.resolve(way.value) : refuse(way.error)
    return resolved.ok ? ok(resolved.value.slice(0, MOST_HOPS)) : resolved
  }

  /** Follows what DNS says of the trunk, and asks its servers whether they are there. */
  async #follow(): Promise<void> {
    const { signal } = this.#stopped
    const { healthSeconds } = this.trunk
    if (healthSeconds > 0) {
      await this.#watch.run(() => this.#lookUp(), healthSeconds * 1000, signal)
      return
    }
    while (!signal.aborted) {
      await this.#lookUp()
      await this.#world.clock.sleep(LOOK_MS, signal).catch(() => {})
    }
  }

  /** What was known stays known when DNS is silent. */
  async #lookUp(): Promise<readonly Hop[]> {
    const way = wayUri(this.trunk)
    const resolved = way.ok ? await this.#world.resolve(way.value) : refuse(way.error)
    const before = this.#trouble
    if (resolved.ok) {
      const hops = resolved.value.slice(0, MOST_HOPS)
      await Promise.all(hops.map((hop) => this.#prepare(hop)))
      this.#hops = hops
    }
    this.#trouble = resolved.ok ? '' : resolved.error
    const first = !this.#resolved
    this.#resolved = true
    if (first || before !== this.#trouble) this.#world.changed(this)
    return this.#hops
  }

  async #prepare(hop: Hop): Promise<void> {
    try {
      const flow = await this.#world.userAgent.flowTo(hop, undefined, this.trunk.localPort) // SIPT-20
      this.#flows.set(keyOf(hop), flow)
    } catch {
      this.#flows.delete(keyOf(hop)) // no socket of ours reaches it now
    }
  }

  async #ping(hop: Hop, signal: AbortSignal): Promise<boolean> {
    const flow = this.#flows.get(keyOf(hop))
    if (!flow) return false
    const domain = domainOf(this.trunk)
    const user = this.trunk.userId ? `${escapeUser(this.trunk.userId)}@` : ''
    const address = { uri: `sip:${user}${domain}` }
    const { status, toTag } = await this.#world.userAgent.request(
      { method: 'OPTIONS', target: `sip:${domain}`, flow, from: address, to: address },
      signal,
    )
    return status !== 503 && !(status === 408 && toTag === undefined)
  }
}

const UP = { state: 'up', why: '' } as const
const TRYING = { state: 'trying', why: '' } as const

function failed({ why, status }: Extract<Registered, { name: 'failed' }>) {
  const silent = status === undefined || status === 408 || status === 503
  return { state: silent ? 'unreachable' : 'unregistered', why } as const
}

function keyOf({ transport, address, port }: Hop): string {
  return `${transport} ${address} ${port}`
}
