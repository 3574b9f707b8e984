import type { Currency, Day, Mode, Presence, TimeOfDay } from '../values.ts'
import type { Noun } from './nouns.ts'

/** Largest number that is said as a number; others are said digit by digit. */
export const LARGEST = 999_999_999

/** 'alone' when nothing follows that is counted: uno, not un. */
export type Agreement = 'alone' | 'm' | 'f'

/** How a language says things, in written words. All functions are total within the ranges of `values.ts`. */
export interface Grammar {
  /** 0 to LARGEST. */
  cardinal(n: number, agreement: Agreement): string[]
  /** 1 to LARGEST, in the form that stands alone. */
  ordinal(n: number, gender: 'm' | 'f'): string[]
  /** A number with what is counted. */
  counted(n: number, noun: Noun): string[]
  /** Which form a verb takes beside `n`. */
  plural(n: number): 'one' | 'other'
  /** The name of a character; undefined where there is none. */
  character(character: string): string | undefined
  /** `weekday` 0 is Sunday. */
  day(day: Day, weekday: number): string[]
  /** The time; `at` with the word for "at" before it. */
  time(time: TimeOfDay, hours: 12 | 24, at: boolean): string[]
  relative(day: 'yesterday' | 'today' | 'tomorrow'): string
  /** Whole units and hundredths, both 0 or more. */
  money(units: number, hundredths: number, currency: Currency): string[]
  presence(presence: Presence): string
  mode(mode: Mode): string
  readonly minus: string
  readonly and: string
  readonly extension: string
}

/** Numbers in thousands, from the top: 1 234 567 is [1, 234, 567]. */
export function thousands(n: number): [millions: number, thousands: number, ones: number] {
  return [Math.floor(n / 1_000_000), Math.floor(n / 1000) % 1000, n % 1000]
}

/** The words of a table; an index beyond it is a mistake of ours. */
export function at(words: readonly string[], index: number): string {
  const word = words[index]
  if (word === undefined) throw new RangeError(`no word ${index} among ${words.length}`)
  return word
}
