import type { ShownPhone } from '../../../contract.ts'
import { party } from './call-words.ts'

/** Whose telephone is at an address now, as people say it. */
export function partyNames(phones: readonly ShownPhone[]): ReadonlyMap<string, string> {
  return new Map(
    phones.flatMap(({ contacts, extension, name }) =>
      contacts.map(({ address }) => [address, party({ digits: extension, name })] as const),
    ),
  )
}
