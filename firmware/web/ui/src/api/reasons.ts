import type { Words } from '../words/use-words.ts'
import type { MessageId } from '../words/words.ts'
import { Refused } from './client.ts'

const BY_CODE: Readonly<Record<string, MessageId>> = {
  wrong: 'error.wrong',
  totp: 'error.totp',
  weak: 'error.weak',
  'signed-out': 'error.signed-out',
  forbidden: 'error.forbidden',
  'not-found': 'error.not-found',
  'changed-meanwhile': 'error.changed-meanwhile',
  unavailable: 'error.unavailable',
  unreachable: 'error.unreachable',
}

/** Why something was refused, for a person: what the pages know better, otherwise what the server says. */
export function wordsFor(error: unknown, { t, duration }: Words): string {
  if (!(error instanceof Refused)) return t('error.unexpected')
  const { code, waitSeconds } = error
  if (code === 'too-many') {
    if (waitSeconds !== undefined) return t('error.too-fast', { time: duration(waitSeconds) })
    return error.message || t('error.too-many') // all places are taken, not too fast
  }
  if (waitSeconds !== undefined) return t('error.wait', { time: duration(waitSeconds) })
  const known = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined
  if (known && !(code === 'weak' && error.message)) return t(known as 'error.wrong')
  return error.message || t('error.unexpected')
}
