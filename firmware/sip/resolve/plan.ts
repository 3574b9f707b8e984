import { isIP } from 'node:net'
import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import type { Hop } from '../contract.ts'
import type { SipUri } from '../message/uri.ts'

export type HopTransport = Hop['transport']

/** How a URI is to be resolved, as far as it tells by itself: RFC 3263 §4.1 and §4.2. */
export type Plan =
  | {
      readonly by: 'number'
      readonly transport: HopTransport
      readonly address: string
      readonly port: number
    }
  | { readonly by: 'address'; readonly transport: HopTransport; readonly port: number }
  | { readonly by: 'srv'; readonly transports: readonly HopTransport[] }
  | { readonly by: 'naptr'; readonly transports: readonly HopTransport[] }

export function defaultPort(transport: HopTransport): number {
  return transport === 'tls' ? 5061 : 5060
}

/** Where DNS keeps the servers of a domain for a transport. */
export function srvName(transport: HopTransport, domain: string): string {
  return { udp: '_sip._udp.', tcp: '_sip._tcp.', tls: '_sips._tcp.' }[transport] + domain
}

/** The host that a URI is about: `maddr`, where it has one. */
export function targetOf(uri: SipUri): string {
  return uri.params.get('maddr') ?? uri.host
}

/** @param preferred transports that we have, the one that we like best first */
export function planFor(uri: SipUri, preferred: readonly HopTransport[]): Result<Plan> {
  if (uri.scheme !== 'sip' && uri.scheme !== 'sips') {
    return refuse(`${uri.scheme}: names no host: only sip: and sips: can be resolved`)
  }
  const isSecure = uri.scheme === 'sips'
  const asked = uri.params.get('transport')?.toLowerCase()
  const wanted = asked === undefined ? undefined : transportOf(asked, isSecure)
  if (asked !== undefined && !wanted) {
    return refuse(`transport ${asked.slice(0, 32)} cannot be connected to by a ${uri.scheme} URI`)
  }
  const possible = preferred.filter((transport) => !isSecure || transport === 'tls')
  if (wanted ? !preferred.includes(wanted) : possible.length === 0) {
    return refuse(`no SIP socket for ${wanted ?? 'tls'} is open`)
  }
  return ok(planWith(uri, wanted, isSecure, possible))
}

function planWith(
  uri: SipUri,
  wanted: HopTransport | undefined,
  isSecure: boolean,
  possible: readonly HopTransport[],
): Plan {
  const host = targetOf(uri)
  const usual = isSecure ? 'tls' : 'udp' // what RFC 3263 §4.1 takes where nothing says otherwise
  const transport = wanted ?? (possible.includes(usual) ? usual : (possible[0] ?? usual))
  const port = uri.port ?? defaultPort(transport)
  if (isIP(host)) return { by: 'number', transport, address: host, port }
  if (uri.port !== undefined) return { by: 'address', transport, port }
  if (wanted) return { by: 'srv', transports: [wanted] }
  return { by: 'naptr', transports: possible }
}

/** RFC 3261 §26.2.2: `sips:` over TCP is TLS, and over UDP it is nothing. WebSockets are never begun by us. */
function transportOf(parameter: string, isSecure: boolean): HopTransport | undefined {
  if (parameter === 'tls') return 'tls'
  if (parameter === 'tcp') return isSecure ? 'tls' : 'tcp'
  return parameter === 'udp' && !isSecure ? 'udp' : undefined
}
