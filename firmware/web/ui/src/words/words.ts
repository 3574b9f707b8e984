import type { English } from './en.ts'

export type MessageId = keyof typeof English
export type Catalogue = Readonly<Record<MessageId, string>>

export const LANGUAGES = ['en', 'es', 'fr'] as const
export type Language = (typeof LANGUAGES)[number]

/** In its own language. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  es: 'Español',
  fr: 'Français',
}

/** Parameters in a text: `{name}`, and `{count, plural, …}`. What plural forms say has a blank in it, a parameter has not. */
export type ParametersIn<Text extends string> = Text extends `${string}{${infer Rest}`
  ? Parameter<Rest> | ParametersIn<Rest>
  : never
type Parameter<Rest> = Rest extends `${infer Inner}}${string}`
  ? Inner extends `${infer Name},${string}`
    ? Bare<Name>
    : Bare<Inner>
  : never
type Bare<Name> = Name extends `${string} ${string}` | `${string}{${string}` | '' ? never : Name

export type Arguments<Id extends MessageId> = [ParametersIn<(typeof English)[Id]>] extends [never]
  ? [id: Id]
  : [id: Id, values: { readonly [Name in ParametersIn<(typeof English)[Id]>]: string | number }]

/** Says one message. */
export type Say = <Id extends MessageId>(...message: Arguments<Id>) => string
