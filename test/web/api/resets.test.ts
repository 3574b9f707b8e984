import t from 'tap'
import { DialPlan } from '../../../firmware/model/dial-plan.ts'
import { ok } from '../../../firmware/result.ts'
import type { ApiError, ResetDone } from '../../../firmware/web/contract.ts'
import { OWN_PASSWORD } from '../server/a-server.ts'
import { anApi } from './an-api.ts'

t.test('FDEF-1 FDEF-6 a reset is looked at, done, and undone', async (t) => {
  const { admin, store, published } = await anApi(t)
  await admin.patch('dialPlan', 'dialPlan', { emergencyNumber: '112', outsideDigit: '8' })
  const before = store.revision()
  const would = await admin.get<ResetDone>('reset?what=settings')
  t.match(would.body, { changes: 1, lines: ['changed dial plan', 'Emergency number: 112 → 911'] })
  t.equal(store.revision(), before)
  const { body } = await admin.ask<ResetDone>('POST', 'reset', { what: 'settings' })
  t.match(body, { revision: before + 1, changes: 1 })
  t.match(store.only(DialPlan), { emergencyNumber: '911', outsideDigit: '8' })
  t.match(published.at(-1), { revision: before + 1 })
  await admin.ask('POST', 'reset', { what: 'section', section: 'dialPlan' })
  t.match(store.only(DialPlan), { outsideDigit: '9' })
  t.equal((await admin.ask('POST', `history/${before + 2}/undo`)).status, 200)
  t.match(store.only(DialPlan), { outsideDigit: '8' })
  t.equal((await admin.ask('POST', 'reset', { what: 'section', section: 'users' })).status, 422)
  t.equal((await admin.ask('POST', 'reset', { what: 'section', section: 'set-up' })).status, 404)
  t.equal((await admin.ask('POST', 'reset', { what: 'all' })).status, 400)
})

t.test('FDEF-3 everything is erased only by a person who knows the password', async (t) => {
  const asked: unknown[] = []
  const ask = async (...given: unknown[]) => {
    asked.push(given.slice(0, 3))
    return ok(null)
  }
  const { admin, as, parts, app, store } = await anApi(t, { ask })
  const phone = await as('phone', 'phone-admin')
  t.equal(
    (await phone.ask('POST', 'reset', { what: 'everything', password: OWN_PASSWORD })).status,
    403,
  )
  t.equal((await admin.ask('POST', 'reset', { what: 'everything' })).status, 400)
  const wrong = await admin.ask<ApiError>('POST', 'reset', { what: 'everything', password: 'x' })
  t.match(wrong, { status: 401, body: { code: 'wrong' } })
  const owner = (await admin.list('users?filter.login=admin')).body.items[0]?.id ?? ''
  const { token } = parts.tokens.make({ name: 'x', scopes: ['operate'], owner })
  const byProgram = await app.inject({
    method: 'POST',
    url: '/api/v1/reset',
    headers: { authorization: `Bearer ${token}` },
    payload: { what: 'everything', password: OWN_PASSWORD },
  })
  t.equal(byProgram.statusCode, 403)
  t.strictSame(asked, [])
  const done = await admin.ask('POST', 'reset', { what: 'everything', password: OWN_PASSWORD })
  t.equal(done.status, 200)
  t.strictSame(asked, [['supervisor', 'factory-reset', { by: 'admin', from: 'address 192.0.2.7' }]])
  t.ok(store.revision() > 0, 'it is the supervisor who erases')
})
