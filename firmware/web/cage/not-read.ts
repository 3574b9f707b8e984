import type { Text } from '../../words/message.ts'
import { Refusal } from '../server/refusal.ts'
import { TOO_MANY } from './cage.ts'

/** To whoever sent a file that no cage has read. */
export function notRead(why: Text): Refusal {
  return new Refusal(why === TOO_MANY ? 'too-many' : 'refused', why)
}
