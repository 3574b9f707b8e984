import type { Call } from '../../calls/call.ts'
import type { Cause } from '../../calls/cause.ts'
import { Cause as causes } from '../../calls/cause.ts'
import { conversation } from '../../calls/conversation.ts'
import type { Next, Program } from '../../calls/program.ts'
import type { PartyNumber } from '../../model/party-number.ts'
import type { Reachable } from '../../numbers/reach.ts'
import { reach } from '../../numbers/reach.ts'

/** Where a call to an outside number is, kept over a restart. */
export interface OutsideState {
  readonly number: PartyNumber
  /** Line that is tried, from 0 in their order. */
  readonly attempt: number
}

/** A call to an outside number (FC-22): one line after the other, until one is free and works. */
export function outsideProgram(reachable: Reachable): Program<OutsideState> {
  return {
    name: 'outside',
    async run(call: Call, { number, attempt: from }: OutsideState): Promise<Cause | Next> {
      const outcome = await reach(call, { kind: 'outside', number }, reachable, {
        from,
        trying: (attempt) => call.save({ number, attempt }),
      })
      if (typeof outcome === 'object') return conversation(call.origin, outcome)
      return typeof outcome === 'number' ? outcome : causes.normalClearing
    },
  }
}
