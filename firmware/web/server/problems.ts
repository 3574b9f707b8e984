import type { Message } from '../../words/message.ts'
import { message } from '../../words/say.ts'
import type { FieldProblem } from '../contract.ts'
import { Refusal } from './refusal.ts'

/** What a form gets wrong: every field with its remedy. */
export function refused(problems: readonly FieldProblem[]): Refusal {
  const [first] = problems
  const text = first ? inOne(first) : 'That is refused.'
  return new Refusal('refused', text, { problems })
}

export function problem(field: string, what: string, remedy: string): FieldProblem {
  return { field, what, remedy }
}

function inOne({ field, what, remedy }: FieldProblem): Message {
  return message('query.problem', { field, what: { id: what }, remedy: { id: remedy } })
}
