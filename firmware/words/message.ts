/** Languages of pages and messages. Callers hear the language of their call, which is another thing. */
export const LANGUAGES = ['en', 'es', 'fr'] as const
export type Language = (typeof LANGUAGES)[number]

/**
 * What is to be said, as plain data: it can be stored, and go over sockets and the bus. Whoever shows it says it in the language of
 * the person (`say`).
 */
export interface Message {
  readonly id: string
  readonly values?: Values
}

/** A list is said with the language's own "and". Plain strings are said as they are, messages in their own words. */
export type Value = string | number | Message | readonly (string | Message)[]
export type Values = { readonly [name: string]: Value }

/** A message, or English that is its own message id: labels and helps of declarations. Without a translation it stays English. */
export type Text = string | Message

/** As a value of another message: a plain string there would not be translated. */
export function asMessage(text: Text): Message {
  return typeof text === 'string' ? { id: text } : text
}

/** One text in every language. */
export type Wordings = { readonly [L in Language]: string }
