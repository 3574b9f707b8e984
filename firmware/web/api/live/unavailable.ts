import type { Text } from '../../../words/message.ts'
import { message } from '../../../words/say.ts'
import { Refusal } from '../../server/refusal.ts'

/** Why nobody can answer, for a person of any language. What another process said stands as it said it, unless the catalogue has it. */
export interface Why {
  readonly code: string
  readonly text: Text
}

/** What each process does for people. */
const NAMES: Readonly<Record<string, string>> = {
  exchange: 'The exchange',
  lines: 'The process of the analog lines',
  supervisor: 'The supervisor',
  media: 'The audio process',
}

/** Why another process did not answer, for a person: no paths and no verbs. */
export function inWords(program: string, { code, text }: Why): Why {
  const name = { id: NAMES[program] ?? program }
  switch (code) {
    case 'not-running':
    case 'gone':
      return { code, text: message('unavailable.away', { program: name }) }
    case 'timeout':
    case 'busy':
      return { code, text: message('unavailable.silent', { program: name }) }
    case 'cancelled':
      return { code, text: 'The web server is stopping.' }
    default:
      return { code, text }
  }
}

const CODES = {
  'bad-request': 'bad-request',
  'no-such-call': 'not-found',
  'no-such-line': 'not-found',
  'no-such-phone': 'not-found',
  'unknown-process': 'not-found',
  'not-simulated': 'refused',
  'bad-arguments': 'bad-request',
  'has-phones': 'refused',
  'not-banned': 'not-found',
  refused: 'refused',
} as const

/** The refusal of a request whose answer another process refused. */
export function refusalBy(program: string, problem: Why): Refusal {
  const code = Object.hasOwn(CODES, problem.code)
    ? CODES[problem.code as keyof typeof CODES]
    : 'unavailable'
  return new Refusal(code, inWords(program, problem).text)
}
