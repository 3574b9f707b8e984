import type { Result } from '../result.ts'
import { ok, refuse } from '../result.ts'
import type { Params } from './tokens.ts'
import { parseParams } from './tokens.ts'

/** One Via element, RFC 3261 §20.42. */
export interface Via {
  /** As written: UDP, TCP, TLS, WS … */
  readonly transport: string
  /** Sent-by host; IPv6 without brackets. */
  readonly host: string
  readonly port?: number
  readonly branch?: string
  readonly params: Params
}

const VIA =
  /^([^\s/]+)[ \t]*\/[ \t]*([^\s/]+)[ \t]*\/[ \t]*([\w\-.!%*+`'~]+)[ \t]+(\[[0-9a-fA-F:.]+\]|[\w.-]+)(?:[ \t]*:[ \t]*(\d{1,5}))?[ \t]*((?:;.*)?)$/

/** Parses one element of a Via header, unfolded and trimmed. */
export function parseVia(text: string): Result<Via> {
  const [, protocol, version, transport, host, port, rest] = VIA.exec(text) ?? []
  if (!protocol || !transport || !host) return refuse('Via is malformed')
  if (protocol.toUpperCase() !== 'SIP' || version !== '2.0') return refuse('Via is not SIP/2.0')
  if (port && Number(port) > 65535) return refuse('Via has a port above 65535')
  const params = parseParams(rest ?? '')
  if (!params) return refuse('Via has malformed or repeated parameters')
  const branch = params.get('branch')
  return ok({
    transport,
    host: host.startsWith('[') ? host.slice(1, -1) : host,
    ...(port && { port: Number(port) }),
    ...(branch && { branch }),
    params,
  })
}
