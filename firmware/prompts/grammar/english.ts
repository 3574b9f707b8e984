import type { Grammar } from './grammar.ts'
import { at, thousands } from './grammar.ts'
import type { NounTable } from './nouns.ts'

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const TENS = ' ten twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const SMALL_ORDINALS =
  'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth'.split(
    ' ',
  )
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')
const MONTHS =
  'January February March April May June July August September October November December'.split(' ')
const SIGNS: Readonly<Record<string, string>> = {
  '.': 'dot',
  ':': 'colon',
  '-': 'dash',
  '/': 'slash',
  '+': 'plus',
  '*': 'star',
  '#': 'pound',
  '@': 'at sign',
}
const NOUNS: NounTable = {
  message: noun(['message'], ['messages']),
  'new message': noun(['new', 'message'], ['new', 'messages']),
  'saved message': noun(['saved', 'message'], ['saved', 'messages']),
  'new e-mail': noun(['new', 'e-mail'], ['new', 'e-mails']),
  'saved e-mail': noun(['saved', 'e-mail'], ['saved', 'e-mails']),
  caller: noun(['caller'], ['callers']),
  participant: noun(['participant'], ['participants']),
  hour: noun(['hour'], ['hours']),
  minute: noun(['minute'], ['minutes']),
  second: noun(['second (of time)'], ['seconds']),
}
const PRESENCES = [
  'default',
  'in office',
  'at a meeting',
  'on vacation',
  'on business trip',
  'at home',
  'away',
  'busy',
  'lost connection',
]

function noun(one: string[], other: string[]) {
  return { gender: 'm', one, other } as const
}

function belowThousand(n: number): string[] {
  const hundreds = n >= 100 ? [at(SMALL, Math.floor(n / 100)), 'hundred'] : []
  return [...hundreds, ...(n % 100 === 0 ? [] : belowHundred(n % 100))]
}

function belowHundred(n: number): string[] {
  if (n < 20) return [at(SMALL, n)]
  return [at(TENS, Math.floor(n / 10)), ...(n % 10 === 0 ? [] : [at(SMALL, n % 10)])]
}

function cardinal(n: number): string[] {
  if (n === 0) return ['zero']
  const [millions, thousand, ones] = thousands(n)
  return [
    ...(millions > 0 ? [...belowThousand(millions), 'million'] : []),
    ...(thousand > 0 ? [...belowThousand(thousand), 'thousand'] : []),
    ...belowThousand(ones),
  ]
}

const LAST: Readonly<Record<string, string>> = {
  hundred: 'hundredth',
  thousand: 'thousandth',
  million: 'millionth',
}

/** The last word of a number made an ordinal: twenty-one, twenty-first. */
function ordinalWord(word: string): string {
  const small = SMALL.indexOf(word)
  if (small >= 0) return at(SMALL_ORDINALS, small)
  return LAST[word] ?? word.replace(/y$/, 'ieth')
}

/** 1905 nineteen oh five, 2005 two thousand five, 2026 twenty twenty six. */
function year(n: number): string[] {
  const [century, rest] = [Math.floor(n / 100), n % 100]
  if (n < 1100 || n > 9999 || century % 10 === 0) {
    return century === 20 && rest > 9 ? [...belowHundred(20), ...belowHundred(rest)] : cardinal(n)
  }
  if (rest === 0) return [...belowHundred(century), 'hundred']
  return [...belowHundred(century), ...(rest < 10 ? ['oh'] : []), ...belowHundred(rest)]
}

function minutes(n: number): string[] {
  return n < 10 ? ['oh', at(SMALL, n)] : belowHundred(n)
}

export const english: Grammar = {
  minus: 'minus',
  and: 'and',
  extension: 'extension',
  cardinal: (n) => cardinal(n),
  ordinal: (n) => {
    const words = cardinal(n)
    return [...words.slice(0, -1), ordinalWord(words.at(-1) ?? '')]
  },
  counted: (n, what) => [...cardinal(n), ...(n === 1 ? NOUNS[what].one : NOUNS[what].other)],
  plural: (n) => (n === 1 ? 'one' : 'other'),
  character: (character) => {
    if (/^[0-9]$/.test(character)) return at(SMALL, Number(character))
    return /^[a-z]$/i.test(character) ? character.toUpperCase() : SIGNS[character]
  },
  day: ({ year: y, month, day }, weekday) => [
    at(WEEKDAYS, weekday),
    at(MONTHS, month - 1),
    ...english.ordinal(day, 'm'),
    ...year(y),
  ],
  time: ({ hour, minute }, hours, withAt) => [
    ...(withAt ? ['at'] : []),
    ...(hours === 12 ? twelveHours(hour, minute) : twentyFourHours(hour, minute)),
  ],
  relative: (day) => day,
  money: (units, hundredths, currency) => {
    const whole = [...cardinal(units), units === 1 ? currency : `${currency}s`]
    const small = currency === 'peso' ? 'centavo' : 'cent'
    const part = [...cardinal(hundredths), hundredths === 1 ? small : `${small}s`]
    if (hundredths === 0) return whole
    return units === 0 ? part : [...whole, 'and', ...part]
  },
  presence: (presence) => at(PRESENCES, presence),
  mode: (mode) => `${mode} mode`,
}

function twelveHours(hour: number, minute: number): string[] {
  if (minute === 0 && hour % 12 === 0) return [hour === 0 ? 'midnight' : 'noon']
  const half = hour < 12 ? 'a.m.' : 'p.m.'
  return [at(SMALL, hour % 12 || 12), ...(minute === 0 ? [] : minutes(minute)), half]
}

function twentyFourHours(hour: number, minute: number): string[] {
  return [...belowHundred(hour), ...(minute === 0 ? ['hundred', 'hours'] : minutes(minute))]
}
