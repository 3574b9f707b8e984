import type { Call } from './call.ts'
import type { Phase } from './leg.ts'

/** A call that is on, as pages, console and `strowger calls --json` show it. */
export interface LiveCall {
  readonly call: string
  /** UTC, ms. */
  readonly startedAt: number
  readonly dialled: string
  readonly program: string
  readonly legs: readonly {
    readonly leg: string
    readonly direction: 'in' | 'out'
    readonly digits: string
    readonly name: string
    readonly phase: Phase
    readonly held: boolean
  }[]
}

export function liveCall(call: Call): LiveCall {
  return {
    call: call.id,
    startedAt: call.startedAt,
    dialled: call.dialled.digits || call.dialled.raw,
    program: call.program,
    legs: call.legs.map((leg) => ({
      leg: leg.id,
      direction: leg.direction,
      digits: leg.party.digits,
      name: leg.party.name ?? '',
      phase: leg.phase,
      held: leg.held,
    })),
  }
}
