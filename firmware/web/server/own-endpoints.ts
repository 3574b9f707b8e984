import type { FastifyInstance } from 'fastify'
import { certificateEndpoints } from './certificate-endpoints.ts'
import { clientEndpoints } from './client-endpoints.ts'
import type { Parts } from './parts.ts'
import { passkeyEndpoints } from './passkey-endpoints.ts'
import { peopleEndpoints } from './people-endpoints.ts'
import { providerEndpoints } from './provider-endpoints.ts'
import { sessionEndpoints } from './session-endpoints.ts'
import { tokenEndpoints } from './token-endpoints.ts'
import { trustEndpoints } from './trust.ts'

/** What the server has of its own beside the API over configuration and calls: who may come in, by which door, and whom to trust. */
export async function ownEndpoints(app: FastifyInstance, parts: Parts): Promise<void> {
  sessionEndpoints(app, parts)
  passkeyEndpoints(app, parts)
  providerEndpoints(app, parts)
  peopleEndpoints(app, parts)
  tokenEndpoints(app, parts)
  certificateEndpoints(app, parts)
  clientEndpoints(app, parts)
  await trustEndpoints(app, parts)
}
