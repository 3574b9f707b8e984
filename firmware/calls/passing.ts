import type { TerminationId } from '../gateway/contract.ts'
import type { PassedMedia, PlacedMedia } from './passed-media.ts'

/** What one party wants of the other: whether audio goes on, and what is to pass beside it or instead of it. */
export interface Wanted {
  readonly audio: boolean
  /** With the places of its own m-lines. */
  readonly media: readonly PlacedMedia[]
}

/** What a party has said of what passes. */
export interface Wish extends Wanted {
  /** Terminations of what does pass, or did with who was there before. */
  readonly passes: readonly TerminationId[]
}

/** What the other has taken. */
export interface Taken {
  /** Place of the m-line of who wanted it. */
  readonly of: number
  readonly media: PassedMedia
  /** Its termination. */
  readonly pass: TerminationId
}

/** What passes through between a leg's party and that of another leg. */
export interface Passing {
  /** What is offered beside audio to whom the party is brought: what it has offered itself, or its video of before. */
  readonly offered: Wanted
  /** What a called party has taken of what its caller had offered. */
  readonly taken: readonly Taken[]
  /** It waits for the other party's answer, so that what comes from there collides. */
  readonly waits: boolean
  /** What the party has said last, taken or not. */
  readonly wish: Wish
  /** What it has taken of exactly this, whoever has wanted it; undefined: it has not been asked. */
  answered(wanted: Wanted): readonly Taken[] | undefined
  /** What comes from the party until `work` is done collides with it. */
  during(work: () => Promise<void>): Promise<void>
  /** Offers it to the party. A SIP status: it was refused, and all is as it was. */
  offer(wanted: Wanted): Promise<readonly Taken[] | number>
}

/** Where a leg finds the other one. */
export interface PassingGround {
  /** Who talks with it. */
  readonly partner: () => Passing | undefined
  /** For whom it is being called. */
  readonly caller: () => Passing | undefined
}
