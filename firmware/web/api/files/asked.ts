import { message } from '../../../words/say.ts'
import { Refusal } from '../../server/refusal.ts'

type Query = Readonly<Record<string, unknown>>

/** A parameter that is one of these words; the first unless told. @throws Refusal `bad-request` */
export function oneOf<const W extends string>(query: Query, name: string, words: readonly W[]): W {
  const given = query[name]
  const found = given === undefined ? words[0] : words.find((one) => one === given)
  if (found !== undefined) return found
  throw new Refusal('bad-request', message('refusal.one-of', { name, words }))
}

/** A parameter that is `yes`, or not there. @throws Refusal `bad-request` */
export function isAsked(query: Query, name: string): boolean {
  return oneOf(query, name, ['no', 'yes']) === 'yes'
}
