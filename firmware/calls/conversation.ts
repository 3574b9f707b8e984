import type { PartyNumber } from '../model/party-number.ts'
import type { Leg } from './leg.ts'
import type { Next } from './program.ts'

/** Two legs, by ID. */
export type Parties = readonly [string, string]

/** Where a conversation is, kept over a restart. Legs are named by ID. */
export type ConversationState =
  /** Two hear each other. `seen`: the hook flashes of each that were dealt with. */
  | {
      readonly part: 'talking'
      readonly parties: Parties
      readonly seen: readonly [number, number]
      /** A flash does not put the emergency centre on hold. */
      readonly emergency: boolean
    }
  | (Consultation & { readonly part: 'dialling' })
  | (Consultation & {
      readonly part: 'ringing'
      readonly dialled: PartyNumber
      readonly attempt: number
    })
  /** The number could not be reached, and its caller hears why. */
  | (Consultation & { readonly part: 'failed'; readonly cause: number })
  | (Consultation & { readonly part: 'together' | 'three-way'; readonly third: string })
  /** Who had put `held` on hold has hung up without a transfer: its telephone rings again. */
  | { readonly part: 'recall'; readonly held: string; readonly device: string }

/** One put the other on hold with a hook flash, to call a third. */
export interface Consultation {
  readonly holder: string
  readonly held: string
  /** Hook flashes of the holder that were dealt with. */
  readonly seen: number
}

export const CONVERSATION = 'conversation'

/** The program for two who have begun to talk; every feature that connects people hands over to it. */
export function conversation(
  a: Leg,
  b: Leg,
  { emergency = false }: { readonly emergency?: boolean } = {},
): Next {
  return { program: CONVERSATION, state: talking(a, b, emergency) }
}

/** The telephone of somebody who has left `held` alone rings again. */
export function recalling(held: Leg, device: string): Next {
  const state: ConversationState = { part: 'recall', held: held.id, device }
  return { program: CONVERSATION, state }
}

export function talking(a: Leg, b: Leg, emergency = false): ConversationState {
  return { part: 'talking', parties: [a.id, b.id], seen: [a.flashes, b.flashes], emergency }
}
