/** How messages are declared: every one once, in all languages, with the kinds of its values. Held by the compiler. */
import type { SpokenLanguage } from './language.ts'
import type { Kind, ValueOf } from './values.ts'

/**
 * A sentence: fixed words and `{name}` of values. `|` parts phrases that have recordings of their own. One voice says all of
 * it. A phrase may hold several sentences when one recording does.
 */
export type Sentence = string

/** By the first value that counts: exactly 0, one as the language counts, others. */
export interface ByCount {
  readonly zero?: readonly Sentence[] | Sentence
  readonly one?: readonly Sentence[] | Sentence
  readonly other: readonly Sentence[] | Sentence
}
export type Wording = readonly Sentence[] | Sentence | ByCount

export type Declared = { readonly values?: Readonly<Record<string, Kind>> } & Readonly<
  Record<SpokenLanguage, Wording>
>

/** Declares messages by their ids. */
export function messages<const T extends Readonly<Record<string, Declared>>>(all: T): T {
  return all
}

/** What a message needs to be said. */
export type ValuesOf<D> = D extends { readonly values: infer V extends Record<string, Kind> }
  ? { readonly [Name in keyof V]: ValueOf<V[Name]> }
  : Record<never, never>
