import assert from 'node:assert'
import { ALLOW } from '../capabilities.ts'
import type { Body, ExtraHeaders, Flow, ResponseParts } from '../contract.ts'
import { octets } from './header-index.ts'
import type { SipMessage, SipRequest, Via } from './message.ts'
import { readMessage } from './message.ts'
import { formatParam, oneLine, TOKEN } from './tokens.ts'
import { formatHost, formatHostPort } from './uri.ts'

/** Headers that only this file writes. */
const OURS = new Set([
  'via',
  'from',
  'to',
  'call-id',
  'cseq',
  'route',
  'record-route',
  'content-length',
  'content-type',
  'server',
  'user-agent',
])

export interface RequestParts {
  readonly method: string
  readonly uri: string
  readonly flow: Flow
  readonly branch: string
  readonly routes?: readonly string[]
  /** From and To as they stand, tags included. */
  readonly from: string
  readonly to: string
  readonly callId: string
  readonly sequence: number
  readonly contact?: string | undefined
  readonly product: string
  readonly headers?: ExtraHeaders | undefined
  readonly body?: Body | undefined
}

const MAX_FORWARDS = 70

/** The octets of a request, made from these parts and nothing else. */
export function buildRequest(parts: RequestParts): string {
  const { method, flow } = parts
  assert(!/[\s<>]/.test(parts.uri), 'a Request-URI is one word')
  let text = `${method} ${parts.uri} SIP/2.0\r\n`
  text += `Via: SIP/2.0/${flow.transport.toUpperCase()} ${formatHostPort(flow.local)};rport;branch=${parts.branch}\r\n`
  if (parts.routes) for (const route of parts.routes) text += `Route: ${oneLine(route)}\r\n`
  if (!has(parts.headers, 'max-forwards')) text += `Max-Forwards: ${MAX_FORWARDS}\r\n`
  text += `From: ${oneLine(parts.from)}\r\nTo: ${oneLine(parts.to)}\r\nCall-ID: ${parts.callId}\r\n`
  text += `CSeq: ${parts.sequence} ${method}\r\n`
  if (parts.contact) text += `Contact: ${parts.contact}\r\n`
  if (method === 'INVITE' || method === 'UPDATE') text += `Allow: ${ALLOW}\r\n`
  text += `User-Agent: ${oneLine(parts.product)}\r\n`
  return octets(text + extra(parts.headers)) + content(parts.body)
}

/** What a response needs besides the request that it answers. */
export interface Answer extends ResponseParts {
  readonly toTag?: string | undefined
  readonly contact?: string | undefined
  readonly product: string
}

/** Their responses repeat the way that requests of the dialog will take (RFC 3261 §12.1.1, RFC 6665 §4.4.1). */
const MAKES_DIALOG = /^(?:INVITE|SUBSCRIBE|REFER)$/

/** The octets of a response (RFC 3261 §8.2.6). `flow` is where the request came from: RFC 3581 fills received and rport. */
export function buildResponse(
  request: SipRequest,
  flow: Flow,
  status: number,
  answer: Answer,
): string {
  let text = `SIP/2.0 ${status} ${oneLine(answer.reason ?? reasonPhrase(status))}\r\n`
  text += returnPath(request, flow)
  if (MAKES_DIALOG.test(request.method) && status > 100 && status < 300) {
    for (const route of request.headers('Record-Route'))
      text += `Record-Route: ${oneLine(route)}\r\n`
  }
  text += `From: ${oneLine(request.header('From') ?? '')}\r\n`
  text += `To: ${toWithTag(request, answer.toTag)}\r\n`
  text += `Call-ID: ${oneLine(request.header('Call-ID') ?? '')}\r\n`
  text += `CSeq: ${oneLine(request.header('CSeq') ?? '')}\r\n`
  if (answer.contact) text += `Contact: ${answer.contact}\r\n`
  if (tellsAllow(request.method, status)) text += `Allow: ${ALLOW}\r\n`
  text += `Server: ${oneLine(answer.product)}\r\n`
  return octets(text + extra(answer.headers)) + content(answer.body)
}

function tellsAllow(method: string, status: number): boolean {
  if (status === 405) return true
  return status >= 200 && status < 300 && /^(?:INVITE|OPTIONS|UPDATE)$/.test(method)
}

function toWithTag(request: SipRequest, tag: string | undefined): string {
  const to = oneLine(request.header('To') ?? '')
  return tag ? `${to};tag=${tag}` : to
}

