/** What a message costs to answer, and so how often somebody unknown may send one. */
export type MethodClass = 'register' | 'invite' | 'other' | 'stray' | 'connection'

/** A bucket that fills by `perSecond` up to `burst`. */
export interface Rate {
  readonly perSecond: number
  readonly burst: number
}

export interface Limits {
  /** Of one source, of whose messages nobody has proved to be who he says; what was right in the end is given back. */
  readonly source: Readonly<Record<MethodClass, Rate>>
  /** How much more a source in the local network may send: all telephones of a building may start at once behind one router. */
  readonly localFactor: number
  /** Of one account from flows that it is not registered over: a stolen password. */
  readonly account: Rate
  readonly sources: number
  readonly flows: number
  /** Score at which a source is banned; it falls by one in `forgiveMs`. */
  readonly banScore: number
  readonly forgiveMs: number
  readonly firstBanMs: number
  readonly longestBanMs: number
  /** Somebody in the office has mistyped a password: he does not wait for long. */
  readonly longestLocalBanMs: number
  /** Octets sent for one received, towards UDP sources in the local network that have proved nothing. Elsewhere it is 1. */
  readonly localAmplification: number
  /** A source that has proved something is trusted to be where it says for so long. */
  readonly verifiedMs: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE

export const LIMITS: Limits = {
  source: {
    register: { perSecond: 20, burst: 200 },
    invite: { perSecond: 10, burst: 60 },
    other: { perSecond: 10, burst: 60 },
    stray: { perSecond: 40, burst: 400 },
    connection: { perSecond: 10, burst: 100 },
  },
  localFactor: 5,
  account: { perSecond: 2, burst: 30 },
  sources: 50_000,
  flows: 20_000,
  banScore: 20,
  forgiveMs: 30_000,
  firstBanMs: MINUTE,
  longestBanMs: 24 * HOUR,
  longestLocalBanMs: MINUTE,
  localAmplification: 3,
  verifiedMs: HOUR,
}

const CLASSES: ReadonlyMap<string, MethodClass> = new Map([
  ['REGISTER', 'register'],
  ['INVITE', 'invite'],
  ['ACK', 'stray'],
  ['CANCEL', 'stray'],
])

export function classOf(method: string): MethodClass {
  return CLASSES.get(method) ?? 'other'
}

/** What it says of a source that it got this answer to a request outside dialogs. */
export function scoreOf(status: number): number {
  switch (status) {
    case 401:
    case 407:
      return 0.1 // everybody gets one; a scanner never answers it
    case 403:
      return 2 // a wrong password, or one that is not looked at
    case 404:
    case 400:
    case 405:
    case 505:
      return 1
    case 481:
      return 0.2
    default:
      return 0
  }
}

/** What a message says that was dropped because there were too many before it. */
export const SCORE_OF_EXCESS = 0.05
/** What proves itself takes so much off. */
export const SCORE_OF_PROOF = 5
