import { isIPv6 } from 'node:net'
import type {
  Address,
  Flow,
  Hop,
  Listen,
  Listening,
  Transport,
  UserAgentOptions,
  Visitor,
} from '../contract.ts'
import type { Read } from '../message/message.ts'
import { formatHostPort } from '../message/uri.ts'
import type { TimerWheel } from '../timer-wheel.ts'
import { Guests } from './guests.ts'
import { KeepAlive } from './keep-alive.ts'
import { formatKey, localKey } from './keys.ts'
import type { Wanted } from './listen.ts'
import { isInside, isLinkLocal, planSockets, wholeListen, withoutScope } from './listen.ts'
import type { Outlet } from './outlet.ts'
import { Routes } from './routes.ts'
import { StreamListener } from './stream-listener.ts'
import { TlsContexts } from './tls-context.ts'
import { UdpSocket } from './udp.ts'

export type TransportOptions = Pick<
  UserAgentOptions,
  'tls' | 'allowOrigin' | 'dscp' | 'keeps' | 'flowClosed' | 'gate'
>

export interface TransportEvents {
  received(read: Read, flow: Flow): void
  /** A socket failed after it was opened, or cannot be what was asked for. */
  failed(error: Error, text: string): void
}

/** One open socket with what is configured for it. */
interface Open {
  wanted: Wanted
  readonly outlet: Outlet
  readonly local: Address
  listen: Listen
}

/** Tries for a port that is free for both UDP and TCP, where any will do. */
const ANY_PORT_TRIES = 20

/** All sockets of the SIP stack: one for each local address, transport and port. */
export class Transports {
  readonly #wheel: TimerWheel
  readonly #options: TransportOptions
  readonly #events: TransportEvents
  readonly #contexts: TlsContexts | undefined
  readonly #guests: Guests
  readonly #routes: Routes
  /** By `openKey` of what was wanted. */
  readonly #open = new Map<string, Open>()
  readonly #byLocal = new Map<string, Open>()
  /** The same by the very object that the flows of a socket share: what is found so needs no string made. */
  readonly #byObject = new WeakMap<Address, Open>()
  #listens: readonly Listen[] = []
  /** Changes come one after the other. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(wheel: TimerWheel, options: TransportOptions, events: TransportEvents) {
    this.#wheel = wheel
    this.#options = options
    this.#events = events
    this.#contexts = options.tls && new TlsContexts(options.tls)
    this.#guests = new Guests(
      wheel,
      options.keeps,
      undefined,
      (address) => options.gate?.welcomes(address) ?? true,
    )
    this.#routes = new Routes(wheel)
  }

  /** One address for each listen in its order, with the port that was got: that of its first socket. */
  get local(): readonly Address[] {
    const first = this.#listens.map((listen) => this.#all().find((open) => open.listen === listen))
    return first.flatMap((open) => (open ? [open.local] : []))
  }

