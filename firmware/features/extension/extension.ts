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
  /** A connection attempt as it can be made now; undefined when the route has no such attempt. */
  attempt(extension: string, attempt: number): Attempt | undefined
}

export interface Attempt {
  readonly destinations: readonly Destination[]
  /** Why, when there are none: all busy, or none registered. */
  readonly otherwise: Cause
}

/** A call to an extension: its connection attempts in order, then Finally (ROUTE-1 to ROUTE-4, ROUTE-17). */
export function extensionProgram(routes: Routes): Program<ExtensionState> {
  return {
    name: 'extension',
    async run(call: Call, { extension, attempt: from }: ExtensionState): Promise<Cause> {
      let cause: Cause = causes.subscriberAbsent
      for (let attempt = from; ; attempt++) {
        const next = routes.attempt(extension, attempt)
        if (!next) return cause // ROUTE-17: hang up
        call.save({ extension, attempt })
        const outcome = await connect(call, next.destinations)
        if (typeof outcome === 'object') return call.left(outcome)
        cause = outcome ?? next.otherwise
      }
    },
  }
}
