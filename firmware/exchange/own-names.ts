import type { Flow, UserAgent } from '../sip/contract.ts'
import type { SipRequest, SipResponse } from '../sip/message/message.ts'
import { parseUri } from '../sip/message/uri.ts'

/** What a telephone has sent us, over which way. */
interface Said {
  readonly message: SipRequest | SipResponse
  readonly flow: Flow
}

/**
 * Whether a URI's host is this server: an address that it listens on or is known by, or the name by which this very dialog calls it. What
 * is dialled at another host is nobody's here to reach.
 */
export function isHere(
  host: string,
  { message, flow }: Said,
  userAgent: Pick<UserAgent, 'contactFor' | 'listening'>,
): boolean {
  const { from, to } = message
  const wanted = host.toLowerCase()
  if (wanted === flow.local.address || wanted === userAgent.contactFor(flow).address) return true
  if (userAgent.listening.some(({ local }) => local.address === wanted)) return true
  const called = 'requestUri' in message ? [message.requestUri.host] : []
  return [...called, hostOf(from.uri), hostOf(to.uri)].some((name) => sameHost(name, wanted))
}

function hostOf(text: string): string {
  const uri = parseUri(text)
  return uri.ok ? uri.value.host : ''
}

function sameHost(name: string, wanted: string): boolean {
  return wanted !== '' && name.toLowerCase() === wanted
}
