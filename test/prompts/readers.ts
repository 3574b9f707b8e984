/** Reads number words back, knowing nothing of how they were made: each word adds or multiplies. */
import type { SpokenLanguage } from '../../firmware/prompts/language.ts'

const SMALL: Readonly<Record<SpokenLanguage, Readonly<Record<string, number>>>> = {
  en: list(
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
    {
      twenty: 20,
      thirty: 30,
      forty: 40,
      fifty: 50,
      sixty: 60,
      seventy: 70,
      eighty: 80,
      ninety: 90,
    },
  ),
  es: list(
    'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve',
    {
      un: 1,
      una: 1,
      veintiún: 21,
      veintiuna: 21,
      treinta: 30,
      cuarenta: 40,
      cincuenta: 50,
      sesenta: 60,
      setenta: 70,
      ochenta: 80,
      noventa: 90,
      cien: 100,
      ciento: 100,
      doscientos: 200,
      trescientos: 300,
      cuatrocientos: 400,
      quinientos: 500,
      seiscientos: 600,
      setecientos: 700,
      ochocientos: 800,
      novecientos: 900,
      doscientas: 200,
      trescientas: 300,
      cuatrocientas: 400,
      quinientas: 500,
      seiscientas: 600,
      setecientas: 700,
      ochocientas: 800,
      novecientas: 900,
      y: 0,
    },
  ),
  fr: list(
    'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf',
    {
      une: 1,
      vingt: 20,
      trente: 30,
      quarante: 40,
      cinquante: 50,
      soixante: 60,
      'soixante-dix': 70,
      'quatre-vingt': 80,
      'quatre-vingts': 80,
      'quatre-vingt-dix': 90,
      et: 0,
    },
  ),
}
const HUNDRED = new Set(['hundred', 'cent', 'cents'])
const THOUSAND = new Set(['thousand', 'mil', 'mille'])
const MILLION = new Set(['million', 'millions', 'millón', 'millones'])

function list(words: string, more: Record<string, number>) {
  return { ...Object.fromEntries(words.split(' ').map((word, n) => [word, n])), ...more }
}

/** The number that the words say; NaN for words that say none. */
export function read(words: readonly string[], language: SpokenLanguage): number {
  let total = 0
  let group = 0
  for (const word of words) {
    if (HUNDRED.has(word)) group = Math.max(group, 1) * 100
    else if (THOUSAND.has(word) || MILLION.has(word)) {
      total += Math.max(group, 1) * (THOUSAND.has(word) ? 1000 : 1_000_000)
      group = 0
    } else group += SMALL[language][word] ?? Number.NaN
  }
  return total + group
}
