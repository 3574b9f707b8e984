import type { Language } from './message.ts'
import { HELPS } from './model-helps.ts'
import { CHOICES, LABELS } from './model-labels.ts'
import { PEOPLE_WORDS } from './model-people.ts'
import { RULES } from './model-rules.ts'
import { TRUNK_WORDS } from './model-trunks.ts'
import { PHRASES } from './phrases.ts'
import { REQUEST_PHRASES } from './request-phrases.ts'

/** Texts whose id is their English: words of declarations, and phrases. Values of choices have English of their own. */
export const MODEL: Readonly<Record<string, { readonly [L in Language]?: string }>> = {
  ...TRUNK_WORDS,
  ...PEOPLE_WORDS,
  ...PHRASES,
  ...REQUEST_PHRASES,
  ...RULES,
  ...HELPS,
  ...LABELS,
  ...CHOICES,
}
