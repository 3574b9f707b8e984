import type { Clock } from '../../clock/clock.ts'
import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import type { Hop } from '../contract.ts'
import type { SipUri } from '../message/uri.ts'
import { DnsCache, DnsSilence } from './dns-cache.ts'
import type { DnsSource, Naptr, Records, RecordType, Srv } from './dns-source.ts'
import { HopHealth } from './health.ts'
import type { HopTransport, Plan } from './plan.ts'
import { defaultPort, planFor, srvName, targetOf } from './plan.ts'
import { orderServers } from './srv-order.ts'

/** Nobody waits longer for a name. */
const WAIT_MS = 2000
/** NAPTR is what firewalls lose: what SRV says is then still in time. */
const NAPTR_WAIT_MS = 1000
const MOST_RECORDS = 32
const MOST_HOPS = 32

export interface ResolverOptions {
  readonly clock: Clock
  readonly source: DnsSource
  /** From 0 (included) to 1 (not included): the lot among servers of one priority. */
  readonly random: () => number
  /** What we have sockets for, the transport that we like best first; asked at each turn, because addresses change. */
  readonly reach: () => {
    readonly transports: readonly HopTransport[]
    readonly v4: boolean
    readonly v6: boolean
  }
}

/** Where something is to be sent: `transport`, host and port, before addresses are known. */
interface Server {
  readonly transport: HopTransport
  readonly host: string
  readonly port: number
}

/** RFC 3263: from a URI to the hops that are tried one after the other. */
export class Resolver {
  /** Hops that failed lately come last. */
  readonly health: HopHealth
  readonly #options: ResolverOptions
  readonly #cache: DnsCache

  constructor(options: ResolverOptions) {
    this.#options = options
    this.health = new HopHealth(options.clock)
    this.#cache = new DnsCache(options.clock, options.source)
  }

  /** Hops for a URI, at least one; or why there is none, in words for a person. Answers within 2 s; at once for numbers. */
  async resolve(uri: SipUri): Promise<Result<readonly Hop[]>> {
    const { transports } = this.#options.reach()
    const plan = planFor(uri, transports)
    if (!plan.ok) return plan
    const domain = targetOf(uri).replace(/\.$/, '')
    try {
      const until = this.#options.clock.uptime() + WAIT_MS
      const found = await this.#follow(plan.value, uri, domain, until)
      // What certificates are checked against is what the URI names, RFC 5922 §4: DNS could be forged.
      const serverName = uri.host.replace(/\.$/, '')
      const hops = found.map((hop) => (hop.transport === 'tls' ? { ...hop, serverName } : hop))
      if (hops.length === 0) return refuse(`DNS knows no SIP server of ${domain}`)
      return ok(this.health.order(unique(hops).slice(0, MOST_HOPS)))
    } catch (error) {
      if (error instanceof DnsSilence) return refuse(error.message)
      throw error
    }
  }

  /** Forgets what DNS has said: servers or the network have changed. */
  clear(): void {
    this.#cache.clear()
  }

  async #follow(plan: Plan, uri: SipUri, domain: string, until: number): Promise<Hop[]> {
    if (plan.by === 'number') {
      const { transport, address, port } = plan
      return [{ transport, address, port }]
    }
    if (plan.by === 'address') {
      return this.#addresses([{ transport: plan.transport, host: domain, port: plan.port }], until)
    }
    const { transports } = plan
    const names = transports.map((transport) => ({ transport, name: srvName(transport, domain) }))
    // Asked at the same time: what NAPTR refers to is mostly just that.
    const asked = settled(this.#servers(names, until))
    const referred = plan.by === 'naptr' ? await this.#referrals(domain, transports) : []
    const servers = referred.length > 0 ? await this.#servers(referred, until) : unwrap(await asked)
    if (servers !== 'none') return this.#addresses(servers, until)
    if (referred.length > 0) return []
    const transport = usual(uri, transports)
    return this.#addresses([{ transport, host: domain, port: defaultPort(transport) }], until)
  }

