import type { Result } from '../../../result.ts'
import { ok, refuse } from '../../../result.ts'
import type { Params } from '../tokens.ts'
import { isToken } from '../tokens.ts'
import { choice, count, formatParams, parseToken, parseWord, single } from './header.ts'

/** Event, RFC 6665 §8.2.1. */
export interface Event {
  /** Package with its templates, as written: `presence.winfo`. Case counts (RFC 6665 §8.4). */
  readonly name: string
  readonly id?: string | undefined
  readonly params: Params
}

export const EVENT = single('event', (text): Result<Event> => {
  const word = parseWord(text)
  if (!word.ok) return word
  const { params } = word.value
  const id = params.get('id')
  if (id !== undefined && !isToken(id)) return refuse('the id is not a token')
  return ok({ name: text.slice(0, word.value.word.length), id, params })
})

const REASONS = [
  'deactivated',
  'probation',
  'rejected',
  'timeout',
  'giveup',
  'noresource',
  'invariant',
] as const

/** Subscription-State, RFC 6665 §8.2.3. */
export interface SubscriptionState {
  readonly state: 'active' | 'pending' | 'terminated'
  readonly expiresSeconds?: number | undefined
  /** Undefined for none and for one that nobody knows. */
  readonly reason?: (typeof REASONS)[number] | undefined
  readonly retryAfterSeconds?: number | undefined
}

const MOST_SECONDS = 2 ** 32 - 1

export const SUBSCRIPTION_STATE = single(
  'subscription-state',
  (text): Result<SubscriptionState> => {
    const word = parseWord(text)
    if (!word.ok) return word
    const state = choice(word.value.word, ['active', 'pending', 'terminated'] as const)
    if (!state) return refuse('neither active, pending nor terminated')
    const { params } = word.value
    return ok({
      state,
      expiresSeconds: count(params.get('expires'), MOST_SECONDS),
      reason: choice(params.get('reason'), REASONS),
      retryAfterSeconds: count(params.get('retry-after'), MOST_SECONDS),
    })
  },
)

/** Entity tags of published state, RFC 3903 §11.3. */
export const SIP_ETAG = single('sip-etag', parseToken)
export const SIP_IF_MATCH = single('sip-if-match', parseToken)

export function formatEvent({ name, id }: Pick<Event, 'name' | 'id'>): string {
  return `${name}${formatParams({ id })}`
}

export function formatSubscriptionState(state: SubscriptionState): string {
  const { expiresSeconds: expires, reason, retryAfterSeconds } = state
  return state.state + formatParams({ reason, expires, 'retry-after': retryAfterSeconds })
}
