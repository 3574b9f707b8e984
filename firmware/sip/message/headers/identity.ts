import type { Result } from '../../../result.ts'
import { ok, refuse } from '../../../result.ts'
import type { NameAddr } from '../name-address.ts'
import { parseNameAddress } from '../name-address.ts'
import { isToken, SEMICOLON, splitTopLevel } from '../tokens.ts'
import { choice, formatAddress, list } from './header.ts'

/** Who calls, as trusted networks tell each other: one SIP and one tel URI at most (RFC 3325 §9.1). */
export const P_ASSERTED_IDENTITY = list('p-asserted-identity', parseNameAddress)
export const P_PREFERRED_IDENTITY = list('p-preferred-identity', parseNameAddress)

/** Remote-Party-ID, draft-ietf-sip-privacy-04: what PBXs used before P-Asserted-Identity. */
export interface RemoteParty {
  readonly address: NameAddr
  readonly party?: 'calling' | 'called' | undefined
  readonly screen: boolean
  /** What is to be withheld. */
  readonly privacy: 'full' | 'name' | 'uri' | 'off'
}

export const REMOTE_PARTY_ID = list('remote-party-id', (text): Result<RemoteParty> => {
  const address = parseNameAddress(text)
  if (!address.ok) return address
  const { params } = address.value
  return ok({
    address: address.value,
    party: choice(params.get('party'), ['calling', 'called'] as const),
    screen: params.get('screen')?.toLowerCase() === 'yes',
    privacy: choice(params.get('privacy'), ['full', 'name', 'uri'] as const) ?? 'off',
  })
})

/** Values of Privacy, RFC 3323 §4.2, RFC 3325 §9.3, RFC 7044 §10.1. */
const KNOWN = ['header', 'session', 'user', 'none', 'critical', 'id', 'history'] as const
export type Privacy = (typeof KNOWN)[number]

/** Separated by semicolons; commas are not allowed, but are met. Values that nobody knows are left out. */
export const PRIVACY = {
  name: 'privacy',
  parse: (values: readonly string[]): Result<ReadonlySet<Privacy>> => {
    const words = values.flatMap((text) => splitTopLevel(text.replaceAll(',', ';'), SEMICOLON))
    if (words.length > KNOWN.length || !words.every((word) => isToken(word))) {
      return refuse('privacy is not a list of words')
    }
    return ok(new Set(words.flatMap((word) => choice(word, KNOWN) ?? [])))
  },
}

export function formatPrivacy(values: readonly Privacy[]): string {
  return values.join(';')
}

export function formatRemoteParty(
  remote: Omit<RemoteParty, 'address'> & { readonly address: { name?: string; uri: string } },
): string {
  const { address, party, screen, privacy } = remote
  return formatAddress(address, { party, screen: screen ? 'yes' : 'no', privacy })
}
