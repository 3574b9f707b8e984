import type { FastifyRequest } from 'fastify'
import type { Condition } from '../bus/condition.ts'
import { sayCondition } from '../words/condition.ts'
import type { Language, Text } from '../words/message.ts'
import { languageAmong, say } from '../words/say.ts'
import type { ShownCondition } from './contract.ts'

/** What is answered to one person, in that person's language. */
export interface WordsOf {
  readonly language: Language
  readonly say: (text: Text) => string
}

/** The language of whoever has signed in; of others, and of programs, what they ask for (RFC 9110 §12.5.4). */
export function languageOf({ session, headers }: FastifyRequest): Language {
  return session?.language ?? languageAmong(headers['accept-language'])
}

export function wordsOf(request: FastifyRequest): WordsOf {
  return wordsIn(languageOf(request))
}

/** The same for a language that is known. */
export function wordsIn(language: Language): WordsOf {
  return { language, say: (text) => say(language, text) }
}

/** The answer of topic `conditions`, JSON of what is on the bus, in this language. */
export function conditionsIn(language: Language, json: string): string {
  const conditions = JSON.parse(json) as readonly Condition[]
  const shown: ShownCondition[] = conditions.map((one) => sayCondition(language, one))
  return JSON.stringify(shown)
}
