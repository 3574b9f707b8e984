import type { Progress, Side } from '../gateway/contract.ts'
import type { PartyNumber } from '../model/party-number.ts'
import type { Cause } from './cause.ts'
import type { Passing } from './passing.ts'
import type { Refused } from './refused.ts'
import type { Forward, SentOn } from './sent-on.ts'

/**
 * How far a leg is.
 * `offered`: it came in and nothing was said yet. `calling`: it goes out and nothing was heard yet. `alerting`: the
 * telephone rings. `answered`, `released`: as they say.
 */
export type Phase = 'offered' | 'calling' | 'alerting' | 'answered' | 'released'

/** The party of a leg, and the device of ours that it is on. */
export interface Who {
  readonly party: PartyNumber
  readonly device: string | undefined
}

/** What a party wants by REFER (RFC 3515): that the other one of its call goes on with somebody else. */
export interface Referral {
  /** What it would dial to reach him. */
  readonly dialled: PartyNumber
  /** Its own leg in another call, in whose place the other one comes (RFC 5589 §7); undefined: a new call is made. */
  readonly replaces?: string
}

/** One party of a call, whatever line it is on. All that features see of it. */
export interface Leg {
  /** `{site}-{epoch}-{call}.{leg}`; also the ID of its termination. */
  readonly id: string
  readonly direction: 'in' | 'out'
  /** Who is there: the caller of an incoming leg, the called of an outgoing one. */
  readonly party: PartyNumber
  /** ID of the handset or trunk, where it is one of ours. */
  readonly device: string | undefined
  readonly phase: Phase
  /** Audio that the called side sends before it answers. */
  readonly earlyMedia: boolean
  /** We can be heard there: answered, or early audio is open. */
  readonly hasAudio: boolean
  /** The party has put us on hold. */
  readonly held: boolean
  /** Hook flashes since the leg began; only a telephone on an FXS line makes any. */
  readonly flashes: number
  /** Why it was released; undefined until then. */
  readonly cause: Cause | undefined
  readonly releasedBy: 'party' | 'exchange' | undefined
  /** How many servers the call may still pass: the Max-Forwards of the request that brought it less one; undefined where none did. */
  readonly hops?: number | undefined

  /** Its telephone was rung, and has sent the call on: the leg is over. */
  readonly forward?: Forward | undefined
  /** How the call has come to this leg; undefined: it was simply dialled. */
  readonly sentOn?: SentOn | undefined
  /** Video and fax to and from the party; undefined where its line carries none. */
  readonly passing?: Passing | undefined
  /** A transfer that the party has asked for and has not been told the end of. */
  readonly referral?: Referral | undefined

  /** What has become of `handOver`: a SIP status of 200 or more once it is known. */
  readonly handedOver?: number | undefined

  /** How its party has refused the call, where SIP can say more of that than a cause. */
  readonly refused?: Refused | undefined
  /** Whom it has called has refused it so: if it is released with that cause, unanswered, its party is told in the same words. */
  refusedAs?(refused: Refused, cause: Cause): void

  /** Asks the line of an answered party to bring it to somebody else itself (REFER). `referTo`: the value of Refer-To. */
  handOver?(referTo: string): void
  /** It has not worked, and may be tried again. */
  forgetHandOver?(): void
  /** Tells the party how far the transfer is, by the SIP status of the new call; a final one (200 or more) ends it. */
  tellReferral?(status: number): void
  /** Before the answer: the line that brought the call is told to make it to that address itself (a 3xx); the leg is over. */
  redirect?(target: string): void
  /** Tells the calling party that the called telephone rings. */
  alert(): void
  /** Opens the audio towards the calling party before the answer. A repetition does nothing. */
  progress(): void
  /** Answers the calling party. Rejects when media cannot be had. A repetition does nothing. */
  answer(): Promise<void>
  /** Ends the leg, at any phase. A repetition does nothing. */
  release(cause: Cause): void
  /** No audio has come for a while: finds out whether the party is still there; if not, it is released. */
  probe(): void
  /** A call-progress tone, or its end, in what the party says (`from`) or hears (`to`). */
  heard(progress: Progress, side: Side): void
  /** A key of the other party, where this one's line wants it by signalling. False: it goes with the audio. */
  sendKey?(digit: string): boolean
  /** Plain data for the journal. */
  snapshot(): LegSnapshot
}

export interface LegSnapshot {
  readonly id: string
  readonly kind: string
  readonly [field: string]: unknown
}

/** What a leg tells its call. State first, then `changed`: who waits looks at the state (no event can be missed). */
export interface LegOwner {
  changed(leg: Leg): void
  /** `digit` is one of `0-9*#A-D`; `by` tells whether the audio path carries it too. */
  digit(leg: Leg, digit: string, by: 'media' | 'signalling'): void
}
