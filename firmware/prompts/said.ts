/** Values in words, for any kind that a message may hold. Total: what cannot be said as what it should be is said character by character. */
import type { Grammar } from './grammar/grammar.ts'
import { LARGEST } from './grammar/grammar.ts'
import { GRAMMARS } from './grammar/grammars.ts'
import type { Noun } from './grammar/nouns.ts'
import type { Tongue } from './language.ts'
import type { Part } from './part.ts'
import { BREATH } from './part.ts'
import { phoneGroups } from './phone-groups.ts'
import type { Day, Kind, Moment, Money, Party, TimeOfDay, ValueOf, Values } from './values.ts'
import { MODES, PRESENCES } from './values.ts'

type Sayer<T> = (value: T, tongue: Tongue, grammar: Grammar) => readonly Part[]

const SAYERS: { readonly [K in keyof Values]: Sayer<Values[K]> } = {
  number: (n, _, grammar) => number(n, grammar),
  ordinal: (n, _, grammar) =>
    isSayable(n) && n > 0 ? grammar.ordinal(n, 'm') : number(n, grammar),
  digits: (text, _, grammar) => characters(text, grammar),
  phone: (text, { language }, grammar) =>
    phoneGroups(text, language).flatMap((group, i) => [
      ...(i === 0 ? [] : [BREATH]),
      ...characters(group, grammar),
    ]),
  day: (day, _, grammar) => calendarDay(day, grammar),
  time: (time, { hours }, grammar) => clock(time, hours, false, grammar),
  moment,
  duration: (seconds, _, grammar) => duration(seconds, grammar),
  money: (money, _, grammar) => amount(money, grammar),
  party: (party, _, grammar) => name(party, grammar),
  presence: (presence, _, grammar) => [
    grammar.presence(PRESENCES.includes(presence) ? presence : 0),
  ],
  mode: (mode, _, grammar) => [grammar.mode(MODES.includes(mode) ? mode : 'day')],
}

/** A value of a kind, in the words of a language. */
export function said<K extends Kind>(kind: K, value: ValueOf<K>, tongue: Tongue): readonly Part[] {
  const grammar = GRAMMARS[tongue.language]
  if (kind.startsWith('count ')) {
    const noun = kind.slice('count '.length) as Noun
    const n = Math.min(Math.max(Math.round(Number(value)) || 0, 0), LARGEST)
    return grammar.counted(n, noun)
  }
  const sayer = SAYERS[kind as keyof Values] as Sayer<unknown>
  return sayer(value, tongue, grammar)
}

function isSayable(n: number): boolean {
  return Number.isInteger(n) && n >= 0 && n <= LARGEST
}

function number(n: number, grammar: Grammar): Part[] {
  if (n < 0) return [grammar.minus, ...number(-n, grammar)]
  return isSayable(n) ? grammar.cardinal(n, 'alone') : characters(String(n), grammar)
}

/** Character by character; what has no name, a blank for instance, is left out. */
export function characters(text: string, grammar: Grammar): string[] {
  return [...text].flatMap((one) => grammar.character(one) ?? [])
}

function calendarDay(day: Day, grammar: Grammar): Part[] {
  const date = new Date(Date.UTC(day.year, day.month - 1, day.day))
  const isReal = date.getUTCMonth() === day.month - 1 && date.getUTCDate() === day.day
  if (isReal && day.year > 0 && day.year <= 9999) return grammar.day(day, date.getUTCDay())
  return characters(`${day.year}-${day.month}-${day.day}`, grammar)
}

function clock(time: TimeOfDay, hours: 12 | 24, withAt: boolean, grammar: Grammar): Part[] {
  const { hour, minute } = time
  const isReal = isSayable(hour) && hour < 24 && isSayable(minute) && minute < 60
  if (isReal) return grammar.time(time, hours, withAt)
  return characters(`${hour}:${minute}`, grammar)
}

const DAY_MS = 24 * 60 * 60 * 1000

/** "today at …", "yesterday at …", "tomorrow at …", otherwise with the date. */
function moment({ at, now, zone }: Moment, { hours }: Tongue, grammar: Grammar): Part[] {
  const then = inZone(at, zone)
  const today = inZone(now, zone)
  const days = Math.round((midnight(then) - midnight(today)) / DAY_MS)
  const near = (
    [
      [-1, 'yesterday'],
      [0, 'today'],
      [1, 'tomorrow'],
    ] as const
  ).find(([distance]) => distance === days)
  const day = near ? [grammar.relative(near[1])] : calendarDay(then, grammar)
  return [...day, ...clock(then, hours, true, grammar)]
}

function midnight({ year, month, day }: Day): number {
  return Date.UTC(year, month - 1, day)
}

function inZone(at: number, zone: string): Day & TimeOfDay {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(Number.isFinite(at) && Math.abs(at) < 8.64e15 ? at : 0)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
  }
}

/** Of a zone that does not exist it is UTC: a wrong hour is said rather than nothing. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const options = {
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  } as const
  try {
    return new Intl.DateTimeFormat('en', { ...options, timeZone: zone })
  } catch {
    return new Intl.DateTimeFormat('en', { ...options, timeZone: 'UTC' })
  }
}

function duration(seconds: number, grammar: Grammar): Part[] {
  const whole = Math.min(Math.max(Math.round(seconds) || 0, 0), LARGEST)
  const counts = [
    [Math.floor(whole / 3600), 'hour'],
    [Math.floor(whole / 60) % 60, 'minute'],
    [whole % 60, 'second'],
  ] as const
  const some = counts.filter(([n]) => n > 0)
  if (some.length === 0) return grammar.counted(0, 'second')
  return some.flatMap(([n, unit], i) => [
    ...(i > 0 && i === some.length - 1 ? [grammar.and] : []),
    ...grammar.counted(n, unit),
  ])
}

function amount({ hundredths, currency }: Money, grammar: Grammar): Part[] {
  const whole = Math.min(Math.round(Math.abs(hundredths)) || 0, LARGEST * 100)
  const units = Math.floor(whole / 100)
  return [
    ...(hundredths < 0 ? [grammar.minus] : []),
    ...grammar.money(units, whole % 100, currency),
  ]
}

function name({ extension, name: recording }: Party, grammar: Grammar): Part[] {
  const otherwise = [grammar.extension, ...characters(extension, grammar)]
  return recording === undefined ? otherwise : [{ recording, otherwise }]
}
