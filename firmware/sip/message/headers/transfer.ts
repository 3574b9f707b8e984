import type { Result } from '../../../result.ts'
import { ok, refuse } from '../../../result.ts'
import type { NameAddr } from '../name-address.ts'
import { parseNameAddress } from '../name-address.ts'
import { escapeHeader, parseUri, uriHeaders } from '../uri.ts'
import type { DialogId, Replaces } from './dialog-ids.ts'
import { formatReplaces, parseReplaces } from './dialog-ids.ts'
import { formatAddress, single } from './header.ts'

/** Refer-To, RFC 3515 §2.1: where to call, and what that call replaces (RFC 5589 §7). */
export interface ReferTo {
  readonly address: NameAddr
  /** The URI without the headers in it. */
  readonly uri: string
  /** `method` of the URI: INVITE unless it says another. */
  readonly method: string
  readonly replaces?: Replaces | undefined
  /** `refer-sub`-like parameters and the other headers of the URI are nobody's to obey but for these. */
  readonly headers: readonly (readonly [name: string, value: string])[]
}

export const REFER_TO = single('refer-to', (text): Result<ReferTo> => {
  const address = parseNameAddress(text)
  if (!address.ok) return address
  const uri = parseUri(address.value.uri)
  if (!uri.ok) return uri
  const headers = uriHeaders(uri.value.headers)
  if (!headers.ok) return headers
  const named = headers.value.filter(([name]) => name === 'replaces')
  if (named.length > 1) return refuse('more than one Replaces')
  const replaces = named[0] && parseReplaces(named[0][1])
  if (replaces && !replaces.ok) return replaces
  return ok({
    address: address.value,
    uri: address.value.uri.split('?', 1)[0] ?? '',
    method: uri.value.params.get('method') ?? 'INVITE',
    replaces: replaces?.value,
    headers: headers.value,
  })
})

/** Who asks for the transfer, RFC 3892. */
export const REFERRED_BY = single('referred-by', parseNameAddress)

/** Refer-Sub, RFC 4488: false asks for a REFER without a subscription. */
export const REFER_SUB = single('refer-sub', (text): Result<boolean> => {
  const word = text.split(';', 1)[0]?.trim().toLowerCase()
  return word === 'true' || word === 'false' ? ok(word === 'true') : refuse('not true or false')
})

/** Writes a Refer-To; `replaces` as the receiver of the INVITE that follows knows its dialog. */
export function formatReferTo(uri: string, replaces?: DialogId): string {
  if (!replaces) return formatAddress({ uri })
  return formatAddress({ uri: `${uri}?Replaces=${escapeHeader(formatReplaces(replaces))}` })
}
