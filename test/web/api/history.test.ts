import t from 'tap'
import type {
  ApiError,
  Changed,
  HistoryEntry,
  Restored,
  SearchHit,
  ShownDeleted,
} from '../../../firmware/web/contract.ts'
import { anApi } from './an-api.ts'

t.test('the history says in words who changed what, newest first, page by page', async (t) => {
  const { admin } = await anApi(t)
  const handset = await admin.create('handsets', { sipUser: 'desk' })
  const id = await admin.create('extensions', { number: '201' })
  await admin.patch('handsets', handset, { lines: 3, extension: id, secret: 'correct-horse-1' })
  const { body } = await admin.get<HistoryEntry[]>('history?limit=2')
  t.equal(body.length, 2)
  t.match(body[0], {
    by: 'admin',
    from: 'address 192.0.2.7',
    canUndo: true,
    lines: [
      'changed handset desk',
      'Extension: (none) → 201',
      'Number of lines: 2 → 3',
      'Password: a new one',
    ],
  })
  t.strictSame(body[1]?.lines, ['added extension 201'])
  t.equal(body[1]?.canUndo, false, 'the telephone is of that extension now')
  const next = await admin.get<HistoryEntry[]>(`history?limit=2&before=${body[1]?.revision}`)
  t.strictSame(next.body[0]?.lines, ['added handset desk'])
  t.equal((await admin.get('history?limit=201')).status, 400)
  t.equal((await admin.get('history?before=x')).status, 400)
  const first = (await admin.get<HistoryEntry[]>('history?before=2')).body
  t.equal(first.at(-1)?.revision, 1)
  t.strictSame((await admin.get('history?before=1')).body, [])
})

t.test('undo is a change as any other, and is told to the processes', async (t) => {
  const { admin, published } = await anApi(t)
  const id = await admin.create('handsets', { sipUser: 'desk', lines: 4 })
  const before = (await admin.read('handsets', id)).body
  const { revision } = (await admin.remove('handsets', id)).body
  const undone = await admin.ask<Changed>('POST', `history/${revision}/undo`)
  t.match(undone, { status: 200, body: { revision: revision + 1 } })
  const after = (await admin.read('handsets', id)).body
  t.strictSame({ ...after, _revision: 0 }, { ...before, _revision: 0 })
  t.strictSame(published.at(-1), { revision: revision + 1 })
})

t.test('an undo on which later changes stand is refused with words', async (t) => {
  const { admin } = await anApi(t)
  const id = await admin.create('extensions', { number: '201' })
  const { revision } = (await admin.patch('extensions', id, { description: 'A' })).body
  await admin.patch('extensions', id, { description: 'B' })
  const refused = await admin.ask<ApiError>('POST', `history/${revision}/undo`)
  t.match(refused, {
    status: 422,
    body: { code: 'refused', text: /extension 201: it was changed/ },
  })
  for (const number of ['0', '-1', '999', 'x', '1e3', '__proto__']) {
    t.equal((await admin.ask('POST', `history/${number}/undo`)).status, 404, number)
  }
})

t.test('SECURITY 12 nobody undoes what they may not change', async (t) => {
  const { admin, as } = await anApi(t)
  const phone = await as('phone', 'phone-admin')
  const network = await as('network', 'network-admin')
  const id = await admin.create('users', { login: 'ada', lastName: 'King' })
  const { revision } = (await admin.patch('users', id, { roles: ['support-technician'] })).body
  t.equal((await phone.ask('POST', `history/${revision}/undo`)).status, 403)
  t.equal((await network.ask('POST', `history/${revision}/undo`)).status, 403)
  t.equal((await phone.get<HistoryEntry[]>('history?limit=1')).body[0]?.canUndo, false)
  t.equal((await admin.get<HistoryEntry[]>('history?limit=1')).body[0]?.canUndo, true)
  t.equal((await admin.ask('POST', `history/${revision}/undo`)).status, 200)
  const claim = (await admin.get<HistoryEntry[]>('history')).body.find(({ lines }) =>
    lines.some((line) => /set-up/.test(line)),
  )
  t.equal(claim?.canUndo, false)
  t.equal((await admin.ask('POST', `history/${claim?.revision}/undo`)).status, 403)
})

