import type { Call } from '../../calls/call.ts'
import type { Cause } from '../../calls/cause.ts'
import { Cause as causes } from '../../calls/cause.ts'
import type { Destination } from '../../calls/connect.ts'
import { connect } from '../../calls/connect.ts'
import type { Program } from '../../calls/program.ts'

/** Where a call to an extension is, kept over a restart. */
export interface ExtensionState {
  /** ID of the extension object. */
  readonly extension: string
  /** Connection attempt of the route, from 0. */
  readonly attempt: number
}

/** What the program needs of the configured office. */
export interface Routes {
  /** The destinations of the attempt that can be reached now; undefined when the route has no such attempt. */
  attempt(extension: string, attempt: number): readonly Destination[] | undefined
}

/** A call to an extension: its connection attempts in order, then Finally (ROUTE-1 to ROUTE-4, ROUTE-17). */
export function extensionProgram(routes: Routes): Program<ExtensionState> {
  return {
    name: 'extension',
    async run(call: Call, { extension, attempt: from }: ExtensionState): Promise<Cause> {
      let cause: Cause = causes.subscriberAbsent
      for (let attempt = from; ; attempt++) {
        const destinations = routes.attempt(extension, attempt)
        if (!destinations) return cause // ROUTE-17: hang up
        call.save({ extension, attempt })
        const outcome = await connect(call, destinations)
        if (typeof outcome !== 'number') return call.left(outcome)
        cause = outcome
      }
    },
  }
}
