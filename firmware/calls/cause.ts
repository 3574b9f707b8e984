import { CAUSES } from '../words/causes.ts'
import type { Language } from '../words/message.ts'
import { message, say } from '../words/say.ts'

/** A Q.850 cause value, 1 to 127: why a leg was released. */
export type Cause = number

export const Cause = {
  unallocatedNumber: 1,
  normalClearing: 16,
  userBusy: 17,
  noUserResponding: 18,
  noAnswer: 19,
  subscriberAbsent: 20,
  callRejected: 21,
  preempted: 8, // Q.850: the line is needed for an emergency call
  numberChanged: 22,
  redirected: 23, // Q.850: redirection to new destination
  answeredElsewhere: 26, // Q.850: non-selected user clearing
  destinationOutOfOrder: 27,
  invalidNumberFormat: 28,
  facilityRejected: 29,
  normalUnspecified: 31,
  noCircuit: 34,
  networkOutOfOrder: 38,
  temporaryFailure: 41,
  congestion: 42,
  circuitUnavailable: 44, // glare, a line without dial tone: try another
  resourceUnavailable: 47,
  outgoingBarred: 52,
  bearerNotImplemented: 65,
  incompatibleDestination: 88,
  recoveryOnTimerExpiry: 102,
  interworking: 127,
} as const

/** The cause in words for pages and logs. */
export function causeInWords(cause: Cause, language: Language = 'en'): string {
  const id = `cause.${cause}`
  const known = Object.hasOwn(CAUSES, id)
  return say(language, known ? { id } : message('cause.other', { cause }))
}

const STATUS_OF_CAUSE: Readonly<Record<number, number>> = {
  1: 404,
  2: 404,
  3: 404,
  16: 480, // before the answer there is nothing normal to clear
  17: 486,
  18: 408,
  19: 480,
  20: 480,
  21: 403,
  22: 410,
  23: 480,
  26: 404,
  27: 502,
  28: 484,
  29: 501,
  31: 480,
  34: 503,
  38: 503,
  41: 503,
  42: 503,
  44: 503,
  47: 503,
  52: 403,
  55: 403,
  57: 403,
  58: 503,
  65: 488,
  70: 488,
  79: 501,
  87: 403,
  88: 503,
  102: 504,
  111: 500,
  127: 500,
}

/** SIP status that refuses an INVITE for this cause, RFC 3398 §7.2.4.1. */
export function statusOfCause(cause: Cause): number {
  return STATUS_OF_CAUSE[cause] ?? 480
}

const CAUSE_OF_STATUS: Readonly<Record<number, Cause>> = {
  401: 21,
  402: 21,
  403: 21,
  404: 1,
  405: 63,
  406: 79,
  407: 21,
  408: 102,
  410: 22,
  413: 127,
  414: 127,
  415: 79,
  416: 127,
  420: 127,
  421: 127,
  423: 127,
  433: 21,
  480: 20, // the RFC has 18, which would reach a SIP caller as 408
  481: 41,
  482: 25,
  483: 25,
  484: 28,
  485: 1,
  486: 17,
  487: 16,
  488: 65,
  491: 41,
  500: 41,
  501: 79,
  502: 38,
  503: 41,
  504: 102,
  505: 127,
  513: 127,
  600: 17,
  603: 21,
  604: 1,
  606: 65,
}

/** Cause of a refusal by SIP status, RFC 3398 §8.2.6.1; a Reason header (RFC 3326) with a Q.850 cause is truer and wins. */
export function causeOfStatus(status: number, reason?: string): Cause {
  if (status >= 300 && status < 400) return Cause.redirected
  return causeOfReason(reason) ?? CAUSE_OF_STATUS[status] ?? Cause.interworking
}

/** The Q.850 cause out of a Reason header (RFC 3326 §2), if it carries one from 1 to 127. */
export function causeOfReason(reason: string | undefined): Cause | undefined {
  const [, digits] =
    /(?:^|,)\s*Q\.850\s*;(?:[^,]*;)?\s*cause\s*=\s*(\d{1,3})\b/i.exec(reason ?? '') ?? []
  const cause = Number(digits)
  return cause >= 1 && cause <= 127 ? cause : undefined
}

/** Value of a Reason header for this cause. */
export function reasonHeader(cause: Cause): readonly [string, string] {
  return ['Reason', `Q.850;cause=${cause};text="${causeInWords(cause)}"`]
}
