import t from 'tap'
import { AnalogHandset } from '../../../../firmware/model/analog-handset.ts'
import { Extension } from '../../../../firmware/model/extension.ts'
import { FxoLine } from '../../../../firmware/model/fxo-line.ts'
import { Handset } from '../../../../firmware/model/handset.ts'
import type { CallEvent } from '../../../../firmware/records/call-event.ts'
import { openCallLog } from '../../../../firmware/records/call-log.ts'
import { ok, refuse } from '../../../../firmware/result.ts'
import type { Me } from '../../../../firmware/web/contract.ts'
import { RIGHTS } from '../../../../firmware/web/server/rights.ts'
import { change } from '../../../store/a-store.ts'
import { aUser } from '../../server/a-server.ts'
import { anApi, Page } from '../an-api.ts'

/** Ann (101, two telephones) and Bob (102) administrate nothing. */
async function anOffice(t: Parameters<typeof anApi>[0], away = false) {
  const ids = { desk: '', fax: '', bobs: '', line: '' }
  const live = (handset: string, sipUser: string) => ({
    handset,
    sipUser,
    extension: '101',
    name: 'Ann',
    contacts: [{ contact: 'sip:x', address: '192.0.2.9:5060', transport: 'udp', userAgent: 'Y' }],
  })
  const api = await anApi(t, {
    ask: async (program, verb) => {
      if (away) return refuse({ code: 'not-running', text: '/run/exchange.sock' })
      t.strictSame([program, verb], ['exchange', 'phones'])
      return ok([live(ids.desk, 'desk'), live(ids.bobs, 'bobs')])
    },
  })
  const ann = aUser(api, 'ann', [])
  const bob = aUser(api, 'bob', [])
  change(api.store, (edit) => {
    const own = edit.newId()
    ids.desk = edit.create(Handset, { sipUser: 'desk', description: 'My desk', extension: own })
    ids.fax = edit.create(AnalogHandset, { port: 'fxs-1', extension: own })
    ids.line = edit.create(FxoLine, { port: 'fxo-1' })
    const second = edit.create(Extension, { number: '102', kind: 'user', owner: bob })
    ids.bobs = edit.create(Handset, { sipUser: 'bobs', extension: second })
    const silent = edit.create(AnalogHandset, { port: 'fxs-2', canReceiveCalls: false })
    const route = {
      attempts: [
        { destinations: [{ handset: ids.desk, rings: 3 }, { analog: ids.fax }] },
        { destinations: [{ analog: silent }] },
        { destinations: [{ handset: ids.bobs, rings: 1 }] },
      ],
    }
    edit.create(Extension, { number: '101', kind: 'user', owner: ann, route }, own)
  })
  const page = async (login: string) => {
    const one = new Page(api.browser())
    await one.browser.signIn(login)
    return one
  }
  return { ...api, ids, page, ann, bob }
}

type Party = NonNullable<CallEvent['party']>

/** A call from one party to the number, answered by another. */
function aCall(n: number, caller: Party, dialled: string, callee?: Party): CallEvent[] {
  const call = `1-1-${n}`
  const at = n * 60_000
  const began: CallEvent = {
    call,
    sequence: 1,
    at,
    kind: 'began',
    leg: 'a',
    party: caller,
    dialled,
  }
  const released: CallEvent = { call, sequence: 4, at: at + 9, kind: 'released', cause: 16 }
  if (!callee) return [began, { ...released, sequence: 2 }]
  return [
    began,
    { call, sequence: 2, at: at + 1, kind: 'leg', leg: 'b', party: callee },
    { call, sequence: 3, at: at + 2, kind: 'answered', leg: 'b' },
    released,
  ]
}

