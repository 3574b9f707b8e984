import { isIP, isIPv6 } from 'node:net'
import { isPrivate } from '../../environment.ts'
import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import type { Address, Listen, Transport } from '../contract.ts'

/** One socket to be opened. */
export interface Wanted {
  readonly transport: Transport
  /** What is bound: with the scope of a link-local address. */
  readonly address: string
  /** 0: any. */
  readonly port: number
  /** Index of the listen that it is for. */
  readonly listen: number
  /** Its UDP socket, where it takes the port that this one gets. */
  readonly partner?: Wanted
}

const MOST = { udp: 10, tcp: 2, tls: 2, ws: 2, wss: 2 } as const // VOIP-20, VOIP-21
const TRANSPORTS = ['udp', 'tcp', 'tls', 'ws', 'wss'] as const
/** Addresses of one machine, with all that VLANs bring. */
const MOST_ADDRESSES = 64

/** A bare address and port stands for UDP and TCP. */
export function wholeListen(given: Address | Listen): Listen {
  if (!('port' in given)) return given
  return { address: given.address, udp: [given.port], tcp: [given.port] }
}

/** The sockets that a list of listens needs; refuses what cannot be opened, in words for a person. */
export function planSockets(listens: readonly Listen[]): Result<readonly Wanted[]> {
  if (listens.length > MOST_ADDRESSES) return refuse(`more than ${MOST_ADDRESSES} SIP addresses`)
  const plan: Wanted[] = []
  const seen = new Set<string>()
  for (const [position, listen] of listens.entries()) {
    const problem = badListen(listen)
    if (problem) return refuse(problem)
    for (const wanted of socketsOf(listen, position)) {
      const key = `${layer(wanted.transport)} ${wanted.address} ${wanted.port}`
      if (wanted.port !== 0 && seen.has(key)) {
        return refuse(
          `${wanted.transport.toUpperCase()} port ${wanted.port} of ${wanted.address} is given twice: remove one`,
        )
      }
      seen.add(key)
      plan.push(wanted)
    }
  }
  return ok(plan)
}

function badListen(listen: Listen): string | undefined {
  const { address, advertised } = listen
  const [bare = '', scope] = address.split('%')
  if (!isIP(bare)) return `SIP address '${address.slice(0, 64)}' is not an IP address`
  if (isLinkLocal(bare) && !scope) {
    return `SIP address ${address} is link-local: give its interface, as ${address}%eth0`
  }
  if (advertised && !isIP(advertised.address)) {
    return `advertised SIP address '${advertised.address.slice(0, 64)}' is not an IP address`
  }
  for (const transport of TRANSPORTS) {
    const ports = listen[transport] ?? []
    if (ports.length > MOST[transport]) {
      return `${ports.length} SIP ${transport.toUpperCase()} ports on ${address}: at most ${MOST[transport]} are possible`
    }
    const bad = ports.find((port) => !Number.isInteger(port) || port < 0 || port > 65_535)
    if (bad !== undefined) return `SIP port ${bad} is not from 1 to 65535`
  }
  return undefined
}

function socketsOf(listen: Listen, position: number): readonly Wanted[] {
  const base = { address: listen.address, listen: position }
  const wanted: Wanted[] = []
  const udp = (listen.udp ?? []).map((port) => ({ ...base, transport: 'udp' as const, port }))
  wanted.push(...udp)
  for (const transport of TRANSPORTS.slice(1)) {
    for (const [index, port] of (listen[transport] ?? []).entries()) {
      const partner = transport === 'tcp' && port === 0 ? udp[index] : undefined
      const follows = partner?.port === 0 ? { partner } : {}
      wanted.push({ ...base, transport, port, ...follows })
    }
  }
  return wanted
}

/** What of the kernel's ports a transport takes. */
function layer(transport: Transport): 'udp' | 'tcp' {
  return transport === 'udp' ? 'udp' : 'tcp'
}

/** fe80::/10, RFC 4291 §2.4. */
export function isLinkLocal(address: string): boolean {
  return isIPv6(address) && /^fe[89ab]/i.test(address)
}

/** Whether an address is of a network that no router of the Internet knows: RFC 1918, RFC 6598, RFC 4193, link-local, loopback. */
export function isInside(address: string): boolean {
  if (!isIPv6(address)) return isPrivate(address)
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1]
  return mapped ? isPrivate(mapped) : /^(?:f[cd]|fe[89ab]|::1$)/i.test(address)
}

/** An address as messages show it: the scope means nothing to others (RFC 4007 §11.2). */
export function withoutScope(address: string): string {
  const at = address.indexOf('%')
  return at < 0 ? address : address.slice(0, at)
}
