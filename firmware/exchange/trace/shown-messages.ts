import { formatHostPort } from '../../sip/message/uri.ts'
import { masked } from './mask.ts'
import type { Traced } from './strand.ts'

/** A message for people and programs. */
export interface ShownMessage {
  readonly order: number
  /** UTC, ms. */
  readonly at: number
  readonly direction: 'in' | 'out'
  /** `udp`, `tcp`, `tls`, `ws`, `wss`, or `line`. */
  readonly transport: string
  /** Address and port, or the name of a line. */
  readonly remote: string
  /** Ours; empty for a line. */
  readonly local: string
  readonly text: string
}

const MOST_OCTETS = 4 * 1024 * 1024 // of one answer

/** The last of them that fit into one answer; octets above 127 as UTF-8 where they are. */
export function shownMessages(
  messages: readonly Traced[],
  { secrets = false, after = 0 }: { readonly secrets?: boolean; readonly after?: number } = {},
): readonly ShownMessage[] {
  const shown: ShownMessage[] = []
  let octets = 0
  for (const message of messages.toReversed()) {
    octets += message.text.length + 200
    if (message.order <= after || octets > MOST_OCTETS) break
    shown.push(shownMessage(message, secrets))
  }
  return shown.reverse()
}

function shownMessage({ order, at, direction, way, text }: Traced, secrets: boolean): ShownMessage {
  if (typeof way === 'string') {
    return { order, at, direction, transport: 'line', remote: way, local: '', text }
  }
  const { transport, local, remote } = way
  return {
    order,
    at,
    direction,
    transport,
    remote: formatHostPort(remote),
    local: formatHostPort(local),
    text: Buffer.from(secrets ? text : masked(text), 'latin1').toString('utf8'),
  }
}
