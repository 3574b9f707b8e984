import { asMessage, type Message, type Text } from '../words/message.ts'
import { objectNamed } from '../words/object.ts'
import { message, say } from '../words/say.ts'

/** One thing that is wrong with what somebody gave us: what, where, and what to do about it. */
export interface Problem {
  /** The object as people call it: `extension 101`; or a section of a file. */
  readonly object: string
  /** Path of the field: `route.attempts[0].destinations[1].rings`. */
  readonly field?: string
  /** What is wrong, as `'1x1' is not a number of 3 to 6 digits`. Never a secret's value. */
  readonly what: Text
  /** A whole sentence. */
  readonly remedy: Text
  /** Where it stands in a file, both from 1. */
  readonly line?: number
  readonly column?: number
}

/** The problem as one line in English: `extension 101, field number: '1x1' is not a number of 3 to 6 digits. Use digits only.` */
export function sentence(problem: Problem): string {
  const { line, column } = problem
  const place = line === undefined ? '' : `${line}:${column}: `
  return place + say('en', sentenceOf(problem))
}

/** The same for any language, without its place in a file. */
export function sentenceOf({ object, field = '', what, remedy }: Problem): Message {
  const values = { field, what: asMessage(what), remedy: asMessage(remedy) }
  return message('problem', { object: objectNamed(object), ...values })
}

/** The problem with its words found, for programs that read English. */
export function inEnglish(problem: Problem): Problem & { what: string; remedy: string } {
  return { ...problem, what: say('en', problem.what), remedy: say('en', problem.remedy) }
}
