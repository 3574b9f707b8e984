import type { Codec } from './offer-answer.ts'
import { readOffer } from './offer-answer.ts'
import { faxAlone } from './offer-passing.ts'
import type { Ours } from './protection/read.ts'

/**
 * What we could not take of an INVITE is refused before anybody's telephone rings: the status. An offer of fax alone (T.38) is left to whom it
 * calls, unless what is in the clear is refused.
 */
export function refusalOfOffer(
  described: string,
  ours: Ours,
  { codecs, takesFax = true }: { codecs?: readonly Codec[]; takesFax?: boolean } = {},
): number | undefined {
  if (takesFax && ours.protection.accepts !== 'secure' && faxAlone(described)) return undefined
  const offer = readOffer(described, undefined, codecs, ours)
  return offer.ok ? undefined : offer.error
}
