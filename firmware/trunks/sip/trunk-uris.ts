import { isIPv6 } from 'node:net'
import type { SipTrunk } from '../../model/sip-trunk.ts'
import type { Result } from '../../result.ts'
import type { SipUri } from '../../sip/message/uri.ts'
import { parseUri } from '../../sip/message/uri.ts'

/** What stands behind the `@` in addresses at the trunk: the host of its server, with the port where it is not the usual one. */
export function domainOf({ server, serverPort, transport }: SipTrunk): string {
  return place(server, serverPort, transport)
}

/** Request-URI of REGISTER (RFC 3261 §10.2): the registrar, which is the server unless another is named. */
export function registrarUri(trunk: SipTrunk): string {
  return `sip:${trunk.registrar ? bracketed(trunk.registrar) : domainOf(trunk)}`
}

/** Where requests to the trunk are sent, to be resolved by RFC 3263: the outbound proxy, else the server. */
export function wayUri(trunk: SipTrunk): Result<SipUri> {
  const { server, serverPort, outboundProxy, outboundProxyPort, transport } = trunk
  const host = bracketed(outboundProxy || server)
  const port = outboundProxy ? outboundProxyPort : serverPort
  const numbered = port === undefined ? host : `${host}:${port}`
  return parseUri(`sip:${numbered};transport=${transport}`)
}

/** Where REGISTER is sent when a registrar of its own is named and no outbound proxy stands before it. */
export function registrarWay(trunk: SipTrunk): Result<SipUri> {
  if (!trunk.registrar || trunk.outboundProxy) return wayUri(trunk)
  return parseUri(`sip:${bracketed(trunk.registrar)};transport=${trunk.transport}`)
}

function place(host: string, port: number | undefined, transport: SipTrunk['transport']): string {
  const usual = transport === 'tls' ? 5061 : 5060
  return port === undefined || port === usual ? bracketed(host) : `${bracketed(host)}:${port}`
}

function bracketed(host: string): string {
  return isIPv6(host) ? `[${host}]` : host
}
