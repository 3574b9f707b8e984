/** What can be counted. Every language has its own words, genders and plurals for them. */
export const NOUNS = [
  'message',
  'new message',
  'saved message',
  'new e-mail',
  'saved e-mail',
  'caller',
  'participant',
  'hour',
  'minute',
  'second',
] as const
export type Noun = (typeof NOUNS)[number]

export interface NounWords {
  readonly gender: 'm' | 'f'
  readonly one: readonly string[]
  readonly other: readonly string[]
}
export type NounTable = Readonly<Record<Noun, NounWords>>
