import type { Language, Text } from '../../words/message.ts'
import { objectNamed } from '../../words/object.ts'
import { say } from '../../words/say.ts'
import type { ApiError, FieldProblem } from '../contract.ts'

/** Every code of the API, with its status. */
export const STATUS = {
  'bad-request': 400,
  wrong: 401,
  totp: 401,
  'signed-out': 401,
  csrf: 403,
  forbidden: 403,
  'not-found': 404,
  claimed: 409,
  'changed-meanwhile': 412,
  'too-large': 413,
  weak: 422,
  passphrase: 422,
  refused: 422,
  wait: 429,
  'too-many': 429,
  unavailable: 503,
} as const
export type Code = keyof typeof STATUS

/** What is wrong with a field, its words still to be found. */
export type SaidProblem = Omit<FieldProblem, 'what' | 'remedy'> & {
  readonly what: Text
  readonly remedy: Text
}

type More = Pick<ApiError, 'waitSeconds'> & { readonly problems?: readonly SaidProblem[] }

/** Thrown by an endpoint to refuse: the error handler makes an ApiError of it. */
export class Refusal extends Error {
  readonly code: Code
  readonly more: More

  /** The reason for any language; the message is English. */
  readonly said: Text

  constructor(code: Code, text: Text, more: More = {}) {
    super(say('en', text))
    this.said = text
    this.name = 'Refusal'
    this.code = code
    this.more = more
  }

  get status(): number {
    return STATUS[this.code]
  }

  get body(): ApiError {
    return this.in('en')
  }

  in(language: Language): ApiError {
    const { problems, ...rest } = this.more
    const text = say(language, this.said)
    if (!problems) return { code: this.code, text, ...rest }
    return {
      code: this.code,
      text,
      ...rest,
      problems: problems.map((one) => inWords(language, one)),
    }
  }
}

function inWords(
  language: Language,
  { object, field, what, remedy, line, column }: SaidProblem,
): FieldProblem {
  return {
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    ...(object !== undefined && { object: say(language, objectNamed(object)) }),
    field,
    what: say(language, what),
    remedy: say(language, remedy),
  }
}
