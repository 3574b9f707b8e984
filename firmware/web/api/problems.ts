import { type Problem, sentenceOf } from '../../model/problem.ts'
import { message } from '../../words/say.ts'
import { Refusal, type SaidProblem } from '../server/refusal.ts'

const MOST = 100 // more than anybody reads

/** What the store refused, for a form. */
export function refusedBy(problems: readonly Problem[], most = MOST): Refusal {
  const shown: SaidProblem[] = problems
    .slice(0, most)
    .map(({ field = '', ...problem }) => ({ ...problem, field }))
  const [first] = problems
  const more = problems.length - 1
  const text = first && message('problem.and-more', { problem: sentenceOf(first), more })
  return new Refusal('refused', text ?? 'That was refused.', { problems: shown })
}
