import type { FastifyInstance } from 'fastify'
import { heldKeys } from '../../../entitlements/entitled.ts'
import { installKey } from '../../../entitlements/install-key.ts'
import { reckonedNow } from '../../../entitlements/reckoned-now.ts'
import { isPlain } from '../../../model/complete.ts'
import { FxoLine } from '../../../model/fxo-line.ts'
import type { Entitlements, ShownKey, ShownTrunk } from '../../contract.ts'
import type { Parts } from '../../server/parts.ts'
import { Refusal } from '../../server/refusal.ts'
import { originOf } from '../../server/request-session.ts'
import { languageOf } from '../../words-of.ts'
import { tellChanged } from '../config.ts'
import { shownEntitlements, shownKey } from './shown-entitlements.ts'

const FEW = { rateLimit: { max: 20, timeWindow: 60_000 } }

/** Capacity profile and feature keys (specs 10 and 52). The profile itself is section `capacity` of the configuration. */
export function entitlementEndpoints(app: FastifyInstance, parts: Parts): void {
  app.get('/api/v1/entitlements', async (request): Promise<Entitlements> => {
    const outside = await outsideNow(parts)
    return shownEntitlements(parts.store(), parts.clock, languageOf(request), outside)
  })

  app.post(
    '/api/v1/entitlements/keys',
    { config: FEW },
    async (request, reply): Promise<ShownKey> => {
      const text = isPlain(request.body) ? request.body.key : undefined
      if (typeof text !== 'string') throw new Refusal('bad-request', 'Give the key, as text.')
      const store = parts.store()
      const before = store.revision()
      const installed = installKey(store, parts.clock, text, originOf(request))
      if (!installed.ok) throw new Refusal('refused', installed.error)
      const { key, revision } = installed.value
      tellChanged(parts, before, { revision, ids: {} })
      const now = reckonedNow(store, parts.clock)
      const held = heldKeys(store, now).find((one) => one.key.series === key.series)
      if (!held) throw new Refusal('unavailable', 'Another key came meanwhile. Look again.')
      reply.code(201)
      return shownKey(held, languageOf(request))
    },
  )
}

/** PLAT-40: calls over SIP trunks, and each analog line that is configured. Undefined while the exchange does not answer. */
async function outsideNow(parts: Parts): Promise<number | undefined> {
  const answer = await parts.ask('exchange', 'trunks', {}, parts.stopping)
  if (!answer.ok) return undefined
  const calls = (answer.value as readonly ShownTrunk[]).map((trunk) => trunk.calls)
  return parts.store().all(FxoLine).length + calls.reduce((sum, many) => sum + many, 0)
}
