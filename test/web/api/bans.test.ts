import t from 'tap'
import { ok, refuse } from '../../../firmware/result.ts'
import type { ShownBan } from '../../../firmware/web/contract.ts'
import type { Ask } from '../../../firmware/web/server/parts.ts'
import { anApi } from './an-api.ts'

const shorter: ShownBan = { source: '192.0.2.7', reason: 'guessing', since: 1, until: 5000 }
const longer: ShownBan = { source: '2001:db8:0:1::/64', reason: 'flood', until: 9000 }

t.test('SECURITY 12 bans are seen by all who administrate, and changed by who may', async (t) => {
  const asked: unknown[] = []
  const ask: Ask = async (program, verb, args) => {
    if (verb === 'bans') return ok([shorter, longer])
    asked.push([program, verb, args])
    return ok({})
  }
  const { admin, as } = await anApi(t, { ask })
  t.strictSame((await admin.get('bans')).body, [longer, shorter], 'the longest first')
  const phones = await as('phones', 'phone-admin')
  t.equal((await phones.get('bans')).status, 200)
  t.equal((await phones.ask('POST', 'bans', { address: '192.0.2.8' })).status, 403)
  t.equal((await phones.ask('DELETE', 'bans/192.0.2.7')).status, 403)
  const network = await as('network', 'network-admin')
  t.equal((await network.ask('POST', 'bans', { address: '192.0.2.8', minutes: 5 })).status, 200)
  t.equal((await network.ask('DELETE', `bans/${encodeURIComponent(longer.source)}`)).status, 200)
  t.strictSame(asked, [
    ['exchange', 'ban', { address: '192.0.2.8', minutes: 5 }],
    ['exchange', 'unban', { address: longer.source }],
  ])
  const events = (await admin.get('events')).body as unknown as readonly { readonly text: string }[]
  t.match(
    events.map(({ text }) => text),
    ['The ban of 2001:db8:0:1::/64 was lifted.', 'The address 192.0.2.8 was banned.'],
  )
})

t.test('a ban that cannot be is refused, in words', async (t) => {
  const refusals: Record<string, string> = {
    'bad-arguments': 'address: give an IP address, as 192.0.2.10.',
    'has-phones': 'A phone is registered from there, or the settings say never to ban it.',
    'not-banned': 'That address is not banned.',
  }
  let code = ''
  const ask: Ask = async () => refuse({ code, text: refusals[code] ?? '' })
  const { admin } = await anApi(t, { ask })
  for (const body of [
    {},
    { address: 5 },
    { address: 'x', minutes: 0 },
    { address: 'x', minutes: 1.5 },
  ]) {
    t.match(await admin.ask('POST', 'bans', body), { status: 400 })
  }
  code = 'bad-arguments'
  t.match(await admin.ask('POST', 'bans', { address: 'x' }), {
    status: 400,
    body: { text: refusals[code] },
  })
  code = 'has-phones'
  t.match(await admin.ask('POST', 'bans', { address: '192.0.2.1' }), { status: 422 })
  code = 'not-banned'
  t.match(await admin.ask('DELETE', 'bans/192.0.2.1'), { status: 404 })
})
