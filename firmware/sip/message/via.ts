import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import type { Params } from './tokens.ts'
import { parseParams } from './tokens.ts'

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

const VIA =
  /^([^\s/]+)[ \t]*\/[ \t]*(\d+\.\d+)[ \t]*\/[ \t]*([\w\-.!%*+`'~]+)[ \t]+(\[[0-9a-fA-F:.]+\]|[\w.-]+)(?:[ \t]*:[ \t]*(\d{1,5}))?[ \t]*((?:;.*)?)$/

/** Parses one element of a Via header, unfolded and trimmed. */
export function parseVia(text: string): Result<Via> {
  const [, protocol, version, transport, host, port, rest] = VIA.exec(text) ?? []
  if (!protocol || !transport || !host) return refuse('Via is malformed')
  if (protocol.toUpperCase() !== 'SIP') return refuse('Via is not of SIP')
  if (port && Number(port) > 65535) return refuse('Via has a port above 65535')
  const params = parseParams(rest ?? '')
  if (!params) return refuse('Via has malformed or repeated parameters')
  const branch = params.get('branch')
  return ok({
    version: version ?? '2.0',
    transport,
    host: host.startsWith('[') ? host.slice(1, -1) : host,
    ...(port && { port: Number(port) }),
    ...(branch && { branch }),
    params,
  })
}
