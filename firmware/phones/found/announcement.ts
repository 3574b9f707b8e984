/**
 * SIP plug and play: a telephone without a configuration asks the multicast group for one by a SUBSCRIBE to `ua-profile` (RFC 6080 §5.1.2 and
 * the phones' common practice).
 */
import { createHash } from 'node:crypto'
import type { Flow } from '../../sip/contract.ts'
import { buildResponse } from '../../sip/message/build.ts'
import type { SipRequest } from '../../sip/message/message.ts'
import { parseMessage } from '../../sip/message/message.ts'
import { parseParams } from '../../sip/message/tokens.ts'
import { formatHostPort } from '../../sip/message/uri.ts'
import type { Sighting } from './found-phones.ts'
import { deviceMac, phoneOf } from './phone-families.ts'
import { strangerText } from './stranger-text.ts'

export interface Announcement {
  readonly sighting: Sighting
  /** Octets of the 200, one a character; empty when it would be longer than what it answers (SECURITY row 7). */
  readonly answer: string
  /** Where it goes: RFC 3581 §4, RFC 3261 §18.2.2. */
  readonly port: number
}

const LONGEST = 4096 // octets; such a SUBSCRIBE has some 500
const MOST_EXPIRES = 86_400 // seconds

/** Reads one datagram to the group; undefined for whatever else is on it. `flow.local` is the address that the telephone shall know. */
export function readAnnouncement(text: string, flow: Flow): Announcement | undefined {
  if (text.length > LONGEST || !text.startsWith('SUBSCRIBE ')) return undefined
  const parsed = parseMessage(Buffer.from(text, 'latin1'))
  if (!parsed.ok || parsed.value.kind !== 'request') return undefined
  const request = parsed.value
  const event = profileEvent(request.header('Event'))
  if (!event) return undefined
  const answer = accepted(request, flow)
  const [via] = request.vias
  return {
    sighting: sightingOf(request, event, flow),
    answer: answer.length <= text.length ? answer : '',
    port: via?.params.has('rport') ? flow.remote.port : (via?.port ?? 5060),
  }
}

function profileEvent(header: string | undefined): ReadonlyMap<string, string> | undefined {
  const [, parameters] = /^ua-profile[ \t]*((?:;.*)?)$/i.exec(header ?? '') ?? []
  return parameters === undefined ? undefined : parseParams(parameters)
}

function sightingOf(
  request: SipRequest,
  event: ReadonlyMap<string, string>,
  { remote, transport }: Flow,
): Sighting {
  const userAgent = request.header('User-Agent') ?? ''
  const told = phoneOf(userAgent)
  const vendor = strangerText(event.get('vendor'), 32) || told.vendor
  const model = strangerText(event.get('model'), 64) || told.model
  const version = strangerText(event.get('version'), 32) || told.version
  const mac = addressedMac(request) ?? told.mac
  return {
    how: 'announced',
    userAgent: strangerText(userAgent, 128),
    address: remote.address,
    transport,
    attempt: `${request.callId}/${request.cseq.sequence}`,
    ...(vendor && { vendor }),
    ...(model && { model }),
    ...(version && { version }),
    ...(mac !== undefined && { mac }),
  }
}

/** `sip:MAC%3a001565aabbcc@224.0.1.75`, and the ways in which phones get the escape wrong. */
function addressedMac({ from, to, uri }: SipRequest): string | undefined {
  for (const text of [from.uri, to.uri, uri]) {
    const [, digits] =
      /^sips?:MAC(?:%3a|%3d|[%:=])?([0-9a-f]{12}|(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2})@/i.exec(text) ??
      []
    const mac = deviceMac(digits ?? '')
    if (mac !== undefined) return mac
  }
  return undefined
}

/** The subscription is accepted. A NOTIFY with the address of a configuration would follow it; there is none to give yet. */
function accepted(request: SipRequest, flow: Flow): string {
  const asked = request.header('Expires') ?? ''
  const expires = /^\d{1,9}$/.test(asked) ? Math.min(Number(asked), MOST_EXPIRES) : 0
  const tag = createHash('sha256').update(request.callId).digest('hex').slice(0, 10) // the same to a repetition
  return buildResponse(request, flow, 200, {
    product: 'Strowger',
    toTag: tag,
    contact: `<sip:${formatHostPort(flow.local)}>`,
    headers: [['Expires', String(expires)]],
  })
}
