import type { Destination } from '../calls/connect.ts'
import type { Routes } from '../features/extension/extension.ts'
import type { Bindings } from '../phones/bindings.ts'
import type { Dialler } from '../phones/handset-destination.ts'
import { handsetDestinations } from '../phones/handset-destination.ts'
import type { Office } from './office.ts'

const SECONDS_A_RING = 6 // North American cadence: 2 s on, 4 s off

/** The call routes of the configured extensions, over the telephones that are registered. */
export function routesOf(office: Office, bindings: Bindings, dial: Dialler): Routes {
  return {
    attempt(extension: string, attempt: number): readonly Destination[] | undefined {
      const destinations = office.extensionById(extension)?.route.attempts[attempt]?.destinations
      return destinations?.flatMap(({ handset, rings }) => {
        const account = handset ? office.byId(handset) : undefined
        if (!account) return []
        const seconds = Math.min(rings * SECONDS_A_RING, office.settings.ringingSeconds)
        return handsetDestinations(account, bindings.of(account.id), seconds, dial)
      })
    },
  }
}
