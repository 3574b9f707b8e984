import { LinesError } from '../../hal/ffi/lines-library.ts'
import type { Failure } from './check.ts'
import type { ErrorCode } from './contract.ts'

const CODE_OF: Readonly<Record<string, ErrorCode>> = {
  ENOENT: 'no-such-line',
  ENODEV: 'no-such-line', // its card was pulled
  EBUSY: 'line-busy',
  EINVAL: 'bad-request',
  ENOTSUP: 'not-supported',
  EOPNOTSUPP: 'not-supported',
}

/** What a controller is told when libhal throws. Throws on what is no refusal of the library but a defect of ours. */
export function lineFailureOf(error: unknown): Failure {
  if (!(error instanceof LinesError)) throw error
  return { code: CODE_OF[error.code] ?? 'failed', text: error.message }
}

/** Does what a line may refuse: the lifeline keeps one for its emergency call, and a pulled card is at rest. */
export function ifItLets(act: () => void): void {
  try {
    act()
  } catch (error) {
    lineFailureOf(error)
  }
}
