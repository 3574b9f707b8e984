import t, { type Test } from 'tap'
import type { Role } from '../../../firmware/model/facts.ts'
import { SignInProvider } from '../../../firmware/model/sign-in-provider.ts'
import { User } from '../../../firmware/model/user.ts'
import type { Session } from '../../../firmware/web/contract.ts'
import { providerEndpoints } from '../../../firmware/web/server/provider-endpoints.ts'
import { sessionEndpoints } from '../../../firmware/web/server/session-endpoints.ts'
import { AProvider, CLIENT, type Lie } from '../../access/a-provider.ts'
import { Authority } from '../../e2e/an-authority.ts'
import { change } from '../../store/a-store.ts'
import { aServer, aUser, type Browser, HOST, OWN_PASSWORD } from './a-server.ts'

const NAME = { host: 'pbx.example.com:8443', origin: 'https://pbx.example.com:8443' }

/** A unit and its provider, who trust one another. */
async function anOffice(t: Test, { enabled = true } = {}) {
  const provider = new AProvider(t)
  await provider.start()
  const logged: unknown[] = []
  const note = (...all: unknown[]) => void logged.push(all)
  const log = { debug: note, info: note, warn: note, error: note, child: () => log }
  const server = await aServer(t, {
    own: [sessionEndpoints, providerEndpoints],
    parts: { log: log as never },
  })
  const set = (values: object) =>
    change(server.store, (edit) =>
      edit.update(SignInProvider, edit.only(SignInProvider).id, values),
    )
  const { issuer } = provider
  const authorities = provider.authority.certificate
  const { id: clientId, secret: clientSecret } = CLIENT
  set({ enabled, issuer, clientId, clientSecret, name: 'Company login', authorities })
  const person = (login: string, providerName: string, ...roles: Role[]) => {
    const id = aUser(server, login, roles)
    change(server.store, (edit) => edit.update(User, id, { providerName }))
    return id
  }
  const named = async () => {
    const browser = server.browser()
    const session = (await browser.request('GET', 'session', undefined, NAME)).json() as Session
    browser.csrf = session.csrf
    return { browser, session }
  }
  const ask = (browser: Browser, path: string, body: object = {}) =>
    browser.request('POST', path, body, NAME)
  const begun = async (browser: Browser) => {
    const answer = await ask(browser, 'session/provider/begin')
    return (answer.json() as { url: string }).url
  }
  /** What a new browser is told that goes there and comes back. */
  const signIn = async (lie: Lie = {}) => {
    const { browser } = await named()
    const url = await begun(browser)
    provider.lie = lie
    const answer = await provider.visit(url)
    const told = await ask(browser, 'session/provider', { answer })
    provider.lie = {}
    return {
      status: told.statusCode,
      body: told.json() as Session & { code?: string; text?: string },
    }
  }
  return { ...server, provider, set, person, named, ask, begun, signIn, logged }
}

t.test('OIDC §3.1: somebody tied to a subject signs in at the provider, with PKCE', async (t) => {
  const office = await anOffice(t)
  const id = office.person('ada', 'f3a1', 'phone-admin')
  const { browser, session } = await office.named()
  t.equal(session.provider, 'Company login')
  const url = new URL(await office.begun(browser))
  t.equal(url.origin, office.provider.issuer)
  t.match(Object.fromEntries(url.searchParams), {
    response_type: 'code',
    client_id: CLIENT.id,
    redirect_uri: `${NAME.origin}/signed-in`,
    code_challenge_method: 'S256',
  })
  t.notMatch(url.href, CLIENT.secret)
  const before = browser.cookie
  const answer = await office.provider.visit(url.href)
  const told = await office.ask(browser, 'session/provider', { answer })
  t.match(told.json(), { state: 'signed-in', user: { id, login: 'ada', roles: ['phone-admin'] } })
  t.notOk((told.json() as Session).provider)
  t.not(browser.cookie, before, 'under a new token')
  browser.csrf = (told.json() as Session).csrf
  const again = await office.ask(browser, 'session/provider', { answer })
  t.match(again.json(), { code: 'refused' }, 'what came back is good once')
  t.equal((await (await office.named()).browser.signIn('ada')).statusCode, 200, 'by password too')
})

t.test('an e-mail address counts where the provider has verified it', async (t) => {
  const office = await anOffice(t)
  office.person('grace', 'Grace@Example.com')
  const email = 'grace@example.COM'
  for (const [who, status] of [
    [{ sub: '1', email, email_verified: true }, 200],
    [{ sub: '1', email, email_verified: false }, 422],
    [{ sub: '1', email, email_verified: 'true' }, 422],
    [{ sub: '1', email }, 422],
    [{ sub: 'grace@example.com' }, 422],
  ] as const) {
    office.provider.who = who
    t.equal((await office.signIn()).status, status, JSON.stringify(who))
  }
  office.person('other', '1')
  office.provider.who = { sub: '1', email, email_verified: true }
  t.equal((await office.signIn()).status, 422, 'the two names are of two people')
})

t.test('SECURITY 11: the provider makes nobody, and passes no second step', async (t) => {
  const office = await anOffice(t)
  const count = office.store.all(User).length
  const revision = office.store.revision()
  office.provider.who = { sub: 'stranger', roles: ['server-admin'], groups: ['admin'] }
  const told = await office.signIn()
  t.match(told, { status: 422, body: { code: 'refused', text: /nobody here has that name/ } })
  t.equal(office.store.all(User).length, count)
  t.equal(office.store.revision(), revision, 'nothing was written')
  const id = office.person('ada', 'f3a1')
  change(office.store, (edit) => edit.update(User, id, { totpSecret: 'A'.repeat(32) }))
  office.provider.who = { sub: 'f3a1' }
  t.match(await office.signIn(), { status: 422, body: { text: /second step/ } })
  change(office.store, (edit) => edit.update(User, id, { totpSecret: '' }))
  office.provider.who = { sub: 'f3a1', roles: ['server-admin'] }
  t.match((await office.signIn()).body, { user: { login: 'ada', roles: [] } })
})