  get listening(): readonly Listening[] {
    return this.#all().map(({ wanted, local, listen }) => ({
      transport: wanted.transport,
      local,
      zone: zoneOf(listen),
    }))
  }

  /** Opens everything, or rejects with what is in the way and nothing is open. */
  async start(listens: readonly (Address | Listen)[]): Promise<void> {
    const errors = await this.#inTurn(() => this.#change(listens))
    const [error] = errors
    if (!error) return
    await this.stop()
    throw error
  }

  /** As `UserAgent.setListen` says. */
  async setListen(listens: readonly (Address | Listen)[]): Promise<readonly string[]> {
    const errors = await this.#inTurn(() => this.#change(listens))
    return errors.map(({ message }) => message)
  }

  async stop(): Promise<void> {
    await this.#inTurn(async () => {
      const all = this.#all()
      for (const { local } of all) this.#byObject.delete(local)
      this.#open.clear()
      this.#byLocal.clear()
      await Promise.all(all.map(({ outlet }) => outlet.close()))
      this.#guests.stop()
    })
  }

  /** Sends one message; `failed` is called when it will not get out. `target`: where to connect if the flow's connection is gone. */
  send(flow: Flow, text: string, failed: () => void, target?: Address): void {
    const open = this.#find(flow)
    if (open) open.outlet.send(text, flow, failed, target)
    else failed()
  }

  /** As `UserAgent.contactFor` says. */
  contactFor(flow: Flow): Address {
    const advertised = this.#find(flow)?.listen.advertised
    if (!advertised || (advertised.outsideOnly && isInside(flow.remote.address))) return flow.local
    return { address: advertised.address, port: advertised.port ?? flow.local.port }
  }

  /** As `UserAgent.queuedOctets` says. */
  get queuedOctets(): number {
    let octets = 0
    for (const { outlet } of this.#open.values()) {
      if (outlet instanceof UdpSocket) octets += outlet.queuedOctets
    }
    return octets
  }

  zoneOf(flow: Flow): string | undefined {
    const open = this.#find(flow)
    return open && zoneOf(open.listen)
  }

  /** Ends the connection that a message came over; there is none for datagrams. */
  closeFlow(flow: Flow): void {
    this.#find(flow)?.outlet.carrier(flow)?.close()
  }

  namesOf(flow: Flow): readonly string[] {
    return this.#find(flow)?.outlet.carrier(flow)?.names ?? []
  }

  keepAlive(flow: Flow, seconds: number, lost: () => void): KeepAlive {
    const outlet = (of: Flow) => this.#find(of)?.outlet
    return new KeepAlive(flow, seconds * 1000, this.#wheel, outlet, lost)
  }

  /** As `UserAgent.flowTo` says. */
  async flowTo(hop: Hop, zone?: string, port?: number): Promise<Flow> {
    const reaching = this.#all().filter((open) => reaches(open, hop, zone))
    const wanted = reaching.filter(({ local }) => local.port === port)
    const candidates = wanted.length > 0 ? wanted : reaching
    const [only] = candidates
    const chosen = candidates.length > 1 ? await this.#routed(candidates, hop.address) : only
    if (!chosen) {
      const where = zone === undefined ? '' : ` of zone ${zone}`
      throw new Error(`no SIP ${hop.transport.toUpperCase()} socket${where} reaches ${hop.address}`)
    }
    const { transport, serverName } = hop
    const remote = { address: hop.address, port: hop.port }
    const flow = { transport, local: chosen.local, remote }
    return transport === 'tls' && serverName !== undefined ? { ...flow, serverName } : flow
  }

  /** As `UserAgent.takeIn` says. */
  takeIn(visitor: Visitor): Flow | undefined {
    const { socket, stream, remote, localAddress } = visitor
    const doors = this.#all().filter(
      ({ wanted, local }) =>
        wanted.transport === 'wss' && isIPv6(local.address) === isIPv6(remote.address),
    )
    const door = doors.find(({ local }) => local.address === localAddress) ?? doors[0]
    if (!(door?.outlet instanceof StreamListener)) return undefined
    return door.outlet.takeIn(socket, stream, remote)
  }

  #all(): Open[] {
    return [...this.#open.values()]
  }

  #find(flow: Flow): Open | undefined {
    const known = this.#byObject.get(flow.local)
    if (known?.wanted.transport === flow.transport) return known
    return this.#byLocal.get(localKey(flow))
  }

  async #routed(candidates: readonly Open[], remote: string): Promise<Open | undefined> {
    const from = await this.#routes.localFor(remote)
    return candidates.find(({ local }) => local.address === from) ?? candidates[0]
  }

  #openAs(wanted: Wanted): Open | undefined {
    return this.#all().find((open) => open.wanted === wanted)
  }

  #inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
    const turn = this.#turn.then(act)
    this.#turn = turn.catch(() => {}) // whoever asked hears of it
    return turn
  }

  /** Closes what is not wanted any more, then opens what is new; what could not be opened. */
  async #change(given: readonly (Address | Listen)[]): Promise<Error[]> {
    const listens = given.map(wholeListen)
    const plan = planSockets(listens)
    if (!plan.ok) throw new Error(plan.error)
    if (!this.#contexts && listens.some(({ tls, wss }) => tls?.length || wss?.length)) {
      throw new Error('SIP over TLS needs a certificate: give one, or no TLS and WSS ports')
    }
    this.#contexts?.refresh()
    this.#routes.forget()
    this.#listens = listens
    const keyed = keyPlan(plan.value, listens)
    this.#nameByPort(keyed)
    await this.#closeAllBut(new Set(keyed.keys()))
    const errors: Error[] = []
    for (const [key, wanted] of keyed) {
      const listen = listens[wanted.listen] as Listen
      const known = this.#open.get(key)
      if (known) Object.assign(known, { wanted, listen })
      else errors.push(...(await this.#openGroup(key, wanted, listen, keyed)))
    }
    return errors
  }

  /** A socket that got any port is known by it, when the port is wanted by number now. */
  #nameByPort(keyed: ReadonlyMap<string, Wanted>): void {
    for (const [key, open] of [...this.#open]) {
      const { wanted, local, listen } = open
      const named = { ...wanted, port: local.port }
      const other = openKey(named, listen)
      if (wanted.port !== 0 || keyed.has(key) || !keyed.has(other)) continue
      this.#open.delete(key)
      this.#open.set(other, open)
      open.wanted = named
    }
  }

  async #closeAllBut(keys: ReadonlySet<string>): Promise<void> {
    const gone = [...this.#open].filter(([key]) => !keys.has(key))
    for (const [key, { wanted, local }] of gone) {
      this.#open.delete(key)
      this.#byLocal.delete(localKey({ transport: wanted.transport, local }))
      this.#byObject.delete(local)
    }
    await Promise.all(gone.map(([, { outlet }]) => outlet.close()))
  }

  /** Opens a socket, and the TCP one that wants its port. */
  async #openGroup(
    key: string,
    wanted: Wanted,
    listen: Listen,
    keyed: ReadonlyMap<string, Wanted>,
  ): Promise<Error[]> {
    const leader = wanted.partner && this.#openAs(wanted.partner)
    if (leader) {
      const trouble = await this.#openOne(key, wanted, leader.local.port, listen)
      return trouble ? [trouble] : []
    }
    if (wanted.partner) return [] // what it should share its port with is not open, and that has been said
    const partner = [...keyed].find(([, other]) => other.partner === wanted)
    for (let tries = partner ? ANY_PORT_TRIES : 1; ; tries--) {
      const error = await this.#openOne(key, wanted, wanted.port, listen)
      if (error || !partner) return error ? [error] : []
      const port = this.#open.get(key)?.local.port ?? 0
      const trouble = await this.#openOne(partner[0], partner[1], port, listen)
      if (!trouble) return []
      if (tries <= 1) return [trouble]
      await this.#closeAllBut(new Set([...this.#open.keys()].filter((other) => other !== key)))
    }
  }

  async #openOne(
    key: string,
    wanted: Wanted,
    port: number,
    listen: Listen,
  ): Promise<Error | undefined> {
    const outlet = this.#create(wanted, listen)
    try {
      const local = await outlet.open(port)
      const open = { wanted, outlet, local, listen }
      this.#open.set(key, open)
      this.#byLocal.set(localKey({ transport: wanted.transport, local }), open)
      this.#byObject.set(local, open)
      return undefined
    } catch (error) {
      await outlet.close()
      return unavailable({ address: wanted.address, port }, wanted.transport, error)
    }
  }

  #create(wanted: Wanted, listen: Listen): Outlet {
    const { transport, address, port } = wanted
    const failed = (error: Error) =>
      this.#events.failed(error, `SIP socket ${formatHostPort(wanted)} failed`)
    const { dscp } = this.#options
    if (transport === 'udp') {
      return new UdpSocket({ address, port }, this.#wheel, dscp, {
        received: (read, flow) => this.#events.received(read, flow),
        hears: (...from) => this.#options.gate?.hears(...from) ?? true,
        failed,
      })
    }
    return new StreamListener({
      transport,
      wanted: { address, port },
      wheel: this.#wheel,
      guests: this.#guests,
      contexts: this.#contexts,
      clients: listen.clientCertificates,
      allowOrigin: this.#options.allowOrigin,
      dscp,
      received: (read, flow) => this.#events.received(read, flow),
      closed: (flow) => this.#options.flowClosed?.(flow),
      failed,
    })
  }
}

