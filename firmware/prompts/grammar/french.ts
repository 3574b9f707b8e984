import type { Agreement, Grammar } from './grammar.ts'
import { at, thousands } from './grammar.ts'
import type { NounTable } from './nouns.ts'

const SMALL =
  'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf'.split(
    ' ',
  )
const TENS =
  ' dix vingt trente quarante cinquante soixante soixante-dix quatre-vingt quatre-vingt-dix'.split(
    ' ',
  )
const WEEKDAYS = 'dimanche lundi mardi mercredi jeudi vendredi samedi'.split(' ')
const MONTHS =
  'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' ')
const SIGNS: Readonly<Record<string, string>> = {
  '.': 'point',
  ':': 'deux-points',
  '-': "trait d'union",
  '/': 'barre oblique',
  '+': 'plus',
  '*': 'étoile',
  '#': 'dièse',
  '@': 'arobas',
}
const NOUNS: NounTable = {
  message: { gender: 'm', one: ['message'], other: ['messages'] },
  'new message': { gender: 'm', one: ['nouveau', 'message'], other: ['nouveaux', 'messages'] },
  'saved message': { gender: 'm', one: ['message', 'conservé'], other: ['messages', 'conservés'] },
  'new e-mail': { gender: 'm', one: ['nouveau', 'courriel'], other: ['nouveaux', 'courriels'] },
  'saved e-mail': {
    gender: 'm',
    one: ['courriel', 'conservé'],
    other: ['courriels', 'conservés'],
  },
  caller: { gender: 'm', one: ['appelant'], other: ['appelants'] },
  participant: { gender: 'm', one: ['participant'], other: ['participants'] },
  hour: { gender: 'f', one: ['heure'], other: ['heures'] },
  minute: { gender: 'f', one: ['minute'], other: ['minutes'] },
  second: { gender: 'f', one: ['seconde'], other: ['secondes'] },
}
const PRESENCES = [
  'par défaut',
  'au bureau',
  'en réunion',
  'en vacances',
  "en voyage d'affaires",
  'à la maison',
  'absent',
  'occupé',
  'connexion perdue',
]

/** 21 vingt et un, 71 soixante et onze, 77 soixante dix-sept, 80 quatre-vingts, 81 quatre-vingt un, 91 quatre-vingt onze. */
function belowHundred(n: number, agreement: Agreement, isLast: boolean): string[] {
  if (n === 1) return [agreement === 'f' ? 'une' : 'un']
  if (n < 20) return [at(SMALL, n)]
  if (n === 80) return [isLast ? 'quatre-vingts' : 'quatre-vingt']
  if (n % 10 === 0) return [at(TENS, n / 10)]
  const byTwenty = n >= 60 // what is above the ten counts to nineteen
  const rest = byTwenty ? n % 20 : n % 10
  const joint = (rest === 1 || rest === 11) && n < 80 ? ['et'] : []
  return [at(TENS, Math.floor((n - rest) / 10)), ...joint, ...belowHundred(rest, agreement, false)]
}

/** `isLast`: neither a number nor "mille" follows, so that quatre-vingts and cents have their s. */
function belowThousand(n: number, agreement: Agreement, isLast: boolean): string[] {
  const [hundreds, rest] = [Math.floor(n / 100), n % 100]
  const several = isLast && rest === 0 ? 'cents' : 'cent'
  const above = hundreds === 0 ? [] : hundreds === 1 ? ['cent'] : [at(SMALL, hundreds), several]
  return [...above, ...(rest === 0 ? [] : belowHundred(rest, agreement, isLast))]
}

function cardinal(n: number, agreement: Agreement): string[] {
  if (n === 0) return ['zéro']
  const [millions, thousand, ones] = thousands(n)
  return [
    ...(millions === 0 ? [] : belowThousand(millions, 'm', true)),
    ...(millions === 0 ? [] : [millions === 1 ? 'million' : 'millions']),
    ...(thousand > 1 ? belowThousand(thousand, 'm', false) : []),
    ...(thousand > 0 ? ['mille'] : []),
    ...belowThousand(ones, agreement, true),
  ]
}

