import t from 'tap'
import { SCOPES, type Scope } from '../../../firmware/access/tokens.ts'
import type { Role } from '../../../firmware/model/facts.ts'
import { ROLES, User } from '../../../firmware/model/user.ts'
import { apiEndpoints } from '../../../firmware/web/api/endpoints.ts'
import type { Endpoints } from '../../../firmware/web/server/app.ts'
import { ownEndpoints } from '../../../firmware/web/server/own-endpoints.ts'
import { pages } from '../../../firmware/web/server/pages.ts'
import { RIGHTS, type Right } from '../../../firmware/web/server/rights.ts'
import { aServer, aUser, type Browser, HOST } from './a-server.ts'

/** Every endpoint below /api/ that somebody must sign in for, answered by nothing but `done`. */
const everything: Endpoints = (app) => {
  for (const row of Object.keys(RIGHTS)) {
    const [method = '', url = ''] = row.split(' ')
    if (!url.startsWith('/api/') || app.hasRoute({ method: method as 'GET', url })) continue
    app.route({ method, url, handler: async () => ({ done: true }) })
  }
}

const NOTHING = '00000000'
const pathOf = (url: string) => url.replaceAll(/:\w+/g, NOTHING)

function expected(right: Right, roles: readonly Role[] | 'nobody' | 'password-due'): string {
  if (right === 'anybody') return 'allowed'
  if (roles === 'nobody') return 'signed-out'
  if (right === 'password-due') return 'allowed'
  if (roles === 'password-due') return 'forbidden'
  if (right === 'signed-in') return 'allowed'
  return right.some((role) => roles.includes(role)) ? 'allowed' : 'forbidden'
}

async function outcome(browser: Browser, row: string): Promise<string> {
  const [method = '', url = ''] = row.split(' ')
  const answer = await browser.request(method as 'GET', pathOf(url))
  const { code } = answer.json() as { code?: string }
  return code === 'signed-out' || code === 'forbidden' ? code : 'allowed'
}

t.test('SECURITY 12 every endpoint, for everybody: as the table says', async (t) => {
  const server = await aServer(t, { endpoints: [everything] })
  const people: [string, readonly Role[] | 'nobody' | 'password-due', Browser][] = []
  people.push(['nobody', 'nobody', server.browser()])
  await people[0]?.[2].open()
  for (const role of ROLES) {
    if (role !== 'server-admin') aUser(server, role, [role])
    const browser = server.browser()
    await browser.signIn(role === 'server-admin' ? 'admin' : role)
    people.push([role, [role], browser])
  }
  aUser(server, 'plain', [])
  aUser(
    server,
    'due',
    [...ROLES].filter((role) => role !== 'server-admin'),
    {
      mustChangePassword: true,
    },
  )
  for (const login of ['plain', 'due']) {
    const browser = server.browser()
    await browser.signIn(login)
    people.push([login, login === 'due' ? 'password-due' : [], browser])
  }
  let asked = 0
  for (const [row, right] of Object.entries(RIGHTS)) {
    if (!row.includes('/api/') || / \/api\/v1\/session\/(sign-out|totp)/.test(row)) continue
    for (const [name, roles, browser] of people) {
      t.equal(await outcome(browser, row), expected(right, roles), `${row} for ${name}`)
      asked++
    }
  }
  t.ok(asked > 100)
})

/** What a token of one scope, owned by somebody of one role, may do. */
function expectedOf(row: string, right: Right, role: Role, scope: Scope): string {
  const [method = '', url = ''] = row.split(' ')
  if (
    /^\/api\/v1\/(session|browser-phone|people|tokens|certificate|client-certificates)\b/.test(url)
  ) {
    return 'forbidden'
  }
  const configures = /^\/api\/v1\/(config|history|import|change-sets|deleted|entitlements)\b/.test(
    url,
  )
  const needed = method === 'GET' ? 'read' : configures ? 'configure' : 'operate'
  return needed === scope ? expected(right, [role]) : 'forbidden'
}

t.test('SECURITY 12 every endpoint, for tokens of every role and scope: as derived', async (t) => {
  const server = await aServer(t, { endpoints: [everything] })
  let [asked, allowed] = [0, 0]
  for (const role of ROLES) {
    const owner =
      role === 'server-admin'
        ? (server.store.find(User, 'login', 'admin')?.id ?? '')
        : aUser(server, role, [role])
    for (const scope of SCOPES) {
      const { token } = server.parts.tokens.make({ name: 'x', scopes: [scope], owner })
      for (const [row, right] of Object.entries(RIGHTS)) {
        if (!row.includes('/api/')) continue
        const [method = '', url = ''] = row.split(' ')
        const answer = await server.app.inject({
          method: method as 'GET',
          url: pathOf(url),
          headers: { host: HOST, authorization: `Bearer ${token}` },
        })
        const { code } = answer.json() as { code?: string }
        const outcome = code === 'signed-out' || code === 'forbidden' ? code : 'allowed'
        const name = `${row} for ${scope} of ${role}`
        if (outcome !== expectedOf(row, right, role, scope)) t.fail(name, { outcome })
        asked++
        if (outcome === 'allowed') allowed++
      }
    }
  }
  t.ok(asked > 700 && allowed > 100, `${asked} asked, ${allowed} allowed`)
})

t.test('SECURITY 12 an endpoint without a row keeps the server from starting', async (t) => {
  const forgotten: Endpoints = (app) => {
    app.get('/api/v1/forgotten', async () => 'secrets')
  }
  await t.rejects(aServer(t, { endpoints: [forgotten] }), {
    message: "'GET /api/v1/forgotten' has no row in the table of rights",
  })
  const inPlugin: Endpoints = async (app) => {
    await app.register(async (inner) => void inner.post('/api/v1/forgotten', async () => 'secrets'))
  }
  await t.rejects(aServer(t, { endpoints: [inPlugin] }), { message: /POST.*has no row/ })
})

t.test('SECURITY 12 every row of the table is an endpoint of the program', async (t) => {
  const { app } = await aServer(t, { own: [ownEndpoints], endpoints: [apiEndpoints, pages()] })
  for (const row of Object.keys(RIGHTS)) {
    const [method = '', url = ''] = row.split(' ')
    t.ok(app.hasRoute({ method: method as 'GET', url }), row)
  }
})