t.test('OIDC §3.1.3.7: an ID token of somebody else, for somebody else or too old', async (t) => {
  const office = await anOffice(t)
  office.person('ada', 'f3a1')
  t.equal((await office.signIn()).status, 200)
  const lies: Record<string, Lie> = {
    'another issuer': { claims: { iss: 'https://evil.example' } },
    'for another client': { claims: { aud: 'another-office' } },
    'for two, of which this one did not ask': { claims: { aud: [CLIENT.id, 'x'], azp: 'x' } },
    'an answer to another question': { claims: { nonce: 'another' } },
    'no nonce': { claims: { nonce: undefined } },
    'too old': { claims: { exp: 1_000_000 } },
    'of the year 2100': { claims: { iat: 'soon' } },
    'no subject': { claims: { sub: undefined } },
    'not signed': { signed: 'none' },
    'signed by somebody else': { signed: 'other' },
    'RFC 9207: from another provider': { iss: 'https://evil.example' },
    'refused there': { error: 'access_denied' },
    'larger than any answer': { size: 300_000 },
  }
  for (const [name, lie] of Object.entries(lies)) {
    t.match(await office.signIn(lie), { status: 422, body: { code: 'refused' } }, name)
  }
  t.equal((await office.signIn()).status, 200, 'and the truth is good still')
  t.notMatch(JSON.stringify(office.logged), new RegExp(`${CLIENT.secret}|evil|code=`))
})

t.test('RFC 6749 §10.12: what comes back is for the browser that was sent, and soon', async (t) => {
  const office = await anOffice(t)
  office.person('ada', 'f3a1')
  const [mine, theirs] = [(await office.named()).browser, (await office.named()).browser]
  const answer = await office.provider.visit(await office.begun(mine))
  const refused = async (browser: Browser, sent: string, name: string) =>
    t.match(
      (await office.ask(browser, 'session/provider', { answer: sent })).json(),
      { code: 'refused' },
      name,
    )
  await refused(theirs, answer, 'another browser')
  await refused(mine, answer.replace(/state=[^&]*/, 'state=x'), 'another state')
  await refused(mine, 'x', 'nothing')
  t.equal((await office.ask(mine, 'session/provider', { answer })).statusCode, 200)

  const late = (await office.named()).browser
  const slow = await office.provider.visit(await office.begun(late))
  await office.clock.advance(11 * 60_000)
  await refused(late, slow, 'eleven minutes later')
  const changed = (await office.named()).browser
  const old = await office.provider.visit(await office.begun(changed))
  office.set({ clientId: 'another' })
  await refused(changed, old, 'the settings are others')
})

t.test('a provider that is off, away, or not what it was told to be', async (t) => {
  const office = await anOffice(t, { enabled: false })
  office.person('ada', 'f3a1')
  const { browser, session } = await office.named()
  t.notOk(session.provider)
  t.equal((await office.ask(browser, 'session/provider/begin')).statusCode, 404)
  t.strictSame(office.provider.asked, [], 'it is off unless it is set, and nobody is asked')
  office.set({ enabled: true })
  office.provider.lie = { issuer: 'https://evil.example' }
  const lied = await office.ask(browser, 'session/provider/begin')
  t.match(lied.json(), { code: 'refused', text: /password/ }, 'issuer')
  office.provider.lie = {}
  const address = office.browser()
  t.notOk((await address.open()).provider, 'under an address it is not offered')
  t.match((await address.request('POST', 'session/provider/begin', {}, { host: HOST })).json(), {
    code: 'refused',
  })
  office.set({ issuer: 'https://127.0.0.1:1' })
  const away = await office.ask(browser, 'session/provider/begin')
  t.match(away.json(), { code: 'refused', text: /log/ })
  t.equal((await browser.signIn('ada', OWN_PASSWORD)).statusCode, 200, 'the password works')
})

t.test(
  'the certificate of the provider comes from an authority that is among its settings',
  async (t) => {
    const office = await anOffice(t)
    office.person('ada', 'f3a1')
    const stranger = new Authority(t, 'Stranger').certificate
    for (const authorities of ['', stranger]) {
      office.set({ authorities })
      const { browser } = await office.named()
      const refused = await office.ask(browser, 'session/provider/begin')
      t.match(refused.json(), { code: 'refused', text: /does not answer as it should/ })
    }
    t.same(office.provider.asked, [], 'it is asked nothing')
    office.set({ authorities: `${stranger}${office.provider.authority.certificate}` })
    t.match(await office.signIn(), { status: 200, body: { user: { login: 'ada' } } })
    t.throws(() => office.set({ authorities: office.provider.authority.issue('x').certificate }))
  },
)

t.test('settings of the provider: whole, over TLS, the secret shown to nobody', async (t) => {
  const { store } = await anOffice(t)
  const values = (more: object) =>
    store.change({ by: 'a', from: 'b' }, (edit) =>
      edit.update(SignInProvider, edit.only(SignInProvider).id, more),
    )
  t.match(values({ issuer: 'http://login.example.com' }), { ok: false })
  t.match(values({ issuer: '' }), { ok: false, error: [{ field: 'issuer' }] })
  t.match(values({ clientId: '' }), { ok: false, error: [{ field: 'clientId' }] })
  t.match(values({ enabled: false, issuer: '' }), { ok: true })
  t.notOk('clientSecret' in store.only(SignInProvider))
})
