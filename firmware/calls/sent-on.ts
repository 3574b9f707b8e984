import type { PartyNumber } from '../model/party-number.ts'

/** Why a telephone has sent a call on, in the words of RFC 5806 §4. */
export const DIVERSION_REASONS = [
  'unconditional',
  'user-busy',
  'no-answer',
  'do-not-disturb',
  'deflection',
  'time-of-day',
  'follow-me',
  'unavailable',
  'out-of-service',
  'away',
  'unknown',
] as const
export type DiversionReason = (typeof DIVERSION_REASONS)[number]

/** One of ours whose call it was, and who has sent it on. */
export interface Sender {
  readonly number: PartyNumber
  /** ID of its extension, where it has one. */
  readonly extension?: string | undefined
  readonly reason: DiversionReason
}

/** How a call has come to whom it rings now. */
export interface SentOn {
  /** Who has sent it on, the first at the head. */
  readonly by: readonly Sender[]
  /** Who of ours has asked for it by REFER (RFC 3892). */
  readonly referredBy?: PartyNumber
}

/** Where a telephone wants a call to go that it was rung with, by a 3xx (RFC 3261 §21.3). */
export interface Forward {
  readonly dialled: PartyNumber
  readonly reason: DiversionReason
}
