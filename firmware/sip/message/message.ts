import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import { parseCount } from './fields.ts'
import type { HeaderIndex } from './header-index.ts'
import { endOfLine, HOT, indexHeaders, MAX_HEADER_LENGTH, utf8 } from './header-index.ts'
import type { Bounds } from './sip-message.ts'
import { SipRequest, SipResponse } from './sip-message.ts'
import { endOfToken, isPlain, isToken } from './tokens.ts'

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
  if (framing === 'stream' && !text.includes('\r\n\r\n', start)) {
    return text.length > MAX_MESSAGE ? unreadable('headers are too long', 513) : text.length + 1
  }
  const lineEnd = endOfLine(text, start)
  if (lineEnd < 0 || lineEnd - start > MAX_HEADER_LENGTH) return unreadable('no start line')
  const indexed = indexHeaders(text, lineEnd + 2)
  if (!indexed.ok) return unreadable(indexed.error)
  const index = indexed.value
  const length = bodyLength(index, text.length - index.bodyStart, framing)
  const body = { start: index.bodyStart, end: index.bodyStart + Math.max(length, 0) }
  if (body.end > text.length && framing === 'stream') {
    return body.end > MAX_MESSAGE ? unreadable('message is too long', 513) : body.end
  }
  const line = text.slice(start, lineEnd)
  const read = line.startsWith('SIP/')
    ? readResponse(line, index, body)
    : readRequest(line, index, body)
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
  if (index.first(HOT['content-length']) < 0) return framing === 'datagram' ? present : -1
  if (index.repeated & (1 << HOT['content-length'])) return -1
  return parseCount(index.firstValue(HOT['content-length']), MAX_MESSAGE) ?? -1
}

/** Exactly `method SP Request-URI SP version`, RFC 3261 §25.1. */
function readRequest(line: string, index: HeaderIndex, body: Bounds): Read {
  const methodEnd = endOfToken(line, 0)
  const uriEnd = line.indexOf(' ', methodEnd + 1)
  const version = line.slice(uriEnd + 1)
  const isOne = methodEnd > 0 && line.charCodeAt(methodEnd) === 0x20
  if (!isOne || uriEnd <= methodEnd + 1 || !isVersion(version)) {
    return malformedRequestLine(line, index, body)
  }
  const raw = line.slice(methodEnd + 1, uriEnd)
  const uri = isPlain(raw) ? raw : utf8(raw)
  const message = new SipRequest(line.slice(0, methodEnd), uri, index, body)
  if (version !== 'SIP/2.0' && version.toUpperCase() !== 'SIP/2.0') {
    return { message, problem: { status: 505, reason: 'Version Not Supported' }, end: body.end }
  }
  return checked(message, body.end)
}

function isVersion(text: string): boolean {
  return text === 'SIP/2.0' || /^SIP\/\d+\.\d+$/i.test(text)
}

/** The method is good enough to answer by; the request cannot be understood. */
function malformedRequestLine(line: string, index: HeaderIndex, body: Bounds): Read {
  const problem = { status: 400, reason: 'request line is malformed' }
  const method = line.split(' ', 1)[0] ?? ''
  if (!isToken(method)) return { problem, end: body.end }
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
