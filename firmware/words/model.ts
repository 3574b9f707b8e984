import { ENTITLEMENT_WORDS } from './entitlements.ts'
import { FILE_PHRASES } from './file-phrases.ts'
import { FORWARDING_PHRASES } from './forwarding-phrases.ts'
import type { Language } from './message.ts'
import { EVENT_WORDS } from './model-events.ts'
import { HELPS } from './model-helps.ts'
import { CHOICES, LABELS } from './model-labels.ts'
import { MUSIC_WORDS } from './model-music.ts'
import { OUTSIDE_WORDS } from './model-outside.ts'
import { PEOPLE_WORDS } from './model-people.ts'
import { PROVIDER_WORDS } from './model-provider.ts'
import { RULES } from './model-rules.ts'
import { TRUNK_WORDS } from './model-trunks.ts'
import { PHRASES } from './phrases.ts'
import { REQUEST_PHRASES } from './request-phrases.ts'

/** Texts whose id is their English: words of declarations, and phrases. Values of choices have English of their own. */
export const MODEL: Readonly<Record<string, { readonly [L in Language]?: string }>> = {
  ...TRUNK_WORDS,
  ...EVENT_WORDS,
  ...FILE_PHRASES,
  ...FORWARDING_PHRASES,
  ...MUSIC_WORDS,
  ...OUTSIDE_WORDS,
  ...PEOPLE_WORDS,
  ...PROVIDER_WORDS,
  ...ENTITLEMENT_WORDS,
  ...PHRASES,
  ...REQUEST_PHRASES,
  ...RULES,
  ...HELPS,
  ...LABELS,
  ...CHOICES,
}
