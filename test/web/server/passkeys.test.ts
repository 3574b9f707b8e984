import t, { type Test } from 'tap'
import { User } from '../../../firmware/model/user.ts'
import type { PersonAccess, ShownPasskey } from '../../../firmware/web/contract.ts'
import { ownEndpoints } from '../../../firmware/web/server/own-endpoints.ts'
import { change } from '../../store/a-store.ts'
import { aServer, aUser, type Browser, OWN_PASSWORD } from './a-server.ts'
import { type Asked, Authenticator } from './an-authenticator.ts'

const NAME = { host: 'pbx.example.com:8443', origin: 'https://pbx.example.com:8443' }
const ORIGIN = NAME.origin

async function aUnit(t: Test) {
  const server = await aServer(t, { own: [ownEndpoints] })
  const id = aUser(server, 'ada', ['phone-admin'])
  const named = async () => {
    const browser = server.browser()
    const { csrf } = (await browser.request('GET', 'session', undefined, NAME)).json() as {
      csrf: string
    }
    browser.csrf = csrf
    return browser
  }
  const ask = (
    browser: Browser,
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body: object = {},
  ) => browser.request(method, path, method === 'GET' ? undefined : body, NAME)
  const signedIn = async () => {
    const browser = await named()
    const answer = await ask(browser, 'POST', 'session/sign-in', {
      login: 'ada',
      password: OWN_PASSWORD,
    })
    browser.csrf = (answer.json() as { csrf: string }).csrf
    return browser
  }
  const made = async (browser: Browser, device: Authenticator, name = 'Laptop') => {
    const begun = await ask(browser, 'POST', 'session/passkeys/begin', { password: OWN_PASSWORD })
    const response = device.create(begun.json() as Asked, ORIGIN)
    return ask(browser, 'POST', 'session/passkeys', { name, response })
  }
  const asked = async (browser: Browser) =>
    (await ask(browser, 'POST', 'session/passkey/begin')).json() as Asked
  const enter = (browser: Browser, response: object) =>
    ask(browser, 'POST', 'session/passkey', { response })
  return { ...server, id, named, ask, signedIn, made, asked, enter }
}

t.test('SECURITY 11: somebody makes a passkey and signs in by it alone', async (t) => {
  const unit = await aUnit(t)
  const [owner, device] = [await unit.signedIn(), new Authenticator()]
  t.equal((await unit.made(owner, device)).statusCode, 201)
  const listed = (await unit.ask(owner, 'GET', 'session/passkeys')).json() as ShownPasskey[]
  t.match(listed, [{ name: 'Laptop', host: 'pbx.example.com' }])
  const stranger = await unit.named()
  const before = stranger.cookie
  const answer = await unit.enter(stranger, device.get(await unit.asked(stranger), ORIGIN))
  t.match(answer.json(), { state: 'signed-in', user: { login: 'ada', may: ['PERM-1'] } })
  t.not(stranger.cookie, before, 'under a new token')
  t.notMatch(JSON.stringify(unit.store.revisions()), device.id.toString('base64url'))
})

t.test(
  'SECURITY 11: what is replayed, from elsewhere, or somebody else’s is refused alike',
  async (t) => {
    const unit = await aUnit(t)
    const [owner, device] = [await unit.signedIn(), new Authenticator()]
    await unit.made(owner, device)
    const browser = await unit.named()
    const refused = async (what: string, response: object, from = browser) => {
      const answer = await unit.enter(from, response)
      t.match([answer.statusCode, answer.json()], [401, { code: 'wrong' }], what)
    }
    await refused(
      'a page of another server',
      device.get(await unit.asked(browser), 'https://evil.example'),
    )
    await refused(
      'a question that nobody asked',
      device.get({ challenge: 'AAAA', rpId: 'pbx.example.com' }, ORIGIN),
    )
    const other = await unit.named()
    await refused('a question of another browser', device.get(await unit.asked(other), ORIGIN))
    await refused(
      'a device that nobody knows',
      new Authenticator().get(await unit.asked(browser), ORIGIN),
    )
    await refused('nobody has touched it', device.get(await unit.asked(browser), ORIGIN, 0x00))
    await refused(
      'whoever has it is not its owner',
      device.get(await unit.asked(browser), ORIGIN, 0x01),
    )
    const late = device.get(await unit.asked(browser), ORIGIN)
    await unit.clock.advance(6 * 60_000)
    await refused('too late', late)
    const right = device.get(await unit.asked(browser), ORIGIN)
    t.equal((await unit.enter(browser, right)).statusCode, 200)
    await refused('once more', right, await unit.named())
    await refused('rubbish', { id: 'x', response: {} }, await unit.named())
  },
)

