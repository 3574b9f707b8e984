import t, { type Test } from 'tap'
import { User } from '../../../firmware/model/user.ts'
import { WebSettings } from '../../../firmware/model/web-settings.ts'
import { apiEndpoints } from '../../../firmware/web/api/endpoints.ts'
import type {
  GivenPassword,
  PersonAccess,
  Session,
  ShownSession,
} from '../../../firmware/web/contract.ts'
import { ownEndpoints } from '../../../firmware/web/server/own-endpoints.ts'
import { change } from '../../store/a-store.ts'
import { aServer, aUser, type Browser, OWN_PASSWORD } from './a-server.ts'

async function aUnit(t: Test) {
  const server = await aServer(t, { own: [ownEndpoints] })
  const signedIn = async (login: string) => {
    const browser = server.browser()
    await browser.signIn(login)
    return browser
  }
  return { ...server, signedIn, admin: await signedIn('admin') }
}
const status = async (browser: Browser) => (await browser.request('GET', 'session/all')).statusCode

t.test(
  'an administrator gives a lost password anew: shown once, to be changed, sessions end',
  async (t) => {
    const server = await aUnit(t)
    const id = aUser(server, 'ada', [])
    const ada = await server.signedIn('ada')
    const answer = await server.admin.request('POST', `people/${id}/password`)
    const { login, password } = answer.json() as GivenPassword
    t.equal(login, 'ada')
    t.match(password, /^[a-z]+-[a-z]+-[a-z]+-\d{4}$/)
    t.equal(await status(ada), 401)
    t.match((await server.browser().signIn('ada')).json(), { code: 'wrong' })
    const again = server.browser()
    t.match((await again.signIn('ada', password)).json(), { state: 'password-due' })
    const events = JSON.stringify(server.store.revisions())
    t.notOk(events.includes(password) || events.includes('argon2'))
    const access = (await server.admin.request('GET', `people/${id}/access`)).json() as PersonAccess
    t.match(access, { login: 'ada', hasPassword: true, mustChange: true, totp: false })
    t.equal(access.sessions.length, 1)
  },
)

t.test('SECURITY 12 nobody makes a way in of higher rights than their own', async (t) => {
  const server = await aUnit(t)
  aUser(server, 'sys', ['system-admin'])
  const other = aUser(server, 'root2', ['server-admin'])
  const peer = aUser(server, 'sys2', ['system-admin'])
  const tech = aUser(server, 'tech', ['support-technician'])
  const sys = await server.signedIn('sys')
  const reset = async (who: Browser, id: string) =>
    (await who.request('POST', `people/${id}/password`)).statusCode
  t.equal(await reset(sys, other), 403)
  t.equal(await reset(sys, peer), 200)
  t.equal(await reset(await server.signedIn('tech'), peer), 403)
  t.equal(await reset(sys, tech), 200)
  t.equal(await reset(server.admin, other), 200)
  const own = server.store.find(User, 'login', 'admin')?.id ?? ''
  t.equal(await reset(server.admin, own), 422, "one's own takes the old password")
  t.equal(await reset(server.admin, '0'.repeat(36)), 404)
  t.equal((await sys.request('DELETE', `people/${peer}/totp`)).statusCode, 403)
})

t.test('the second step of somebody without a telephone is taken away', async (t) => {
  const server = await aUnit(t)
  const id = aUser(server, 'ada', [])
  change(server.store, (edit) => edit.update(User, id, { totpSecret: 'A'.repeat(32) }))
  t.match((await server.browser().signIn('ada')).json(), { code: 'totp' })
  t.equal((await server.admin.request('DELETE', `people/${id}/totp`)).statusCode, 200)
  t.match((await server.browser().signIn('ada')).json(), { state: 'signed-in' })
})

t.test('one sees one’s own sessions, and ends those that were left open', async (t) => {
  const server = await aUnit(t)
  aUser(server, 'ada', [])
  const here = await server.signedIn('ada')
  const there = server.browser()
  there.address = '198.51.100.9'
  await there.signIn('ada')
  const all = (await here.request('GET', 'session/all')).json() as ShownSession[]
  t.match(all, [
    { from: '192.0.2.7', current: true },
    { from: '198.51.100.9', current: false, since: server.clock.now() },
  ])
  const left = all.find(({ current }) => !current)?.id ?? ''
  t.equal((await server.admin.request('DELETE', `session/all/${left}`)).statusCode, 404)
  t.equal((await here.request('DELETE', `session/all/${left}`)).statusCode, 200)
  t.equal(await status(there), 401)
  t.equal(await status(here), 200)
})

