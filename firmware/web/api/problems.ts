import { type Problem, sentence } from '../../model/problem.ts'
import type { FieldProblem } from '../contract.ts'
import { Refusal } from '../server/refusal.ts'

const MOST = 100 // more than anybody reads

/** What the store refused, for a form. */
export function refusedBy(problems: readonly Problem[]): Refusal {
  const shown: FieldProblem[] = problems
    .slice(0, MOST)
    .map(({ object, field = '', what, remedy }) => ({ object, field, what, remedy }))
  const [first] = problems
  const more = problems.length - 1
  const text = first ? sentence(first) : 'That was refused.'
  return new Refusal('refused', more > 0 ? `${text} And ${more} more.` : text, { problems: shown })
}
