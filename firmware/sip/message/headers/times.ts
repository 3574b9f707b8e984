import type { Result } from '../../../result.ts'
import { ok, refuse } from '../../../result.ts'
import { count, formatParams, single, withParams } from './header.ts'

/** Longest time that a header may speak of, RFC 3261 §20.19. */
const MOST_SECONDS = 2 ** 32 - 1

/** Seconds, and nothing else. */
function parseSeconds(text: string): Result<number> {
  const seconds = count(text, MOST_SECONDS)
  return seconds === undefined ? refuse('not a number of seconds') : ok(seconds)
}

export const EXPIRES = single('expires', parseSeconds)
export const MIN_EXPIRES = single('min-expires', parseSeconds)
/** How long a flow lives without a keep-alive, RFC 5626 §10. */
export const FLOW_TIMER = single('flow-timer', parseSeconds)

/** Session-Expires, RFC 4028 §4. */
export interface SessionExpires {
  readonly seconds: number
  readonly refresher?: 'uac' | 'uas' | undefined
}

export const SESSION_EXPIRES = single('session-expires', (text): Result<SessionExpires> => {
  const parts = withParams(text)
  const seconds = count(parts?.value, MOST_SECONDS)
  if (!parts || seconds === undefined) return refuse('not a number of seconds')
  const refresher = parts.params.get('refresher')?.toLowerCase()
  if (refresher === undefined) return ok({ seconds })
  return refresher === 'uac' || refresher === 'uas'
    ? ok({ seconds, refresher })
    : refuse('refresher is neither uac nor uas')
})

/** Min-SE may have parameters, of which none is known (RFC 4028 §5). */
export const MIN_SE = single('min-se', (text): Result<number> => {
  const parts = withParams(text)
  const seconds = count(parts?.value, MOST_SECONDS)
  return seconds === undefined ? refuse('not a number of seconds') : ok(seconds)
})

export function formatSessionExpires({ seconds, refresher }: SessionExpires): string {
  return `${seconds}${formatParams({ refresher })}`
}

/** Retry-After, RFC 3261 §20.33. */
export interface RetryAfter {
  readonly seconds: number
  /** For how long the peer can be reached from then on. */
  readonly durationSeconds?: number | undefined
}

export const RETRY_AFTER = single('retry-after', (text): Result<RetryAfter> => {
  const digits = /^\d+/.exec(text)?.[0]
  const seconds = count(digits, MOST_SECONDS)
  if (digits === undefined || seconds === undefined) return refuse('not a number of seconds')
  const end = endOfComment(text, digits.length)
  const params = end < 0 ? undefined : withParams(text.slice(end))
  if (params?.value !== '') return refuse('malformed behind the seconds')
  return ok({ seconds, durationSeconds: count(params.params.get('duration'), MOST_SECONDS) })
})

/** Index behind a comment in parentheses, which may hold others and escapes (RFC 3261 §25.1); -1 when it is never closed. */
function endOfComment(text: string, start: number): number {
  let at = start
  while (text[at] === ' ' || text[at] === '\t') at++
  if (text[at] !== '(') return at
  for (let depth = 0; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '(') depth++
    else if (text[at] === ')' && --depth === 0) return at + 1
  }
  return -1
}

const DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d{2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/

/** Milliseconds since 1970. SIP knows one form of date, in one zone (RFC 3261 §20.17; RFC 4475 §3.1.2.12). */
export const DATE_HEADER = single('date', (text): Result<number> => {
  const milliseconds = DATE.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(milliseconds) ? refuse('not a date of RFC 1123 in GMT') : ok(milliseconds)
})

/** `milliseconds` since 1970, up to the second. */
export function formatDate(milliseconds: number): string {
  return new Date(milliseconds).toUTCString()
}
