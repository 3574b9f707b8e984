import { Refused } from '../api/client.ts'

/** Where only the one-time code can be what is wrong, that is what is said. */
export function ofCode(error: unknown): unknown {
  if (!(error instanceof Refused) || error.code !== 'wrong') return error
  return new Refused(error.status, { code: 'totp', text: error.message })
}
