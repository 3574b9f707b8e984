import type { IncomingRequest, UserAgent } from '../sip/contract.ts'
import { parseUri } from '../sip/message/uri.ts'

/**
 * Whether a URI's host is this server: an address that it listens on or is known by, or the name by which this very dialog calls it. What
 * is dialled at another host is nobody's here to reach.
 */
export function isHere(
  host: string,
  { message, flow }: IncomingRequest,
  userAgent: Pick<UserAgent, 'contactFor' | 'listening'>,
): boolean {
  const { requestUri, from, to } = message
  const wanted = host.toLowerCase()
  if (wanted === flow.local.address || wanted === userAgent.contactFor(flow).address) return true
  if (userAgent.listening.some(({ local }) => local.address === wanted)) return true
  return [requestUri.host, hostOf(from.uri), hostOf(to.uri)].some((name) => sameHost(name, wanted))
}

function hostOf(text: string): string {
  const uri = parseUri(text)
  return uri.ok ? uri.value.host : ''
}

function sameHost(name: string, wanted: string): boolean {
  return wanted !== '' && name.toLowerCase() === wanted
}
