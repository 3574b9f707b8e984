import type { CommandProblem } from '../../../bus/command-error.ts'
import { Refusal } from '../../server/refusal.ts'

/** What each process does for people. */
const NAMES: Readonly<Record<string, string>> = {
  exchange: 'The exchange',
  lines: 'The process of the analog lines',
  supervisor: 'The supervisor',
  media: 'The audio process',
}

/** Why another process did not answer, for a person: no paths and no verbs. */
export function inWords(program: string, { code, text }: CommandProblem): CommandProblem {
  const name = NAMES[program] ?? program
  switch (code) {
    case 'not-running':
    case 'gone':
      return { code, text: `${name} does not run at the moment. It is started again by itself.` }
    case 'timeout':
    case 'busy':
      return { code, text: `${name} does not answer at the moment. This page tries again.` }
    case 'cancelled':
      return { code, text: 'The web server is stopping.' }
    default:
      return { code, text }
  }
}

const CODES = {
  'bad-request': 'bad-request',
  'no-such-line': 'not-found',
  'no-such-phone': 'not-found',
  'unknown-process': 'not-found',
  'not-simulated': 'refused',
  refused: 'refused',
} as const

/** The refusal of a request whose answer another process refused. */
export function refusalBy(program: string, problem: CommandProblem): Refusal {
  const code = Object.hasOwn(CODES, problem.code)
    ? CODES[problem.code as keyof typeof CODES]
    : 'unavailable'
  return new Refusal(code, inWords(program, problem).text)
}
