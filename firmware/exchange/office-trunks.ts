import type { Journal } from '../calls/journal.ts'
import type { Clock } from '../clock/clock.ts'
import type { Bindings } from '../phones/bindings.ts'
import type { Program } from '../program.ts'
import type { UserAgent } from '../sip/contract.ts'
import { SystemDns } from '../sip/resolve/dns-source.ts'
import { Resolver } from '../sip/resolve/resolver.ts'
import type { KeptRegistration } from '../trunks/sip/registration.ts'
import { SipTrunks } from '../trunks/sip/sip-trunks.ts'
import type { Office } from './office.ts'
import { TrunkConditions } from './trunk-conditions.ts'

export interface OfficeTrunksOptions {
  readonly clock: Clock
  readonly office: Office
  readonly bindings: Bindings
  readonly journal: Journal
  readonly conditions: Pick<Program, 'raise' | 'clear'>
  readonly userAgent: () => UserAgent
  /** Calls that a trunk has now. */
  readonly calls: (trunk: string) => number
}

/** The SIP trunks of the office, with DNS, journal and conditions. Nothing is sent before `start`. */
export function officeTrunks(options: OfficeTrunksOptions): SipTrunks {
  const { clock, office, bindings, journal, userAgent, calls } = options
  const resolver = new Resolver({
    clock,
    source: new SystemDns(),
    random: Math.random,
    reach: () => reachOf(userAgent()),
  })
  const conditions = new TrunkConditions(options.conditions)
  return new SipTrunks({
    clock,
    userAgent: {
      request: (...how) => userAgent().request(...how),
      flowTo: (...how) => userAgent().flowTo(...how),
      contactFor: (flow) => userAgent().contactFor(flow),
      keepAlive: (...how) => userAgent().keepAlive(...how),
    },
    resolve: (uri) => resolver.resolve(uri),
    health: resolver.health,
    random: Math.random,
    kept: (trunk) => journal.get(keyOf(trunk)) as KeptRegistration | undefined,
    keep: (trunk, kept) => journal.touch({ journalKey: keyOf(trunk), snapshot: () => kept }),
    bindings: (trunk) => bindings.of(trunk).filter(({ stale }) => !stale),
    accounts: () => office.trunks,
    calls,
    changed: (id, live) => conditions.changed(id, live),
  })
}

/** What sockets are open, as RFC 3263 asks: UDP is liked best, as by everybody. */
function reachOf({ listening }: UserAgent) {
  const has = (transport: 'udp' | 'tcp' | 'tls') =>
    listening.some((one) => one.transport === transport)
  return {
    transports: (['udp', 'tcp', 'tls'] as const).filter(has),
    v4: listening.some(({ local }) => !local.address.includes(':')),
    v6: listening.some(({ local }) => local.address.includes(':')),
  }
}

function keyOf(trunk: string): string {
  return `trunk/${trunk}`
}
