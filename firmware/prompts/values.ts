import type { Noun } from './grammar/nouns.ts'

/** A day of the calendar, month 1 to 12. */
export interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** A time of day as clocks show it, hour 0 to 23. */
export interface TimeOfDay {
  readonly hour: number
  readonly minute: number
}

/** An instant, told from another one: "today at …", "yesterday at …". */
export interface Moment {
  /** Milliseconds since 1970, UTC. */
  readonly at: number
  readonly now: number
  /** IANA name. */
  readonly zone: string
}

export interface Money {
  /** In hundredths: cents, centavos. */
  readonly hundredths: number
  readonly currency: Currency
}
export const CURRENCIES = ['dollar', 'euro', 'peso'] as const
export type Currency = (typeof CURRENCIES)[number]

/** Somebody in the office: the name in their own voice, else the extension. */
export interface Party {
  readonly extension: string
  readonly name?: string
}

/** 0 Default, 1 In Office, 2 At a Meeting, 3 On Vacation, 4 On Business Trip, 5 At Home, 6 Away, 7 Busy, 8 connection lost (MC-27). */
export const PRESENCES = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const
export type Presence = (typeof PRESENCES)[number]

export const MODES = ['day', 'night'] as const
export type Mode = (typeof MODES)[number]

/** What may stand in a message, by kind. */
export interface Values {
  number: number
  ordinal: number
  /** One by one: an extension, a key, a code, an address. */
  digits: string
  /** In the groups in which people say telephone numbers. */
  phone: string
  day: Day
  time: TimeOfDay
  moment: Moment
  /** Seconds. */
  duration: number
  money: Money
  party: Party
  presence: Presence
  mode: Mode
}

export type Kind = keyof Values | `count ${Noun}`
export type ValueOf<K extends Kind> = K extends keyof Values ? Values[K] : number
