import { MediaError } from '../../hal/ffi/media-library.ts'
import type { Failure } from './check.ts'
import type { ErrorCode } from './contract.ts'

const CODE_OF: Readonly<Record<string, ErrorCode>> = {
  ENOENT: 'no-such-termination',
  ENODEV: 'no-such-line',
  EBUSY: 'line-busy',
  ENOSPC: 'no-capacity',
  EMFILE: 'no-capacity',
  ENFILE: 'no-capacity',
  ENOMEM: 'no-capacity',
  EINVAL: 'bad-request',
  EADDRINUSE: 'port-in-use',
  EADDRNOTAVAIL: 'bad-address',
  EAFNOSUPPORT: 'bad-address',
  ENOTSUP: 'not-supported',
  EOPNOTSUPP: 'not-supported',
}

/** What a controller is told when the library throws. Throws on what is no refusal of the library but a defect of ours. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof MediaError)) throw error
  return { code: CODE_OF[error.code] ?? 'failed', text: error.message }
}
