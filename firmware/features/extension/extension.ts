import type { Call } from '../../calls/call.ts'
import type { Cause } from '../../calls/cause.ts'
import { Cause as causes } from '../../calls/cause.ts'
import { conversation } from '../../calls/conversation.ts'
import type { Next, Program } from '../../calls/program.ts'
import type { DeviceGoal, Reachable } from '../../numbers/reach.ts'
import { reach } from '../../numbers/reach.ts'

/** Where a call to an extension is, kept over a restart. */
export interface ExtensionState {
  /** ID of the extension object; '' with `only`. */
  readonly extension: string
  /** One telephone alone, which was called by its own address (RFC 5627). */
  readonly only?: DeviceGoal
  /** Connection attempt of the route, from 0. */
  readonly attempt: number
}

/** A call to an extension: its connection attempts in order, then Finally (ROUTE-1 to ROUTE-4, ROUTE-17). */
export function extensionProgram(reachable: Reachable): Program<ExtensionState> {
  return {
    name: 'extension',
    async run(call: Call, state: ExtensionState): Promise<Cause | Next> {
      const { extension, attempt: from, only } = state
      const outcome = await reach(call, only ?? { kind: 'extension', extension }, reachable, {
        from,
        trying: (attempt) => call.save({ ...state, attempt }),
      })
      if (typeof outcome === 'object') return conversation(call.origin, outcome)
      return typeof outcome === 'number' ? outcome : causes.normalClearing // ROUTE-17: hang up
    },
  }
}
