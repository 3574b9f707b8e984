import type { FieldProblem } from '../contract.ts'
import { Refusal } from './refusal.ts'

/** What a form gets wrong: every field with its remedy. */
export function refused(problems: readonly FieldProblem[]): Refusal {
  const [first] = problems
  const text = first ? `${first.field}: ${first.what}. ${first.remedy}` : 'That is refused.'
  return new Refusal('refused', text, { problems })
}

export function problem(field: string, what: string, remedy: string): FieldProblem {
  return { field, what, remedy }
}
