import { CAUSES } from './causes.ts'
import { CHECKS } from './checks.ts'
import { ENTITLEMENTS } from './entitlements.ts'
import { EVENTS } from './events.ts'
import { EXPLANATIONS } from './explanations.ts'
import { format } from './format.ts'
import { FORWARDING } from './forwarding.ts'
import { HISTORY } from './history.ts'
import { LANGUAGES, type Language, type Message, type Text, type Value } from './message.ts'
import { MODEL } from './model.ts'
import { REFUSALS } from './refusals.ts'
import { REQUESTS } from './requests.ts'
import { STORE_ERRORS } from './store-errors.ts'
import { STORY } from './story.ts'
import type { ParametersIn, ValuesFor } from './texts.ts'

/** Every text with parameters or an id of its own. */
export const CATALOGUE = {
  ...CAUSES,
  ...CHECKS,
  ...ENTITLEMENTS,
  ...EVENTS,
  ...EXPLANATIONS,
  ...FORWARDING,
  ...HISTORY,
  ...REFUSALS,
  ...REQUESTS,
  ...STORE_ERRORS,
  ...STORY,
} as const

export type MessageId = keyof typeof CATALOGUE
type English<Id extends MessageId> = (typeof CATALOGUE)[Id]['en']
type Arguments<Id extends MessageId> = [ParametersIn<English<Id>>] extends [never]
  ? [id: Id]
  : [id: Id, values: ValuesFor<English<Id>>]

/** A message of the catalogue; its parameters are those of the text, or it does not compile. */
export function message<const Id extends MessageId>(...[id, values]: Arguments<Id>): Message {
  return values ? { id, values: values as Record<string, Value> } : { id }
}

const DEEPEST = 4 // messages within messages: more is no message of ours

/**
 * The text in this language; in English where the language does not have it, and as the id where nobody does. It may come from
 * elsewhere: whatever it holds, this never throws.
 */
export function say(language: Language, text: Text): string {
  return saidAt(language, text, 0)
}

function saidAt(language: Language, text: Text, depth: number): string {
  const { id, values = {} } = typeof text === 'string' ? { id: text } : text
  const wording = wordingOf(language, String(id))
  if (typeof values !== 'object' || values === null || depth > DEEPEST) return wording
  const plain: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(values)) {
    plain[name] = valueIn(language, value as Value, depth)
  }
  return format(language, wording, plain)
}

function valueIn(language: Language, value: Value, depth: number): string | number {
  if (typeof value === 'number' || typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return String(value)
  if (!isList(value)) return saidAt(language, value, depth + 1)
  if (depth > DEEPEST) return ''
  const items = value.map((one) => String(valueIn(language, one, depth + 1)))
  return LISTS[language].format(items)
}

function isList(
  value: Message | readonly (string | Message)[],
): value is readonly (string | Message)[] {
  return Array.isArray(value)
}

const LISTS: { readonly [L in Language]: Intl.ListFormat } = {
  en: new Intl.ListFormat('en'),
  es: new Intl.ListFormat('es'),
  fr: new Intl.ListFormat('fr-CA'),
}

function wordingOf(language: Language, id: string): string {
  if (Object.hasOwn(CATALOGUE, id))
    return CATALOGUE[id as MessageId][language] ?? CATALOGUE[id as MessageId].en
  if (Object.hasOwn(MODEL, id)) return MODEL[id]?.[language] ?? MODEL[id]?.en ?? id
  return id
}

/** A value of a choice in words, as `hang-up`; as it is where nobody has words for it. */
export function sayChoice(language: Language, value: string): string {
  const id = `choice.${value}`
  return Object.hasOwn(MODEL, id) ? wordingOf(language, id) : value
}

/** The first of our languages among tags as `es-MX, en;q=0.8` (RFC 9110 §12.5.4); English when there is none. */
export function languageAmong(tags: string | undefined): Language {
  for (const tag of (tags ?? '').slice(0, 256).split(',')) {
    const short = tag.trim().slice(0, 2).toLowerCase()
    const language = LANGUAGES.find((one) => one === short)
    if (language) return language
  }
  return 'en'
}