  /** What NAPTR records refer to, for transports that we have, in their order (RFC 3263 §4.1). */
  async #referrals(domain: string, transports: readonly HopTransport[]): Promise<Referral[]> {
    let records: readonly Naptr[]
    try {
      records = await this.#cache.lookup('NAPTR', domain, NAPTR_WAIT_MS)
    } catch (error) {
      if (error instanceof DnsSilence) return []
      throw error
    }
    return records
      .slice(0, MOST_RECORDS)
      .sort((one, other) => one.order - other.order || one.preference - other.preference)
      .flatMap(({ flags, service, replacement }) => {
        const transport = SERVICES[service.toUpperCase()]
        const fits = transport && transports.includes(transport) && flags.toLowerCase() === 's'
        return fits && replacement ? [{ transport, name: replacement }] : []
      })
  }

  /** The servers that SRV records name, in the order in which they are tried; `none` where there are no records at all. */
  async #servers(names: readonly Referral[], until: number): Promise<readonly Server[] | 'none'> {
    const answers = await Promise.all(
      names.map(({ name }) => settled(this.#lookup('SRV', name, until))),
    )
    const silence = answers.find((answer) => 'error' in answer)
    let isKnown = false
    const servers = answers.flatMap((answer, position) => {
      const records = 'value' in answer ? answer.value : []
      if (records.length > 0) isKnown = true
      const { transport } = names[position] as Referral
      return this.#ordered(records).map(({ target, port }) => ({ transport, host: target, port }))
    })
    if (!isKnown && silence && 'error' in silence) throw silence.error
    return isKnown ? servers : 'none'
  }

  /** A target of `.` says that the service is not offered there (RFC 2782). */
  #ordered(records: readonly Srv[]): Srv[] {
    const offered = records.filter(({ target }) => target !== '' && target !== '.')
    return orderServers(offered.slice(0, MOST_RECORDS), this.#options.random)
  }

  async #addresses(servers: readonly Server[], until: number): Promise<Hop[]> {
    const found = await Promise.all(
      servers.map((server) => settled(this.#addressesOf(server.host, until))),
    )
    const hops = found.flatMap((answer, position) => {
      const { transport, port } = servers[position] as Server
      const addresses = 'value' in answer ? answer.value : []
      return addresses.map((address) => ({ transport, address, port }))
    })
    const silence = found.find((answer) => 'error' in answer)
    if (hops.length === 0 && silence && 'error' in silence) throw silence.error
    return hops
  }

  /** IPv6 first, RFC 6724 in short: only of families that we have. */
  async #addressesOf(host: string, until: number): Promise<readonly string[]> {
    const { v4, v6 } = this.#options.reach()
    if (host.toLowerCase() === 'localhost')
      return [...(v6 ? ['::1'] : []), ...(v4 ? ['127.0.0.1'] : [])] // RFC 6761 §6.3
    const [six, four] = await Promise.all([
      v6 ? settled(this.#lookup('AAAA', host, until)) : { value: [] },
      v4 ? settled(this.#lookup('A', host, until)) : { value: [] },
    ])
    const found = [...valuesOf(six), ...valuesOf(four)]
    if (found.length === 0 && 'error' in four) throw four.error
    if (found.length === 0 && 'error' in six) throw six.error
    return found
  }

  #lookup<Type extends RecordType>(
    type: Type,
    name: string,
    until: number,
  ): Promise<readonly Records[Type][]> {
    return this.#cache.lookup(type, name, until - this.#options.clock.uptime())
  }
}

interface Referral {
  readonly transport: HopTransport
  readonly name: string
}

/** RFC 3263 §4.1; SIP+D2W (RFC 7118) leads to WebSockets, which we never begin. */
const SERVICES: Readonly<Record<string, HopTransport>> = {
  'SIP+D2U': 'udp',
  'SIP+D2T': 'tcp',
  'SIPS+D2T': 'tls',
}

type Settled<Value> = { readonly value: Value } | { readonly error: unknown }

/** A promise that never rejects, so that several can be waited for. */
function settled<Value>(promise: Promise<Value>): Promise<Settled<Value>> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
}

function unwrap<Value>(answer: Settled<Value>): Value {
  if ('error' in answer) throw answer.error
  return answer.value
}

function valuesOf<Item>(answer: Settled<readonly Item[]>): readonly Item[] {
  return 'value' in answer ? answer.value : []
}

/** RFC 3263 §4.2: UDP for `sip:`, TLS for `sips:`, where DNS names no service. */
function usual({ scheme }: SipUri, transports: readonly HopTransport[]): HopTransport {
  const wanted = scheme === 'sips' ? 'tls' : 'udp'
  return transports.includes(wanted) ? wanted : (transports[0] ?? wanted)
}

function unique(hops: readonly Hop[]): Hop[] {
  const seen = new Set<string>()
  return hops.filter(({ transport, address, port }) => {
    const key = `${transport} ${address} ${port}`
    return !seen.has(key) && seen.add(key)
  })
}
