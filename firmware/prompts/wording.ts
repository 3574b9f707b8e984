/** From a message to the parts of its sentences, in one language. */
import type { Message } from './catalogue/catalogue.ts'
import { declared } from './catalogue/catalogue.ts'
import { GRAMMARS } from './grammar/grammars.ts'
import type { Tongue } from './language.ts'
import type { ByCount, Sentence, Wording } from './messages.ts'
import type { Part } from './part.ts'
import { said } from './said.ts'
import type { Kind } from './values.ts'

type Token = { readonly phrase: string } | { readonly value: string }

/** The sentences of a message; one voice each. */
export function sentencesOf(message: Message, tongue: Tongue): (readonly Part[])[] {
  const { values: kinds = {}, [tongue.language]: wording } = declared(message.id)
  return chosen(wording, kinds, message, tongue).map((sentence) =>
    tokensOf(sentence).flatMap((token): readonly Part[] => {
      if ('phrase' in token) return [token.phrase]
      const kind = kinds[token.value]
      const value = message.values[token.value]
      return kind === undefined || value === undefined ? [] : said(kind, value as never, tongue)
    }),
  )
}

function chosen(
  wording: Wording,
  kinds: Readonly<Record<string, Kind>>,
  { values }: Message,
  tongue: Tongue,
): readonly Sentence[] {
  if (!isByCount(wording)) return list(wording)
  const [counting] = Object.keys(kinds)
  const n = Number(values[counting ?? ''])
  const form = GRAMMARS[tongue.language].plural(n)
  return list((n === 0 ? wording.zero : undefined) ?? wording[form] ?? wording.other)
}

function isByCount(wording: Wording): wording is ByCount {
  return typeof wording === 'object' && 'other' in wording
}

function list(sentences: readonly Sentence[] | Sentence): readonly Sentence[] {
  return typeof sentences === 'string' ? [sentences] : sentences
}

/** Every sentence of a wording, whatever the values. */
export function sentencesIn(wording: Wording): readonly Sentence[] {
  if (!isByCount(wording)) return list(wording)
  const { zero = [], one = [], other } = wording
  return [...list(zero), ...list(one), ...list(other)]
}

/** The fixed phrases of a sentence, and where values go. Commas beside a value belong to no recording. */
export function tokensOf(sentence: Sentence): Token[] {
  const hasValues = /[{|]/.test(sentence)
  return sentence.split(/\{(\w+)\}|\|/).flatMap((piece: string | undefined, index): Token[] => {
    if (piece === undefined) return []
    if (index % 2 === 1) return [{ value: piece }]
    const phrase = hasValues ? piece.replace(/^[\s,.;:]+|[\s,.;:]+$/g, '') : piece
    return phrase === '' ? [] : [{ phrase }]
  })
}
