import type { Call } from '../../calls/call.ts'
import type { Cause } from '../../calls/cause.ts'
import type { Leg } from '../../calls/leg.ts'
import type { Next } from '../../calls/program.ts'
import type { PartyNumber } from '../../model/party-number.ts'
import type { Target } from '../../numbers/dial-plan.ts'
import type { Goal, Reachable } from '../../numbers/reach.ts'

/** What transfers need of the office. */
export interface TransferOffice {
  readonly reachable: Reachable
  /** Where that telephone may send the other party: what it may dial itself (SECURITY row 10); a cause when it may not. */
  target(transferor: Leg, transferred: Leg, dialled: PartyNumber): Target | Cause
  /** The program that serves a party who is sent there, where that answers by itself; undefined where somebody is rung. */
  program(target: Target): Next | undefined
  /** What a call that still rings tries to reach, and the try that it is at; undefined when it is doing something else. */
  reaching(call: Call): { readonly goal: Goal; readonly attempt: number } | undefined
  /**
   * Refer-To by which the transferred party's own line brings it to that number or third party (SADV-4, CH-78); undefined: it does no
   * such thing.
   */
  handingOver(transferred: Leg, to: PartyNumber | Leg): string | undefined
  /** Whether two may be left with each other. */
  joining(transferred: Leg, third: Leg): Joining
  readonly calls: {
    callWith(leg: string): Call | undefined
    move(leg: Leg, from: Call, to: Call, key?: string): void
  }
}

/**
 * `here`: we stay in the middle. `refused`: two outside parties would go on at our cost with nobody of ours (CO-21, SECURITY row 10).
 */
export type Joining = 'here' | 'refused'
