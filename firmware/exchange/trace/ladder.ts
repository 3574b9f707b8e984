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
  const hasBody = !text.endsWith('\r\n\r\n') && !text.startsWith('NOTIFY ') // whose body says what its text says
  return { at, from, to, text: hasBody ? `${shortened(text)} (SDP)` : shortened(text) }
}

/** `INVITE` out of a request, `180 Ringing` out of a response; with what takes the call elsewhere behind it, and how a transfer goes. */
function shortened(text: string): string {
  const isResponse = text.startsWith('SIP/2.0 ')
  const said = isResponse
    ? text.slice('SIP/2.0 '.length, text.indexOf('\r\n'))
    : text.slice(0, text.indexOf(' '))
  const more = isResponse ? sentTo(said, text) : MORE[said]?.(text)
  return more ? `${said} ${more}` : said
}

/** Of requests that transfer a call, take one over, or tell how a transfer goes. */
const MORE: Readonly<Record<string, (text: string) => string | undefined>> = {
  INVITE: (text) => (/\r\nReplaces *:/i.test(text) ? 'Replaces' : undefined),
  REFER: (text) => {
    const whom = headerUser(text, 'Refer-To|r')
    const replaces = /\r\n(?:Refer-To|r) *:[^\r]{0,1024}[?&]Replaces=/i.test(text)
    return whom && `→ ${whom}${replaces ? ' (Replaces)' : ''}`
  },
  NOTIFY: (text) => {
    const [, status] = /\r\n\r\nSIP\/2\.0 (\d{3})\b/.exec(text) ?? []
    return status && `(${status})`
  },
}

/** Of a response that sends the call on. */
function sentTo(said: string, text: string): string | undefined {
  const whom = said.startsWith('3') ? headerUser(text, 'Contact|m') : undefined
  return whom && `→ ${whom}`
}

/** User part of the first address in that header; none of odd characters, for it is a stranger's. */
function headerUser(text: string, names: string): string | undefined {
  const found = new RegExp(
    `\\r\\n(?:${names}) *:[^\\r<]{0,128}<?(?:sips?:|tel:)([\\w.+*#-]{1,32})`,
    'i',
  ).exec(text)
  return found?.[1]
}
