import { phone } from './phone.ts'
import { isWanted } from './presence.ts'

/** Becomes a telephone again where this browser was one. */
export function startAgain(): void {
  if (isWanted()) phone.start()
}