t.test('a device that counts, and counts backwards, was copied', async (t) => {
  const unit = await aUnit(t)
  const [owner, device] = [await unit.signedIn(), new Authenticator()]
  await unit.made(owner, device)
  device.counter = 7
  const first = await unit.named()
  t.equal((await unit.enter(first, device.get(await unit.asked(first), ORIGIN))).statusCode, 200)
  await new Promise((resolve) => setImmediate(resolve))
  await unit.store.records.batch(() => {}) // what was told before is written
  const second = await unit.named()
  t.equal((await unit.enter(second, device.get(await unit.asked(second), ORIGIN))).statusCode, 401)
  device.counter = 8
  t.equal((await unit.enter(second, device.get(await unit.asked(second), ORIGIN))).statusCode, 200)
})

t.test('a passkey takes the password to be made and removed; then sessions end', async (t) => {
  const unit = await aUnit(t)
  const [owner, device] = [await unit.signedIn(), new Authenticator()]
  const wrong = await unit.ask(owner, 'POST', 'session/passkeys/begin', { password: 'nonsense 1' })
  t.equal(wrong.statusCode, 401)
  await unit.made(owner, device)
  const elsewhere = await unit.named()
  await unit.enter(elsewhere, device.get(await unit.asked(elsewhere), ORIGIN))
  const [{ id } = { id: '' }] = (
    await unit.ask(owner, 'GET', 'session/passkeys')
  ).json() as ShownPasskey[]
  const path = `session/passkeys/${id}`
  t.equal((await unit.ask(owner, 'DELETE', path, { password: 'nonsense 2' })).statusCode, 401)
  t.equal((await unit.ask(owner, 'DELETE', path, { password: OWN_PASSWORD })).statusCode, 200)
  t.equal((await unit.ask(elsewhere, 'GET', 'session/passkeys')).statusCode, 401)
  const browser = await unit.named()
  t.equal(
    (await unit.enter(browser, device.get(await unit.asked(browser), ORIGIN))).statusCode,
    401,
  )
})

t.test('UX passkeys are for a name, never for an address; and at most ten', async (t) => {
  const unit = await aUnit(t)
  const browser = server(unit)
  await browser.signIn('ada')
  t.equal((await browser.request('POST', 'session/passkey/begin', {})).statusCode, 422)
  const begun = await browser.request('POST', 'session/passkeys/begin', { password: OWN_PASSWORD })
  t.equal(begun.statusCode, 422)
  const owner = await unit.signedIn()
  for (let n = 0; n < 10; n++) {
    t.equal((await unit.made(owner, new Authenticator(), `Device ${n}`)).statusCode, 201)
  }
  const eleventh = await unit.ask(owner, 'POST', 'session/passkeys/begin', {
    password: OWN_PASSWORD,
  })
  t.equal(eleventh.statusCode, 422)
})

t.test(
  'a server administrator takes passkeys away; who must change the password still must',
  async (t) => {
    const unit = await aUnit(t)
    const [owner, device] = [await unit.signedIn(), new Authenticator()]
    await unit.made(owner, device)
    change(unit.store, (edit) => edit.update(User, unit.id, { mustChangePassword: true }))
    const due = await unit.named()
    const answer = await unit.enter(due, device.get(await unit.asked(due), ORIGIN))
    t.match(answer.json(), { state: 'password-due' })
    const admin = server(unit)
    await admin.signIn()
    const access = async () =>
      ((await admin.request('GET', `people/${unit.id}/access`)).json() as PersonAccess).passkeys
    t.equal(await access(), 1)
    t.equal((await admin.request('DELETE', `people/${unit.id}/passkeys`)).statusCode, 200)
    t.equal(await access(), 0)
    const after = await unit.named()
    t.equal((await unit.enter(after, device.get(await unit.asked(after), ORIGIN))).statusCode, 401)
  },
)

const server = (unit: { browser: () => Browser }) => unit.browser()