t.test('WEB-7: a session ends after the time that is set; watching is not activity', async (t) => {
  const server = await aUnit(t)
  change(server.store, (edit) =>
    edit.update(WebSettings, edit.only(WebSettings).id, { idleSeconds: 120 }),
  )
  const browser = await server.signedIn('admin')
  await server.clock.advance(110_000)
  t.equal(await status(browser), 200)
  await server.clock.advance(110_000)
  const byItself = { 'x-by-itself': '1' }
  t.equal((await browser.request('GET', 'session/all', undefined, byItself)).statusCode, 200)
  await server.clock.advance(15_000)
  t.equal((await browser.request('GET', 'session/all', undefined, byItself)).statusCode, 401)
})

t.test(
  'WEB-8: more sessions than are set are refused, but for a server administrator',
  async (t) => {
    const server = await aUnit(t)
    change(server.store, (edit) =>
      edit.update(WebSettings, edit.only(WebSettings).id, { mostSessions: 2 }),
    )
    for (const login of ['ada', 'bob']) aUser(server, login, [])
    const ada = await server.signedIn('ada')
    await server.clock.advance(1000)
    await status(server.admin)
    const refused = await server.browser().signIn('bob')
    t.match([refused.statusCode, refused.json()], [429, { code: 'too-many' }])
    const wrong = await server.browser().signIn('bob', 'a wrong password')
    t.match(wrong.json(), { code: 'wrong' }, 'strangers are not told')
    t.match((await server.browser().signIn('admin', OWN_PASSWORD)).json(), { state: 'signed-in' })
    t.equal(await status(ada), 401, 'the one that was quiet longest')
    await server.clock.advance(16 * 60_000)
    t.match((await server.browser().signIn('bob')).json(), { state: 'signed-in' })
  },
)

t.test(
  'ROLE-9: a role that is given acts at the next sign-in; one that is taken ends the session',
  async (t) => {
    const server = await aServer(t, { own: [ownEndpoints], endpoints: [apiEndpoints] })
    const admin = server.browser()
    await admin.signIn()
    const id = aUser(server, 'ada', ['phone-admin'])
    const ada = server.browser()
    await ada.signIn('ada')
    const reach = async (path: string) => (await ada.request('GET', path)).statusCode
    const give = (...roles: string[]) => admin.request('PATCH', `config/users/${id}`, { roles })

    t.equal((await give('phone-admin', 'support-technician')).statusCode, 200)
    t.equal(await reach('events'), 403, 'not yet')
    t.match((await ada.open()).user, { roles: ['phone-admin'] })
    const again = server.browser()
    await again.signIn('ada')
    t.equal((await again.request('GET', 'events')).statusCode, 200)

    await give('support-technician')
    t.equal(await reach('system'), 401, 'signed out: what is taken is not kept')
    t.equal((await again.request('GET', 'events')).statusCode, 401)
    t.match((await ada.signIn('ada')).json(), { user: { roles: ['support-technician'] } })
    t.match(await reach('events'), 200)
  },
)

t.test('ROLE-10: a telephone administrator gives and takes that role alone', async (t) => {
  const server = await aServer(t, { own: [ownEndpoints], endpoints: [apiEndpoints] })
  aUser(server, 'phone', ['phone-admin'])
  const boss = aUser(server, 'boss', ['system-admin'])
  const other = aUser(server, 'other', [])
  const phone = server.browser()
  await phone.signIn('phone')
  const patch = async (id: string, values: object) =>
    (await phone.request('PATCH', `config/users/${id}`, values)).statusCode
  t.equal(await patch(other, { roles: ['phone-admin'] }), 200)
  t.equal(await patch(other, { roles: ['phone-admin', 'network-admin'] }), 403)
  t.equal(await patch(other, { roles: [] }), 200)
  t.equal(await patch(boss, { roles: [] }), 403)
  t.equal(await patch(boss, { lastName: 'Doe' }), 403, 'nor their account')
  t.equal((await phone.request('DELETE', `config/users/${boss}`)).statusCode, 403)
  t.equal((await phone.request('POST', `people/${boss}/password`)).statusCode, 403)
  t.equal((await phone.request('POST', `people/${other}/password`)).statusCode, 200)
  const { revision } = (await phone.request('GET', 'config')).json() as { revision: number }
  change(server.store, (edit) => edit.update(User, other, { roles: ['support-technician'] }))
  const undo = await phone.request('POST', `history/${revision + 1}/undo`)
  t.equal(undo.statusCode, 403, 'nor by undoing what another did')
})

t.test(
  'ROLE-13: who signs in is told what they may, so that pages offer nothing else',
  async (t) => {
    const server = await aUnit(t)
    aUser(server, 'tech', ['support-technician'])
    const { user } = (await (await server.signedIn('tech')).open()) as Session
    t.ok(user?.may.includes('PERM-192') && user.may.includes('PERM-213'))
    t.notOk(user?.may.includes('PERM-135'))
  },
)
