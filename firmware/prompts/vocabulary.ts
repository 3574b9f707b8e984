/** All that a language may have to say, in the phrases in which it is said. */
import type { MessageId } from './catalogue/catalogue.ts'
import { CATALOGUE, declared } from './catalogue/catalogue.ts'
import { GRAMMARS } from './grammar/grammars.ts'
import { NOUNS } from './grammar/nouns.ts'
import type { SpokenLanguage } from './language.ts'
import { CURRENCIES, MODES, PRESENCES } from './values.ts'
import { sentencesIn, tokensOf } from './wording.ts'

export const MESSAGE_IDS = Object.keys(CATALOGUE) as MessageId[]

/** Every phrase of the catalogue and of the grammar. */
export function vocabulary(language: SpokenLanguage): Set<string> {
  return new Set([...fixedPhrases(language), ...grammarWords(language)])
}

function fixedPhrases(language: SpokenLanguage): string[] {
  return MESSAGE_IDS.flatMap((id) => sentencesIn(declared(id)[language]))
    .flatMap(tokensOf)
    .flatMap((token) => ('phrase' in token ? [token.phrase] : []))
}

// Every hundred, and everything that has words of its own below and around it.
const NUMBERS = [
  ...Array.from({ length: 1001 }, (_, n) => n),
  ...[1100, 2000, 21_000, 80_000, 200_000, 1_000_000, 2_000_000, 21_000_000, 80_000_000],
  ...[200_000_000, 900_000_000],
]
const CHARACTERS = Array.from({ length: 256 }, (_, code) => String.fromCodePoint(code))
const MONTHS = Array.from({ length: 12 }, (_, month) => month + 1)
const MINUTES = Array.from({ length: 24 * 60 }, (_, at) => ({
  hour: Math.floor(at / 60),
  minute: at % 60,
}))

function grammarWords(language: SpokenLanguage): string[] {
  const grammar = GRAMMARS[language]
  return [
    grammar.minus,
    grammar.and,
    grammar.extension,
    ...NUMBERS.flatMap((n) => [
      ...grammar.cardinal(n, 'alone'),
      ...grammar.cardinal(n, 'm'),
      ...grammar.cardinal(n, 'f'),
      ...(n === 0 ? [] : [...grammar.ordinal(n, 'm'), ...grammar.ordinal(n, 'f')]),
    ]),
    ...[0, 1, 2, 1_000_000].flatMap((n) => NOUNS.flatMap((noun) => grammar.counted(n, noun))),
    ...CHARACTERS.flatMap((character) => grammar.character(character) ?? []),
    ...MONTHS.flatMap((month) => [
      ...grammar.day({ year: 2026, month, day: 1 }, month % 7),
      ...grammar.day({ year: 1905, month, day: 2 }, month % 7),
    ]),
    ...MINUTES.flatMap((time) =>
      ([12, 24] as const).flatMap((hours) => [
        ...grammar.time(time, hours, false),
        ...grammar.time(time, hours, true),
      ]),
    ),
    ...(['yesterday', 'today', 'tomorrow'] as const).map((day) => grammar.relative(day)),
    ...CURRENCIES.flatMap((currency) =>
      [0, 1, 2, 1_000_000].flatMap((units) =>
        [0, 1, 2].flatMap((hundredths) => grammar.money(units, hundredths, currency)),
      ),
    ),
    ...PRESENCES.map((presence) => grammar.presence(presence)),
    ...MODES.map((mode) => grammar.mode(mode)),
  ]
}
