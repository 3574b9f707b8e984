import type { Agreement, Grammar } from './grammar.ts'
import { at, thousands } from './grammar.ts'
import type { NounTable } from './nouns.ts'

const SMALL =
  'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve'.split(
    ' ',
  )
const TENS = ' diez veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa'.split(' ')
const HUNDREDS =
  ' ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos'.split(
    ' ',
  )
const ORDINALS =
  ' primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo undécimo duodécimo'.split(
    ' ',
  )
const TENTHS =
  ' décimo vigésimo trigésimo cuadragésimo quincuagésimo sexagésimo septuagésimo octogésimo nonagésimo'.split(
    ' ',
  )
const HUNDREDTHS =
  ' centésimo ducentésimo tricentésimo cuadringentésimo quingentésimo sexcentésimo septingentésimo octingentésimo noningentésimo'.split(
    ' ',
  )
const WEEKDAYS = 'domingo lunes martes miércoles jueves viernes sábado'.split(' ')
const MONTHS =
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(
    ' ',
  )
const SIGNS: Readonly<Record<string, string>> = {
  '.': 'punto',
  ':': 'dos puntos',
  '-': 'guion',
  '/': 'diagonal',
  '+': 'más',
  '*': 'asterisco',
  '#': 'tecla de número',
  '@': 'arroba',
}
const NOUNS: NounTable = {
  message: { gender: 'm', one: ['mensaje'], other: ['mensajes'] },
  'new message': { gender: 'm', one: ['mensaje', 'nuevo'], other: ['mensajes', 'nuevos'] },
  'saved message': { gender: 'm', one: ['mensaje', 'guardado'], other: ['mensajes', 'guardados'] },
  'new e-mail': {
    gender: 'm',
    one: ['correo electrónico', 'nuevo'],
    other: ['correos electrónicos', 'nuevos'],
  },
  'saved e-mail': {
    gender: 'm',
    one: ['correo electrónico', 'guardado'],
    other: ['correos electrónicos', 'guardados'],
  },
  caller: { gender: 'f', one: ['llamada'], other: ['llamadas'] },
  participant: { gender: 'm', one: ['participante'], other: ['participantes'] },
  hour: { gender: 'f', one: ['hora'], other: ['horas'] },
  minute: { gender: 'm', one: ['minuto'], other: ['minutos'] },
  second: { gender: 'm', one: ['segundo (de tiempo)'], other: ['segundos'] },
}
const PRESENCES = [
  'predeterminado',
  'en la oficina',
  'en una reunión',
  'de vacaciones',
  'en viaje de negocios',
  'en casa',
  'ausente',
  'ocupado',
  'conexión perdida',
]
const MONEY = {
  dollar: ['dólar', 'dólares', 'centavo'],
  euro: ['euro', 'euros', 'céntimo'],
  peso: ['peso', 'pesos', 'centavo'],
} as const

/** Its last word before what is counted: uno, un mensaje, una hora; veintiún, veintiuna. */
function one(word: string, agreement: Agreement): string {
  if (agreement === 'alone' || !/uno$/.test(word)) return word
  if (agreement === 'f') return word.replace(/o$/, 'a')
  return word === 'uno' ? 'un' : 'veintiún'
}

function belowHundred(n: number, agreement: Agreement): string[] {
  if (n < 30) return [one(at(SMALL, n), agreement)]
  const tens = at(TENS, Math.floor(n / 10))
  return n % 10 === 0 ? [tens] : [tens, 'y', one(at(SMALL, n % 10), agreement)]
}

function belowThousand(n: number, agreement: Agreement, hundredsGender: Agreement): string[] {
  if (n === 100) return ['cien']
  const word = n >= 100 ? at(HUNDREDS, Math.floor(n / 100)) : ''
  const hundreds = hundredsGender === 'f' ? word.replace(/os$/, 'as') : word
  return [
    ...(hundreds === '' ? [] : [hundreds]),
    ...(n % 100 === 0 ? [] : belowHundred(n % 100, agreement)),
  ]
}

