import type { ApiError } from '../contract.ts'

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
  refused: 422,
  wait: 429,
  'too-many': 429,
  unavailable: 503,
} as const
export type Code = keyof typeof STATUS

type More = Pick<ApiError, 'problems' | 'waitSeconds'>

/** Thrown by an endpoint to refuse: the error handler makes an ApiError of it. */
export class Refusal extends Error {
  readonly code: Code
  readonly more: More

  constructor(code: Code, text: string, more: More = {}) {
    super(text)
    this.name = 'Refusal'
    this.code = code
    this.more = more
  }

  get status(): number {
    return STATUS[this.code]
  }

  get body(): ApiError {
    return { code: this.code, text: this.message, ...this.more }
  }
}
