import { formatHostPort } from '../../sip/message/uri.ts'
import type { Traced } from './strand.ts'

/** One arrow of a call's ladder. */
export interface Rung {
  /** UTC, ms. */
  readonly at: number
  /** Ours is `exchange`; telephones by their address, analog lines by their name. */
  readonly from: string
  readonly to: string
  /** `INVITE`, `180 Ringing`; `(SDP)` behind it where there is a body. */
  readonly text: string
}

/** The arrow of one message. */
export function rungOf({ at, way, direction, text }: Traced): Rung {
  const party = typeof way === 'string' ? way : formatHostPort(way.remote)
  const [from, to] = direction === 'in' ? [party, 'exchange'] : ['exchange', party]
  if (typeof way === 'string') return { at, from, to, text }
  const hasBody = !text.endsWith('\r\n\r\n')
  return { at, from, to, text: hasBody ? `${shortened(text)} (SDP)` : shortened(text) }
}

/** `INVITE` out of a request, `180 Ringing` out of a response. */
function shortened(text: string): string {
  if (!text.startsWith('SIP/2.0 ')) return text.slice(0, text.indexOf(' '))
  return text.slice('SIP/2.0 '.length, text.indexOf('\r\n'))
}
