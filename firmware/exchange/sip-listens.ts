import { X509Certificate } from 'node:crypto'
import type { Environment } from '../environment.ts'
import type { ServerSettings } from '../model/server-settings.ts'
import type { CredentialSource, Listen } from '../sip/contract.ts'
import { isInside, withoutScope } from '../sip/transport/listen.ts'
import { certificateNames, provesName } from '../sip/transport/peer-names.ts'

/** Ports beside the main one. */
export interface MorePorts {
  readonly udp: readonly number[]
  readonly tcp: readonly number[]
}

export interface ListenPlan {
  readonly listens: readonly Listen[]
  /** What of the settings cannot be, in words. */
  readonly problems: readonly string[]
}

type Settings = Pick<
  ServerSettings,
  'sipUdpPorts' | 'sipTcpPorts' | 'externalAddress' | 'sipClientCertificates'
>

const MOST = { udp: 10, tcp: 2 } as const // VOIP-20, VOIP-21, the main port among them

/** The port that must be there: without it the exchange does not start. */
export function mainListens({ bind, sipPort }: Environment): readonly Listen[] {
  return bind.map((address) => ({ address, udp: [sipPort], tcp: [sipPort] }))
}

/** Every socket of the exchange at these addresses. `kept`: ports that stay until the next start (VOIP-24). */
export function planListens(
  environment: Environment,
  settings: Settings,
  addresses: readonly string[],
  kept: MorePorts,
): ListenPlan {
  const { sipPort, sipsPort, wssPort } = environment
  const problems: string[] = []
  const portsOf = (kind: 'udp' | 'tcp', configured: readonly number[]) => {
    const free = [...configured, ...kept[kind]].filter((port) => {
      const owner = port === sipPort ? undefined : ownerOf(port, kind, environment)
      if (owner) problems.push(`${kind.toUpperCase()} port ${port} is ${owner}.`)
      return !owner
    })
    const all = [...new Set([sipPort, ...free])]
    for (const port of all.slice(MOST[kind])) {
      problems.push(`${kind.toUpperCase()} port ${port} is one too many: ${MOST[kind]} in all.`)
    }
    return all.slice(0, MOST[kind])
  }
  const udp = portsOf('udp', settings.sipUdpPorts)
  const tcp = portsOf('tcp', settings.sipTcpPorts)
  const { externalAddress, sipClientCertificates } = settings
  const listens = addresses.map((address) => ({
    address,
    zone: isInside(withoutScope(address)) ? 'lan' : 'wan',
    udp,
    tcp,
    tls: [sipsPort],
    wss: [wssPort],
    clientCertificates: sipClientCertificates,
    ...(externalAddress && { advertised: { address: externalAddress, outsideOnly: true } }),
  }))
  return { listens, problems }
}

/** Whose a port is that SIP must not take. */
function ownerOf(port: number, kind: 'udp' | 'tcp', environment: Environment): string | undefined {
  const { sipsPort, wssPort, webPort, portalPort, remotePort, rtpPorts } = environment
  if (kind === 'udp') {
    return port >= rtpPorts.low && port <= rtpPorts.high ? 'one of those for audio' : undefined
  }
  if (port === sipsPort || port === wssPort) return 'that of encrypted SIP'
  return [webPort, portalPort, remotePort].includes(port) ? 'that of the web pages' : undefined
}

/**
 * Whether a page may open a WebSocket to us: one that this unit has served, by a name or address that is its own. What is no browser
 * names no origin, and could name any.
 */
export function ownOrigins(
  credential: CredentialSource,
  addresses: () => readonly string[],
): (origin: string | undefined) => boolean {
  let certificate: string | undefined
  let names: readonly string[] = []
  return (origin) => {
    if (origin === undefined) return true
    const host = hostOf(origin)
    if (host === undefined) return false
    if (credential.leaf && credential.leaf.certificate !== certificate) {
      certificate = credential.leaf.certificate
      names = certificateNames(new X509Certificate(certificate).subjectAltName)
    }
    return provesName(names, host) || addresses().includes(host)
  }
}

function hostOf(origin: string): string | undefined {
  const url = URL.parse(origin)
  return url?.protocol === 'https:' ? url.hostname.replace(/^\[|\]$/g, '') : undefined
}
