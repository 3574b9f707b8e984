/** How the catalogue is written: every text once, in all languages, with the same parameters in each. Held by the compiler. */
import type { Text, Wordings } from './message.ts'

/** Names of the parameters in a wording: `{name}`, and `{count, plural, …}` or `select`. Forms have a blank in them, names have not. */
export type ParametersIn<Wording extends string> = Wording extends `${string}{${infer Rest}`
  ? Parameter<Rest> | ParametersIn<Rest>
  : never
type Parameter<Rest> = Rest extends `${infer Inner}}${string}`
  ? Inner extends `${infer Name}, plural,${string}` | `${infer Name}, select,${string}`
    ? Bare<Name>
    : Bare<Inner>
  : never
type Bare<Name> = Name extends
  | `${string} ${string}`
  | `${string}{${string}`
  | `${string}.${string}`
  | ''
  ? never
  : Name

/** The same wordings where all have the parameters of the English one, otherwise something that none can be. */
export type Alike<W extends Wordings> = {
  readonly [L in keyof W]: W[L] extends string
    ? Same<ParametersIn<W[L]>, ParametersIn<W['en']>> extends true
      ? W[L]
      : 'its parameters are not those of the English text'
    : never
}
type Same<A, B> = [A, B] extends [B, A] ? true : false

/** Declares texts by their ids. */
export function texts<const T extends Readonly<Record<string, Wordings>>>(
  all: T & { readonly [Id in keyof T]: Alike<T[Id]> },
): T {
  return all
}

/** What a text needs to be said. */
export type ValuesFor<Wording extends string> = {
  readonly [Name in ParametersIn<Wording>]: number | Text | readonly Text[]
}
