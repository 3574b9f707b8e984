import type { Leg } from './leg.ts'
import type { Next } from './program.ts'

export const TRANSFER = 'transfer'

/** How far a transfer by REFER is, kept over a restart. Legs are named by ID. */
export interface TransferState<Goal = unknown> {
  /** Who has asked for it; may hang up meanwhile. */
  readonly transferor: string
  /** Who is to go on with somebody else. */
  readonly transferred: string
  readonly part:
    | { readonly name: 'asked' }
    /** Somebody is being rung for the transferred party. */
    | { readonly name: 'ringing'; readonly goal: Goal; readonly attempt: number }
    /** The line of the transferred party brings it to the other one itself (SADV-4). `place`: the leg in whose place it comes. */
    | { readonly name: 'handing'; readonly referTo: string; readonly place?: string }
    /** The transferor's leg is over, and the other party goes on there. */
    | { readonly name: 'done'; readonly next: Next }
    /** Nobody could be reached; the two are together again, or will be. */
    | { readonly name: 'failed'; readonly cause: number }
}

/** The program for a party that has sent REFER about the one it talks with. */
export function transfer(transferor: Leg, transferred: Leg): Next {
  const state: TransferState = {
    transferor: transferor.id,
    transferred: transferred.id,
    part: { name: 'asked' },
  }
  return { program: TRANSFER, state }
}
