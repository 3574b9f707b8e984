import type { Call } from '../../calls/call.ts'
import type { Cause } from '../../calls/cause.ts'
import { Cause as causes } from '../../calls/cause.ts'
import { conversation } from '../../calls/conversation.ts'
import type { Next, Program } from '../../calls/program.ts'
import type { Reachable } from '../../numbers/reach.ts'
import { reach } from '../../numbers/reach.ts'

/** Where a call to an extension is, kept over a restart. */
export interface ExtensionState {
  /** ID of the extension object. */
  readonly extension: string
  /** Connection attempt of the route, from 0. */
  readonly attempt: number
}

/** A call to an extension: its connection attempts in order, then Finally (ROUTE-1 to ROUTE-4, ROUTE-17). */
export function extensionProgram(reachable: Reachable): Program<ExtensionState> {
  return {
    name: 'extension',
    async run(call: Call, { extension, attempt: from }: ExtensionState): Promise<Cause | Next> {
      const outcome = await reach(call, { kind: 'extension', extension }, reachable, {
        from,
        trying: (attempt) => call.save({ extension, attempt }),
      })
      if (typeof outcome === 'object') return conversation(call.origin, outcome)
      return typeof outcome === 'number' ? outcome : causes.normalClearing // ROUTE-17: hang up
    },
  }
}
