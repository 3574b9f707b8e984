import t from 'tap'
import { ok, refuse } from '../../../firmware/result.ts'
import type { FoundPhone } from '../../../firmware/web/contract.ts'
import type { Ask } from '../../../firmware/web/server/parts.ts'
import { anApi } from './an-api.ts'

const phone: FoundPhone = {
  id: '0123456789abcdef',
  how: 'announced',
  mac: '001565aabbcc',
  userAgent: 'Desk 1.0',
  address: '192.0.2.10',
  transport: 'udp',
  tries: 1,
  firstSeen: 1,
  lastSeen: 2,
}

t.test(
  'PNP-8 what the exchange has found is listed, and hidden by who may set up phones',
  async (t) => {
    let found: readonly FoundPhone[] = [phone]
    const asked: unknown[] = []
    const ask: Ask = async (program, verb, args) => {
      if (verb === 'found') return ok(found)
      asked.push([program, verb, args])
      if (found.length === 0) return refuse({ code: 'no-such-phone', text: 'Not on the list.' })
      found = []
      return ok(null)
    }
    const { admin, as, clock } = await anApi(t, { ask })
    t.strictSame((await admin.get('found')).body, [phone])
    const network = await as('network', 'network-admin')
    t.strictSame((await network.get('found')).body, [phone])
    t.equal((await network.ask('POST', `found/${phone.id}/dismiss`)).status, 403)
    for (const id of ['x', '..%2f..', phone.id.toUpperCase()]) {
      t.equal((await admin.ask('POST', `found/${id}/dismiss`)).status, 404)
    }
    t.equal((await admin.ask('POST', `found/${phone.id}/dismiss`)).status, 200)
    t.strictSame(asked, [['exchange', 'found-dismiss', { id: phone.id }]])
    await clock.advance(1000)
    t.strictSame((await admin.get('found')).body, [])
    t.match(await admin.ask('POST', `found/${phone.id}/dismiss`), {
      status: 404,
      body: { code: 'not-found' },
    })
  },
)

t.test('while the exchange is away the list is unavailable, in words', async (t) => {
  const { admin } = await anApi(t)
  t.match(await admin.get('found'), { status: 503, body: { text: /exchange does not run/ } })
})
