import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import { parseCount } from './fields.ts'
import type { HeaderIndex } from './header-index.ts'
import { endOfLine, indexHeaders, MAX_HEADER_LENGTH, utf8 } from './header-index.ts'
import type { Bounds } from './sip-message.ts'
import { SipRequest, SipResponse } from './sip-message.ts'
import { TOKEN } from './tokens.ts'

export type { CSeq } from './fields.ts'
export type { NameAddr } from './name-address.ts'
export type { SipRequest, SipResponse } from './sip-message.ts'
export type { Params } from './tokens.ts'
export type { SipUri } from './uri.ts'
export type { Via } from './via.ts'

export type SipMessage = SipRequest | SipResponse

/**
 * Parses one datagram. What is missing or wrong in any header that every element of the network needs (RFC 3261 §8.1.1,
 * §20) is refused here; other headers are the business of whoever reads them.
 */
export function parseMessage(bytes: Buffer): Result<SipMessage> {
  const read = readMessage(bytes.toString('latin1'), 'datagram')
  if (typeof read === 'number') return refuse('message is incomplete')
  return read.problem ? refuse(read.problem.reason) : ok(read.message)
}

/** Why a message is refused, with the status for its response. */
export interface Problem {
  readonly status: number
  readonly reason: string
}

/** What was read: a sound message, or a problem with as much of the message as was understood. */
export type Read = { readonly end: number } & (
  | { readonly message: SipMessage; readonly problem?: undefined }
  | { readonly message?: SipMessage; readonly problem: Problem }
)

/** Largest message over a stream, in octets; a datagram is never larger. */
export const MAX_MESSAGE = 65_535

/**
 * Reads the message at the beginning of `text` (one octet a character). In a datagram the body goes to the end unless
 * Content-Length says less (RFC 3261 §18.3); in a stream Content-Length must be there, and a number says that the message is
 * not complete: it has that many octets at least. `end` is the index behind the message; -1 where the stream cannot be
 * read any further.
 */
export function readMessage(text: string, framing: 'datagram' | 'stream'): Read | number {
  const start = firstLine(text)
  const headEnd = text.indexOf('\r\n\r\n', start)
  if (headEnd < 0) {
    if (framing === 'datagram') return unreadable('headers do not end')
    return text.length > MAX_MESSAGE ? unreadable('headers are too long', 513) : text.length + 1
  }
  const lineEnd = endOfLine(text, start)
  if (lineEnd < 0 || lineEnd - start > MAX_HEADER_LENGTH) return unreadable('no start line')
  const index = indexHeaders(text, lineEnd + 2, headEnd + 2)
  if (!index.ok) return unreadable(index.error)
  const length = bodyLength(index.value, text.length - headEnd - 4, framing)
  const body = { start: headEnd + 4, end: headEnd + 4 + Math.max(length, 0) }
  if (body.end > text.length && framing === 'stream') {
    return body.end > MAX_MESSAGE ? unreadable('message is too long', 513) : body.end
  }
  const line = text.slice(start, lineEnd)
  const read = line.startsWith('SIP/')
    ? readResponse(line, index.value, body)
    : readRequest(line, index.value, body)
  if (length >= 0 && body.end <= text.length) return read
  const problem = { status: 400, reason: 'Content-Length is missing or wrong' }
  return { ...read, problem, end: framing === 'datagram' ? text.length : -1 }
}

/** Some send empty lines first, RFC 3261 §7.5. */
function firstLine(text: string): number {
  let start = 0
  while (text.charCodeAt(start) === 0x0d && text.charCodeAt(start + 1) === 0x0a) start += 2
  return start
}

function unreadable(reason: string, status = 400): Read {
  return { problem: { status, reason }, end: -1 }
}

/** Octets of the body; -1 when Content-Length is wrong or, in a stream, missing. */
function bodyLength(index: HeaderIndex, present: number, framing: 'datagram' | 'stream'): number {
  const position = index.find('content-length')
  if (position < 0) return framing === 'datagram' ? present : -1
  if (index.find('content-length', position + 1) >= 0) return -1
  return parseCount(index.value(position), MAX_MESSAGE) ?? -1
}

const REQUEST_LINE = /^([\w\-.!%*+`'~]+) ([\x21-\x3b\x3d\x3f-\x7e\x80-\xff]+) (SIP\/\d+\.\d+)$/i

function readRequest(line: string, index: HeaderIndex, body: Bounds): Read {
  const [, method, uri, version] = REQUEST_LINE.exec(line) ?? []
  if (!method || !uri) return malformedRequestLine(line, index, body)
  const message = new SipRequest(method, utf8(uri), index, body)
  if (version?.toUpperCase() !== 'SIP/2.0') {
    return { message, problem: { status: 505, reason: 'Version Not Supported' }, end: body.end }
  }
  return checked(message, body.end)
}

/** The method is good enough to answer by; the request cannot be understood. */
function malformedRequestLine(line: string, index: HeaderIndex, body: Bounds): Read {
  const problem = { status: 400, reason: 'request line is malformed' }
  const method = line.split(' ', 1)[0] ?? ''
  if (!TOKEN.test(method)) return { problem, end: body.end }
  return { message: new SipRequest(method, '', index, body), problem, end: body.end }
}

function readResponse(line: string, index: HeaderIndex, body: Bounds): Read {
  const [, status, reason] = /^SIP\/2\.0 ([1-6]\d\d)(?: (.*))?$/i.exec(line) ?? []
  if (!status) {
    return { problem: { status: 400, reason: 'status line is malformed' }, end: body.end }
  }
  const message = new SipResponse(Number(status), utf8(reason ?? ''), index, body)
  return checked(message, body.end)
}

function checked(message: SipMessage, end: number): Read {
  const fault = message.fault()
  return fault ? { message, problem: { status: 400, reason: fault }, end } : { message, end }
}