/** Each socket under the key by which it is known again at the next change; those of any port by their place. */
function keyPlan(plan: readonly Wanted[], listens: readonly Listen[]): Map<string, Wanted> {
  const keyed = new Map<string, Wanted>()
  for (const wanted of plan) {
    const base = openKey(wanted, listens[wanted.listen])
    let key = base
    for (let again = 1; keyed.has(key); again++) key = `${base} ${again}`
    keyed.set(key, wanted)
  }
  return keyed
}

/** What cannot be changed while a socket is open. */
function openKey(wanted: Wanted, listen: Listen | undefined): string {
  const isSecure = wanted.transport === 'tls' || wanted.transport === 'wss'
  const clients = isSecure ? (listen?.clientCertificates ?? 'ignored') : ''
  return `${wanted.transport} ${formatKey(wanted)} ${clients}`
}

function zoneOf(listen: Listen): string {
  return listen.zone ?? 'lan'
}

function reaches({ wanted, listen }: Open, hop: Hop, zone: string | undefined): boolean {
  if (wanted.transport !== hop.transport || isIPv6(wanted.address) !== isIPv6(hop.address)) {
    return false
  }
  if (zone !== undefined && zoneOf(listen) !== zone) return false
  const isLocal = isLinkLocal(withoutScope(wanted.address))
  return isLocal
    ? scopeOf(wanted.address) === scopeOf(hop.address) && isLinkLocal(withoutScope(hop.address))
    : !isLinkLocal(withoutScope(hop.address))
}

function scopeOf(address: string): string {
  return address.split('%')[1] ?? ''
}

function unavailable(wanted: Address, transport: Transport, cause: unknown): Error {
  const code = (cause as NodeJS.ErrnoException).code ?? String(cause)
  const hint = code === 'EADDRINUSE' ? 'the port is in use by another program' : code
  const what = `${transport.toUpperCase()} ${formatHostPort(wanted)}`
  return new Error(`SIP cannot listen on ${what}: ${hint}`, { cause })
}