t.test(
  'somebody without a role sees number, route, telephones and calls of their own',
  async (t) => {
    const { page, store, clock, ids, ann } = await anOffice(t)
    const log = openCallLog(store.records, clock)
    const annsDesk = { digits: '101', name: 'Ann', device: ids.desk }
    const bobs = { digits: '102', name: 'Bob', device: ids.bobs }
    const outside = { digits: '5855550100', device: ids.line }
    void log.append([
      ...aCall(1, annsDesk, '102', bobs),
      ...aCall(2, bobs, '911'),
      ...aCall(3, outside, '101', annsDesk),
      ...aCall(4, outside, '102', bobs),
      ...aCall(5, { digits: '101', device: ids.line }, '102', bobs),
      ...aCall(6, { digits: '101' }, '102', bobs),
      ...aCall(7, bobs, '101'),
    ])
    await log.flush()
    const one = await page('ann')
    const { status, body } = await one.get<Me>('me')
    t.equal(status, 200)
    t.strictSame(body.user, { id: ann, login: 'ann', name: 'ann', language: 'en' })
    t.strictSame(body.extension, {
      number: '101',
      rings: [
        { phones: ['My desk', 'fxs-1'], times: 4 },
        { phones: ['bobs'], times: 1 },
      ],
    })
    t.match(body.phones, [
      { handset: ids.desk, contacts: [{ userAgent: 'Y' }] },
      { handset: ids.fax, sipUser: 'fxs-1', contacts: [] },
    ])
    t.equal(body.phones.length, 2, 'not the one of somebody else')
    t.equal(body.phonesUnavailable, undefined)
    t.strictSame(
      body.recent.map(({ call }) => call),
      ['1-1-7', '1-1-3', '1-1-1'],
      'not those of strangers who show her number',
    )
    t.match(body.recent[0], { dialled: '101', causeText: 'normal hang-up' })

    const next = { ...annsDesk, digits: '101' }
    void log.append(aCall(8, next, '100').slice(0, 1))
    await log.flush()
    t.equal((await one.get<Me>('me')).body.recent.length, 3, 'read once a second')
    await clock.advance(1000)
    t.match((await one.get<Me>('me')).body.recent[0], { call: '1-1-8', endedAt: undefined })
    void log.append(aCall(8, next, '100'))
    await log.flush()
    await clock.advance(1000)
    t.match((await one.get<Me>('me')).body.recent[0], { call: '1-1-8', endedAt: 480_009 })
  },
)

t.test('SECURITY 12 somebody without a role gets nothing else of the office', async (t) => {
  const { page, ids, bob } = await anOffice(t)
  const one = await page('ann')
  const own = /^\/(session|me|browser-phone|photos)\b/ // a photo has an address that nobody guesses
  const names: Record<string, string> = { section: 'users', id: bob, field: 'secret' }
  for (const row of Object.keys(RIGHTS)) {
    const [method = '', url = ''] = row.split(' ')
    const path = url.replace('/api/v1', '')
    if (!url.startsWith('/api/') || own.test(path)) continue
    const filled = path.slice(1).replace(/:(\w+)/g, (_, name: string) => names[name] ?? '1')
    const answer = await one.browser.request(
      method as 'GET',
      filled,
      method === 'GET' ? undefined : {},
    )
    if (answer.statusCode === 404 && !/There is no such page/.test(answer.body)) t.fail(row)
    if (answer.statusCode !== 404) t.equal(answer.statusCode, 403, row)
    t.notMatch(answer.body, new RegExp(`bob|102|${ids.bobs}`), row)
  }
  const mine = await one.get<Me>('me')
  t.notMatch(JSON.stringify(mine.body), /192\.0\.2\.7|passwordHash|totp|roles|"bob"|"102"/)
  t.match((await one.get<Me>(`me?user=${bob}&id=${bob}`)).body.user, { login: 'ann' })
})

t.test('with the exchange away the rest is there, and why nobody can tell the state', async (t) => {
  const { page, ids } = await anOffice(t, true)
  const { body } = await (await page('ann')).get<Me>('me')
  t.match(body, {
    extension: { number: '101' },
    phones: [{ handset: ids.desk, contacts: [] }, {}],
    phonesUnavailable: /^The exchange does not run at the moment/,
  })
  t.notMatch(JSON.stringify(body), /sock/)
})

t.test("one's own language is the only thing to change there", async (t) => {
  const { page, store, published, ann, bob } = await anOffice(t, true)
  const one = await page('ann')
  const before = store.revision()
  const changed = await one.ask<Me>('PATCH', 'me', { language: 'fr' })
  t.match(changed, { status: 200, body: { user: { language: 'fr' } } })
  t.match(changed.body.phonesUnavailable, /^Le central ne marche pas/)
  t.strictSame(published.at(-1), { revision: before + 1 })
  for (const wrong of [
    {},
    { language: 'de' },
    { language: ['fr'] },
    { language: 'es', roles: ['server-admin'] },
    { language: 'es', id: bob },
    { roles: ['server-admin'] },
    [],
  ]) {
    t.equal((await one.ask('PATCH', 'me', wrong)).status, 400, JSON.stringify(wrong))
  }
  t.equal(store.revision(), before + 1)
  t.match(store.revisions({ since: before }), [{ by: 'ann', changes: [{ id: ann }] }])
  one.browser.csrf = ''
  t.match(await one.ask('PATCH', 'me', { language: 'es' }), { status: 403, body: { code: 'csrf' } })
  t.equal((await new Page((await anApi(t)).browser()).get('me')).status, 401)
})
