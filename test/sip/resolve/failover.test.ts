import t from 'tap'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import type { Hop } from '../../../firmware/sip/contract.ts'
import type { Outcome } from '../../../firmware/sip/resolve/failover.ts'
import { failover } from '../../../firmware/sip/resolve/failover.ts'
import { HopHealth } from '../../../firmware/sip/resolve/health.ts'

const [one, two, three] = [1, 2, 3].map(
  (n): Hop => ({ transport: 'udp', address: `192.0.2.${n}`, port: 5060 }),
) as [Hop, Hop, Hop]

async function tried(outcomes: readonly Outcome<string>[], signal?: AbortSignal) {
  const hops: Hop[] = []
  const clock = new VirtualClock()
  const health = new HopHealth(clock)
  const last = await failover(
    [one, two, three],
    async (hop) => outcomes[hops.push(hop) - 1] ?? { status: 500, response: 'none left' },
    { health, ...(signal && { signal }) },
  )
  return { tries: hops.length, status: last.status, response: last.response, health, clock }
}

t.test('RFC 3263 §4.3 503, silence and a dead transport lead to the next hop', async (t) => {
  const busy = { status: 503, response: 'Service Unavailable' }
  const found = await tried([busy, { status: 408 }, { status: 200, response: 'OK' }])
  t.match(found, { tries: 3, status: 200, response: 'OK' })
  t.notOk(found.health.isGood(one))
  t.ok(found.health.isGood(three))
  t.match(await tried([{ status: 503 }, { status: 486, response: 'Busy' }]), {
    tries: 2,
    status: 486,
  })
  t.match(
    await tried([busy, busy, { status: 408 }]),
    { tries: 3, status: 408 },
    'the last one counts',
  )
})

t.test(
  'RFC 3263 §4.3 whoever has begun to work is not replaced when he falls silent',
  async (t) => {
    t.match(await tried([{ status: 408, hasBegun: true }]), { tries: 1, status: 408 })
    t.match(await tried([{ status: 408, response: 'from a proxy' }]), { tries: 1, status: 408 })
    t.match(await tried([{ status: 503, response: 'x', hasBegun: true }, { status: 200 }]), {
      tries: 2,
    })
  },
)

t.test('RFC 3261 §21.5.4 Retry-After is believed, up to five minutes', async (t) => {
  const busy = { status: 503, response: 'x', retryAfterSeconds: 86_400 }
  const { clock, health } = await tried([busy, { status: 200, response: 'OK' }])
  await clock.advance(31_000)
  t.notOk(health.isGood(one))
  await clock.advance(270_000)
  t.ok(health.isGood(one))
})

t.test('whoever gives up is not tried for any more; no hop at all is 503', async (t) => {
  await t.rejects(tried([], AbortSignal.abort(new Error('hung up'))), { message: 'hung up' })
  t.match(await failover([], async () => ({ status: 200 })), { status: 503 })
})