function ordinalWord(word: string): string {
  if (word === 'un') return 'unième'
  if (word === 'cinq') return 'cinquième'
  if (word === 'neuf') return 'neuvième'
  if (word === 'dix-neuf') return 'dix-neuvième'
  return `${word.replace(/(?<=quatre-vingt|cent|million)s$/, '').replace(/e$/, '')}ième`
}

/** Whole millions take "de", d' before a vowel or the silent h of heure: un million d'heures. */
function ofMillions(n: number, [first = '', ...rest]: readonly string[]): string[] {
  if (n < 1_000_000 || n % 1_000_000 !== 0) return [first, ...rest]
  return /^[aehiou]/.test(first) ? [`d'${first}`, ...rest] : ['de', first, ...rest]
}

function time(hour: number, minute: number, hours: 12 | 24): string[] {
  if (hour === 0 && minute === 0) return ['minuit']
  if (hour === 12 && minute === 0) return ['midi']
  const shown = hours === 12 ? hour % 12 || 12 : hour
  return [
    ...belowHundredOrZero(shown),
    shown < 2 ? 'heure' : 'heures',
    ...(minute === 0 ? [] : belowHundred(minute, 'f', true)),
    ...(hours === 24 ? [] : [hour < 12 ? 'du matin' : hour < 18 ? "de l'après-midi" : 'du soir']),
  ]
}

function belowHundredOrZero(n: number): string[] {
  return n === 0 ? ['zéro'] : belowHundred(n, 'f', true)
}

export const french: Grammar = {
  minus: 'moins',
  and: 'et',
  extension: 'poste',
  cardinal,
  ordinal: (n, gender) => {
    if (n === 1) return [gender === 'f' ? 'première' : 'premier']
    const words = cardinal(n, 'alone')
    if (words.length === 2 && words[0] === 'un') return ['millionième']
    return [...words.slice(0, -1), ordinalWord(words.at(-1) ?? '')]
  },
  counted: (n, what) => {
    const { gender, one, other } = NOUNS[what]
    return [...cardinal(n, gender), ...ofMillions(n, n < 2 ? one : other)]
  },
  plural: (n) => (n < 2 ? 'one' : 'other'),
  character: (character) => {
    if (/^[0-9]$/.test(character)) return at(SMALL, Number(character))
    return /^[a-z]$/i.test(character) ? character.toUpperCase() : SIGNS[character]
  },
  day: ({ year, month, day }, weekday) => [
    at(WEEKDAYS, weekday),
    ...(day === 1 ? ['premier'] : belowHundred(day, 'm', true)),
    at(MONTHS, month - 1),
    ...cardinal(year, 'alone'),
  ],
  time: ({ hour, minute }, hours, withAt) => [
    ...(withAt ? ['à'] : []),
    ...time(hour, minute, hours),
  ],
  relative: (day) => ({ yesterday: 'hier', today: "aujourd'hui", tomorrow: 'demain' })[day],
  money: (units, hundredths, currency) => {
    const cent = { dollar: 'cent (de dollar)', euro: 'centime', peso: 'centavo' }[currency]
    const names = units < 2 ? [currency] : [`${currency}s`]
    const whole = [...cardinal(units, 'm'), ...ofMillions(units, names)]
    const plural = currency === 'dollar' ? 'cents (de dollar)' : `${cent}s`
    const part = [...cardinal(hundredths, 'm'), hundredths < 2 ? cent : plural]
    if (hundredths === 0) return whole
    return units === 0 ? part : [...whole, 'et', ...part]
  },
  presence: (presence) => at(PRESENCES, presence),
  mode: (mode) => (mode === 'day' ? 'mode jour' : 'mode nuit'),
}
