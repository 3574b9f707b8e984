import { Cause } from '../calls/cause.ts'
import type { Attempt, Routes } from '../features/extension/extension.ts'
import type { Bindings } from '../phones/bindings.ts'
import type { Dialler } from '../phones/handset-destination.ts'
import { handsetDestinations } from '../phones/handset-destination.ts'
import type { LinesInUse } from '../phones/lines-in-use.ts'
import type { Office } from './office.ts'

const SECONDS_A_RING = 6 // North American cadence: 2 s on, 4 s off

/** The call routes of the configured extensions, over the telephones that are registered and have a line free. */
export function routesOf(
  office: Office,
  bindings: Bindings,
  lines: LinesInUse,
  dial: Dialler,
): Routes {
  return {
    attempt(extension: string, attempt: number): Attempt | undefined {
      const configured = office.extensionById(extension)?.route.attempts[attempt]?.destinations
      if (!configured) return undefined
      let otherwise: Cause = Cause.subscriberAbsent
      const destinations = configured.flatMap(({ handset, rings }) => {
        const account = handset ? office.byId(handset) : undefined
        if (!account) return []
        if (lines.of(account.id) >= account.lines) {
          otherwise = Cause.userBusy // GSIP-2
          return []
        }
        const seconds = Math.min(rings * SECONDS_A_RING, office.settings.ringingSeconds)
        return handsetDestinations(account, bindings.of(account.id), seconds, dial)
      })
      return { destinations, otherwise }
    },
  }
}
