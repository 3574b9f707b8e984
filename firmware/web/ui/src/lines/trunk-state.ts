import type { ShownTrunk } from '../../../contract.ts'
import type { Tone } from '../parts/tone.ts'
import type { MessageId } from '../words/words.ts'

export const TRUNK_TONES: Readonly<Record<ShownTrunk['state'], Tone>> = {
  up: 'good',
  trying: 'busy',
  unregistered: 'bad',
  unreachable: 'bad',
  off: 'idle',
}

export const TRUNK_WORDS = {
  up: 'trunk.up',
  trying: 'trunk.trying',
  unregistered: 'trunk.unregistered',
  unreachable: 'trunk.unreachable',
  off: 'trunk.is-off',
} as const satisfies Readonly<Record<ShownTrunk['state'], MessageId>>

/** What the exchange says itself; all else is the provider's words, which stay as they are. */
const OWN_WORDS = {
  'no answer': 'trunk.no-answer',
  'it cannot be reached': 'trunk.cannot-reach',
  'it has not registered': 'trunk.not-here',
} as const satisfies Readonly<Record<string, MessageId>>

export type OwnWords = (typeof OWN_WORDS)[keyof typeof OWN_WORDS]

/** The message for it, undefined for a provider's own words. */
export function ownWords(why: string): OwnWords | undefined {
  return Object.hasOwn(OWN_WORDS, why) ? OWN_WORDS[why as keyof typeof OWN_WORDS] : undefined
}