t.test('UX history of one object, back to a moment, and a deleted one back', async (t) => {
  const { admin, as, published } = await anApi(t)
  const desk = await admin.create('handsets', { sipUser: 'desk', lines: 2 })
  await admin.create('handsets', { sipUser: 'hall' })
  const { revision } = (await admin.patch('handsets', desk, { lines: 3 })).body
  await admin.remove('handsets', desk)
  const own = await admin.get<HistoryEntry[]>(`history?object=${desk}`)
  t.strictSame(
    own.body.map(({ lines }) => lines),
    [
      ['deleted handset desk'],
      ['changed handset desk', 'Number of lines: 2 → 3'],
      ['added handset desk'],
    ],
  )
  t.equal(
    (await admin.get<HistoryEntry[]>(`history?object=${desk}&limit=1&before=${revision}`)).body
      .length,
    1,
  )
  t.strictSame((await admin.get('history?object=none')).body, [])

  const [gone] = (await admin.get<ShownDeleted[]>('deleted')).body
  t.match(gone, { id: desk, name: 'handset desk', by: 'admin' })
  const network = await as('network', 'network-admin')
  t.equal((await network.ask('POST', `deleted/${desk}/restore`)).status, 422)
  t.equal((await network.ask('POST', `history/${revision}/restore`)).status, 422)
  const dry = await admin.ask<Restored>('POST', `deleted/${desk}/restore`, { dry: true })
  t.match(dry, { status: 200, body: { changes: 1, lines: ['added handset desk'] } })
  t.equal((await admin.read('handsets', desk)).status, 404)
  t.equal((await admin.ask('POST', `deleted/${desk}/restore`)).status, 200)
  t.match((await admin.read('handsets', desk)).body, { lines: 3 })

  const back = await admin.ask<Restored>('POST', `history/${revision - 1}/restore`)
  t.match(
    back,
    { status: 200, body: { lines: /Number of lines: 3 → 2/ } },
    'and whoever came later is gone',
  )
  t.match((await admin.read('handsets', desk)).body, { lines: 2 })
  t.match(published.at(-1), { revision: back.body.revision })
  t.equal((await admin.ask('POST', `history/${back.body.revision}/undo`)).status, 200)
  t.match((await admin.read('handsets', desk)).body, { lines: 3 })
  for (const path of [
    'history/99999/restore',
    'deleted/00000000-0000-7000-8000-000000000000/restore',
  ]) {
    t.equal((await admin.ask('POST', path)).status, 422, path)
  }
  t.equal((await admin.ask('POST', 'history/x/restore')).status, 404)
})

t.test('one search finds people, telephones, numbers, lines, settings and pages', async (t) => {
  const { admin } = await anApi(t)
  const ada = await admin.create('users', { login: 'ada', firstName: 'Ada', lastName: 'Gödel' })
  await admin.create('extensions', { number: '201', kind: 'user', owner: ada })
  await admin.create('handsets', { sipUser: 'desk201' })
  await admin.create('fxoLines', { port: 'fxo-1', description: 'Main number' })
  const found = async (q: string) =>
    (await admin.get<SearchHit[]>(`search?q=${encodeURIComponent(q)}`)).body
  const first = async (q: string) => {
    const [hit] = await found(q)
    return hit && `${hit.kind} ${hit.title} ${hit.path}`
  }
  t.equal(await first('godel'), `person Ada Gödel /people/${ada}`)
  t.equal(await first('201'), `extension 201 /people/${ada}`)
  t.match(await first('desk201'), /^phone desk201 \/phones\//)
  t.match(await first('main numb'), /^line Main number \/lines\//)
  t.equal(await first('VOIP-65'), undefined)
  t.match(await first('VOIP-7'), 'setting RTP DTMF payload /network', 'by requirement')
  t.match(await first('Servers > VoIP'), 'page Network /network', 'by its old menu')
  t.match(await first('Reports > T1 Lines'), 'page Lines & numbers /lines')
  t.match(await first('IVR'), 'page Call flow /call-flow', 'by the word of others')
  t.match(await first('DSCP'), /setting (RTP|SIP) DSCP tag/)
  t.ok(
    (await found('chirps')).some(({ title }) => title === 'Caller ID display'),
    'by its help',
  )
  t.strictSame(await found('  '), [])
  t.strictSame(await found('.*[(\\'), [])
  t.equal((await admin.get(`search?q=${'x'.repeat(101)}`)).status, 400)
  t.notMatch(JSON.stringify(await found('password')), /argon2/)
})
