import type { Call } from '../calls/call.ts'
import type { Cause } from '../calls/cause.ts'
import { Cause as causes } from '../calls/cause.ts'
import type { ConnectOptions, Destination } from '../calls/connect.ts'
import { ABANDONED, connect } from '../calls/connect.ts'
import type { Forwarding } from '../calls/forwarding.ts'
import type { Leg } from '../calls/leg.ts'
import type { SentOn } from '../calls/sent-on.ts'
import type { Target } from './dial-plan.ts'

/** Where a call may be sent: what the dial plan names, or one telephone of ours. */
export type Goal = Target | DeviceGoal

export interface DeviceGoal {
  readonly kind: 'device'
  readonly device: string
  /** Of several telephones under one account only this one, by its instance (RFC 5627). */
  readonly instance?: string
}

/** One try of a goal: what is rung at the same time. */
export interface Attempt {
  readonly destinations: readonly Destination[]
  /** Why, when there are none: all busy, or none there. */
  readonly otherwise: Cause
  /** After this cause there is no use in another try; without it the next one always follows. */
  readonly isFinal?: (cause: Cause) => boolean
}

/** The tries of goals as they can be made now. */
export interface Reachable {
  /** The try of that number, from 0; undefined when there are no more. */
  attempt(call: Call, goal: Goal, number: number, sentOn?: SentOn): Attempt | undefined
  /**
   * Where a telephone may send the call that it was rung with; undefined: nowhere. `alone`: nobody else rings any more, so that the
   * caller's own line may be told to do it.
   */
  forward?(
    forwarder: Leg,
    caller: Leg,
    alone: boolean,
  ): { readonly goal: Goal; readonly sentOn: SentOn } | undefined
}

export interface ReachOptions extends ConnectOptions {
  /** The try to begin with; 0 when left out. */
  readonly from?: number
  /** A try begins: to be saved. */
  readonly trying?: (attempt: number) => void
  /** How the call has come to this goal. */
  readonly sentOn?: SentOn | undefined
}

/** Tries the goal until somebody answers: that leg, joined with the caller; or why nobody did; or `ABANDONED`. */
export async function reach(
  call: Call,
  goal: Goal,
  reachable: Reachable,
  options: ReachOptions = {},
): Promise<Leg | Cause | typeof ABANDONED> {
  const { sentOn, caller = () => call.origin } = options
  const forwarding: Forwarding = (forwarder, n, alone) => {
    const on = reachable.forward?.(forwarder, caller(), alone)
    return on && reachable.attempt(call, on.goal, n, on.sentOn)
  }
  let cause: Cause = causes.subscriberAbsent
  for (let number = options.from ?? 0; ; number++) {
    const attempt = reachable.attempt(call, goal, number, sentOn)
    if (!attempt) return cause
    options.trying?.(number)
    const outcome = await connect(call, attempt.destinations, { ...options, forwarding })
    if (outcome === ABANDONED || typeof outcome === 'object') return outcome
    cause = outcome ?? attempt.otherwise
    if (attempt.isFinal?.(cause)) return cause
  }
}
