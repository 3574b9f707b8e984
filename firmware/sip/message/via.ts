import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import { endOfHost, hostAt, portAt } from './host.ts'
import type { Params } from './tokens.ts'
import { COLON, endOfToken, parseParams, skipSpace } from './tokens.ts'

/** One Via element, RFC 3261 §20.42. */
export interface Via {
  /** 2.0; anything else only in a message that is refused for it. */
  readonly version: string
  /** As written: UDP, TCP, TLS, WS … */
  readonly transport: string
  /** Sent-by host; IPv6 without brackets. */
  readonly host: string
  readonly port?: number
  readonly branch?: string
  readonly params: Params
}

class ParsedVia implements Via {
  readonly version: string
  readonly transport: string
  readonly host: string
  readonly port?: number
  readonly branch?: string
  readonly params: Params

  constructor(version: string, transport: string, host: string, port: number, params: Params) {
    this.version = version
    this.transport = transport
    this.host = host
    if (port >= 0) this.port = port
    const branch = params.get('branch')
    if (branch) this.branch = branch
    this.params = params
  }
}

const SLASH = 0x2f

/** Parses one element of a Via header, unfolded and trimmed. */
export function parseVia(text: string): Result<Via> {
  const protocol = endOfToken(text, 0)
  if (!isSip(text, protocol)) return refuse('Via is not of SIP')
  const version = afterSlash(text, protocol)
  const versionEnd = endOfVersion(text, version)
  const transport = afterSlash(text, versionEnd)
  const transportEnd = endOfToken(text, transport)
  const host = skipSpace(text, transportEnd)
  if (versionEnd < 0 || transport < 0 || transportEnd === transport || host === transportEnd) {
    return refuse('Via is malformed')
  }
  const hostEnd = endOfHost(text, host)
  if (hostEnd < 0) return refuse('Via has no valid host')
  const [port, end] = sentByPort(text, hostEnd)
  if (end < 0) return refuse('Via has a malformed port or one above 65535')
  const params = parseParams(text, end)
  if (!params) return refuse('Via has malformed or repeated parameters')
  return ok(
    new ParsedVia(
      text.slice(version, versionEnd),
      text.slice(transport, transportEnd),
      hostAt(text, host, hostEnd),
      port,
      params,
    ),
  )
}

function isSip(text: string, end: number): boolean {
  return text.startsWith('SIP/') || (end === 3 && /^sip/i.test(text))
}

/** Index behind a slash, which may have white space around it; -1 without one. */
function afterSlash(text: string, from: number): number {
  if (from < 0) return -1
  const slash = skipSpace(text, from)
  return text.charCodeAt(slash) === SLASH ? skipSpace(text, slash + 1) : -1
}

function endOfVersion(text: string, from: number): number {
  if (from < 0) return -1
  const end = endOfToken(text, from)
  return text.startsWith('2.0', from) && end === from + 3 ? end : isVersion(text, from, end)
}

function isVersion(text: string, from: number, end: number): number {
  return /^\d+\.\d+$/.test(text.slice(from, end)) ? end : -1
}

const NONE: readonly [port: number, end: number] = [-1, -1]

/** Port of sent-by, -1 for none, and the index where the parameters begin, -1 when it is malformed. */
function sentByPort(text: string, hostEnd: number): readonly [port: number, end: number] {
  const colon = skipSpace(text, hostEnd)
  if (text.charCodeAt(colon) !== COLON) return [-1, colon]
  const start = skipSpace(text, colon + 1)
  const end = endOfToken(text, start)
  const port = portAt(text, start, end)
  return port < 0 ? NONE : [port, skipSpace(text, end)]
}