/** The Via headers for a response; the topmost told where the request came from (RFC 3261 §18.2.1, RFC 3581 §4). */
function returnPath(request: SipRequest, { remote }: Flow): string {
  let text = ''
  request.returnPath.forEach((via, position) => {
    text += `Via: ${formatVia(via, position === 0 ? remote : undefined)}\r\n`
  })
  return text
}

function formatVia(via: Via, source: Flow['remote'] | undefined): string {
  const port = via.port === undefined ? '' : `:${via.port}`
  let text = `SIP/${via.version}/${via.transport} ${formatHost(via.host)}${port}`
  for (const [name, value] of via.params) {
    if (source && name === 'received') continue
    if (source && name === 'rport') text += `;rport=${source.port}`
    else text += formatParam(name, value)
  }
  const told = source && (via.params.has('rport') || source.address !== via.host)
  return told ? `${text};received=${source.address.replace(/%.*/, '')}` : text // a scope is nobody else's (RFC 4007)
}

function extra(headers: ExtraHeaders | undefined): string {
  if (!headers) return ''
  let text = ''
  for (const [name, value] of headers) {
    assert(TOKEN.test(name) && !OURS.has(name.toLowerCase()), `${name} is not for others to write`)
    text += `${name}: ${oneLine(value)}\r\n`
  }
  return text
}

function has(headers: ExtraHeaders | undefined, name: string): boolean {
  return headers?.some(([given]) => given.toLowerCase() === name) ?? false
}

function content(body: Body | undefined): string {
  if (!body?.text) return 'Content-Length: 0\r\n\r\n'
  const text = octets(body.text)
  return `Content-Type: ${oneLine(body.type)}\r\nContent-Length: ${text.length}\r\n\r\n${text}`
}

/** `CANCEL`, or the `ACK` of a refusal: a request about another one, on its path (RFC 3261 §9.1, §17.1.1.3). */
export function buildFollower(
  method: 'CANCEL' | 'ACK',
  invite: SipRequest,
  to: string,
  product: string,
  headers?: ExtraHeaders,
): string {
  let text = `${method} ${invite.uri} SIP/2.0\r\nVia: ${invite.header('Via') ?? ''}\r\n`
  for (const route of invite.headers('Route')) text += `Route: ${route}\r\n`
  text += `Max-Forwards: ${MAX_FORWARDS}\r\nFrom: ${invite.header('From') ?? ''}\r\nTo: ${oneLine(to)}\r\n`
  text += `Call-ID: ${invite.callId}\r\nCSeq: ${invite.cseq.sequence} ${method}\r\n`
  text += `User-Agent: ${oneLine(product)}\r\n`
  return octets(text + extra(headers)) + content(undefined)
}

/** Reads a message that we have built. */
export function readOwn(text: string): SipMessage {
  const read = readMessage(text, 'datagram')
  assert(typeof read !== 'number' && read.message && !read.problem, 'what we build can be read')
  return read.message
}

const REASONS: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  181: 'Call Is Being Forwarded',
  182: 'Queued',
  183: 'Session Progress',
  200: 'OK',
  202: 'Accepted',
  301: 'Moved Permanently',
  302: 'Moved Temporarily',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  410: 'Gone',
  412: 'Conditional Request Failed',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
  416: 'Unsupported URI Scheme',
  420: 'Bad Extension',
  421: 'Extension Required',
  422: 'Session Interval Too Small',
  423: 'Interval Too Brief',
  433: 'Anonymity Disallowed',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  482: 'Loop Detected',
  483: 'Too Many Hops',
  484: 'Address Incomplete',
  485: 'Ambiguous',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  489: 'Bad Event',
  491: 'Request Pending',
  500: 'Server Internal Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Server Time-out',
  505: 'Version Not Supported',
  513: 'Message Too Large',
  600: 'Busy Everywhere',
  603: 'Decline',
  604: 'Does Not Exist Anywhere',
  606: 'Not Acceptable',
}

const CLASSES = ['Progress', 'OK', 'Redirection', 'Request Failure', 'Server Failure', 'Declined']

/** The phrase for a status; that of its class for one that has none of its own. */
export function reasonPhrase(status: number): string {
  return REASONS[status] ?? CLASSES[Math.floor(status / 100) - 1] ?? 'Unknown'
}