function cardinal(n: number, agreement: Agreement): string[] {
  if (n === 0) return ['cero']
  const [millions, thousand, ones] = thousands(n)
  return [
    ...(millions === 0 ? [] : belowThousand(millions, 'm', 'm')),
    ...(millions === 0 ? [] : [millions === 1 ? 'millón' : 'millones']),
    ...(thousand > 1 ? belowThousand(thousand, 'm', agreement) : []),
    ...(thousand > 0 ? ['mil'] : []),
    ...(ones === 0 ? [] : belowThousand(ones, agreement, agreement)),
  ]
}

function ordinalBelowThousand(n: number): string[] {
  const [hundreds, rest] = [Math.floor(n / 100), n % 100]
  const small =
    rest === 0
      ? []
      : rest < ORDINALS.length
        ? [at(ORDINALS, rest)]
        : [at(TENTHS, Math.floor(rest / 10)), ...(rest % 10 ? [at(ORDINALS, rest % 10)] : [])]
  return [...(hundreds > 0 ? [at(HUNDREDTHS, hundreds)] : []), ...small]
}

function ordinal(n: number): string[] {
  const [millions, thousand, ones] = thousands(n)
  return [
    ...(millions > 1 ? cardinal(millions, 'm') : []),
    ...(millions > 0 ? ['millonésimo'] : []),
    ...(thousand > 1 ? cardinal(thousand, 'm') : []),
    ...(thousand > 0 ? ['milésimo'] : []),
    ...ordinalBelowThousand(ones),
  ]
}

/** Of what an ordinal is made of: primero primera; the thousands before milésimo have no gender. */
function feminine(word: string): string {
  const isOrdinal = ORDINALS.includes(word) || /imo$/.test(word)
  return isOrdinal ? word.replace(/o$/, 'a') : word
}

/** Whole millions take "de": un millón de mensajes. */
function of(n: number): string[] {
  return n >= 1_000_000 && n % 1_000_000 === 0 ? ['de'] : []
}

function time(hour: number, minute: number, hours: 12 | 24): string[] {
  const shown = hours === 12 ? hour % 12 || 12 : hour
  const unit = hours === 24 && minute === 0 && shown !== 1 ? ['horas'] : []
  return [
    ...belowHundred(shown, 'f'),
    ...unit,
    ...(minute === 0 ? [] : ['y', ...belowHundred(minute, 'alone')]),
    ...(hours === 24 ? [] : [hour < 12 ? 'a.m.' : 'p.m.']),
  ]
}

export const spanish: Grammar = {
  minus: 'menos',
  and: 'y',
  extension: 'extensión',
  cardinal,
  ordinal: (n, gender) => ordinal(n).map((word) => (gender === 'f' ? feminine(word) : word)),
  counted: (n, what) => {
    const { gender, one: single, other } = NOUNS[what]
    return [...cardinal(n, gender), ...of(n), ...(n === 1 ? single : other)]
  },
  plural: (n) => (n === 1 ? 'one' : 'other'),
  character: (character) => {
    if (/^[0-9]$/.test(character)) return at(SMALL, Number(character))
    return /^[a-zñ]$/i.test(character) ? character.toUpperCase() : SIGNS[character]
  },
  day: ({ year, month, day }, weekday) => [
    at(WEEKDAYS, weekday),
    ...(day === 1 ? ['primero'] : belowHundred(day, 'alone')),
    'de',
    at(MONTHS, month - 1),
    'de',
    ...cardinal(year, 'alone'),
  ],
  time: ({ hour, minute }, hours, withAt) => {
    const isOne = (hours === 12 ? hour % 12 : hour) === 1
    const article = isOne ? 'la' : 'las'
    return [withAt ? `a ${article}` : article, ...time(hour, minute, hours)]
  },
  relative: (day) => ({ yesterday: 'ayer', today: 'hoy', tomorrow: 'mañana' })[day],
  money: (units, hundredths, currency) => {
    const [single, plural, small] = MONEY[currency]
    const whole = [...cardinal(units, 'm'), ...of(units), units === 1 ? single : plural]
    const part = [...cardinal(hundredths, 'm'), hundredths === 1 ? small : `${small}s`]
    if (hundredths === 0) return whole
    return units === 0 ? part : [...whole, 'con', ...part]
  },
  presence: (presence) => at(PRESENCES, presence),
  mode: (mode) => (mode === 'day' ? 'modo diurno' : 'modo nocturno'),
}
