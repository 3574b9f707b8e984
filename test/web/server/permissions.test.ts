/** The permission matrix of spec 33 against the whole API: each row, by each role, through what the table says enforces it. */
import t, { type Test } from 'tap'
import type { WebSocket } from 'ws'
import { topics as busTopics } from '../../../firmware/bus/topics.ts'
import { allows } from '../../../firmware/console/command.ts'
import { COMMANDS } from '../../../firmware/console/commands.ts'
import type { Role } from '../../../firmware/model/facts.ts'
import { permissions } from '../../../firmware/model/permissions.ts'
import { ROLES } from '../../../firmware/model/user.ts'
import { apiEndpoints } from '../../../firmware/web/api/endpoints.ts'
import { liveSources } from '../../../firmware/web/api/live/sources.ts'
import { sectionNamed, sections } from '../../../firmware/web/api/sections.ts'
import type { LiveTopic } from '../../../firmware/web/contract.ts'
import { ownEndpoints } from '../../../firmware/web/server/own-endpoints.ts'
import { RIGHTS } from '../../../firmware/web/server/rights.ts'
import { Page } from '../api/an-api.ts'
import { aServer, aUser, HOST } from './a-server.ts'
import { UNBUILT_COUNT, UNBUILT_ROWS } from './unbuilt-rows.ts'

t.setTimeout(600_000)

/** One of each kind that rows create, change or delete. */
const SAMPLES: Readonly<Record<string, object>> = {
  users: { login: 'sample', lastName: 'Sample' },
  userTemplates: { name: 'Sample' },
  extensions: { number: '201' },
  handsets: { sipUser: 'desk' },
  analogHandsets: { port: 'fxs-1' },
  fxoLines: { port: 'fxo-1' },
  sipTrunks: { description: 'Sample', userId: '5855550100', server: 'sip.example.com' },
  auditPins: { code: '12345', description: 'Sample' },
  publicContacts: { speedDial: '250', phoneNumber: '9' },
  holdMusic: { name: 'sample', linePort: 'fxo-4' },
}

/** Another value of a field than its own. */
const OTHERS: Readonly<Record<string, unknown>> = {
  'fxoLines route': { extension: null },
  'extensions route': { attempts: [{ destinations: [] }] },
  'sites timeZone': 'America/Chicago',
  'dialPlan firstDigitSeconds': 20,
  'dialPlan emergencyNumber': '112',
  'settings registrationSeconds': 400,
  'settings holdMusic': 'louder',
  'web idleSeconds': 400,
  'users language': 'es',
  'handsets lines': 4,
  'handsets mac': '001565aabbcc',
  'auditPinSettings verification': 'disabled',
  'auditPinSettings length': 6,
}

async function everybody(t: Test) {
  const server = await aServer(t, { own: [ownEndpoints], endpoints: [apiEndpoints] })
  const pages = new Map<Role, Page>()
  for (const role of ROLES) {
    if (role !== 'server-admin') aUser(server, role, [role])
    const page = new Page(server.browser())
    await page.browser.signIn(role === 'server-admin' ? 'admin' : role)
    pages.set(role, page)
  }
  const admin = pages.get('server-admin') as Page
  /** Whether the topic comes, or the answer that it is not for this person. */
  const watches = async (page: Page, topic: LiveTopic) => {
    const headers = { host: HOST, cookie: page.browser.cookie, origin: `https://${HOST}` }
    const socket = (await server.app.injectWS('/api/v1/live', { headers })) as WebSocket
    const told = new Promise<string>((resolve) =>
      socket.once('message', (data) => resolve(String(data))),
    )
    socket.send(JSON.stringify({ watch: [topic] }))
    await server.clock.advance(1000)
    const text = await told
    socket.terminate()
    for (const other of server.app.websocketServer.clients) other.terminate()
    return !/"Your roles do not allow/.test(text)
  }
  /** Whether who watches a topic of that name is shown the door. */
  const closedFor = async (page: Page, topic: string) => {
    const headers = { host: HOST, cookie: page.browser.cookie, origin: `https://${HOST}` }
    const socket = (await server.app.injectWS('/api/v1/live', { headers })) as WebSocket
    const end = new Promise<boolean>((resolve) => {
      socket.once('message', () => resolve(false))
      socket.once('close', () => resolve(true))
    })
    socket.send(JSON.stringify({ watch: [topic] }))
    const closed = await end
    socket.terminate()
    for (const other of server.app.websocketServer.clients) other.terminate()
    return closed
  }
  return { ...server, pages, admin, watches, closedFor }
}

type Server = Awaited<ReturnType<typeof everybody>>

/** Whether somebody may do what enforces a row. */
async function does({ admin, watches, store }: Server, page: Page, role: Role, enforcer: string) {
  const [first = '', second = '', third = ''] = enforcer.split(' ')
  if (RIGHTS[enforcer] === 'anybody') return true // to sign out is to be gone
  if (/^[A-Z]+$/.test(first)) {
    const url = second.replaceAll(/:\w+/g, '00000000')
    const { statusCode, body } = await page.browser.request(first as 'GET', url)
    return !(statusCode === 403 && /"code":"forbidden"/.test(body))
  }
  if (first === 'live') return watches(page, second as LiveTopic)
  if (first === 'console') {
    const command = COMMANDS.find(({ name }) => name === second)
    return command !== undefined && allows(command.needs, { roles: [role] })
  }
  const entity = sectionNamed(first)
  if (second === 'read') return (await page.list(first)).status === 200
  const sample = async () => (entity.rules.singleton ? first : made(admin, first))
  if (second === 'create') {
    const { status, body } = await page.ask<{ ids: { new: string } }>(
      'POST',
      `config/${first}`,
      SAMPLES[first],
    )
    if (status === 201) await admin.remove(first, body.ids.new)
    return status === 201
  }
  if (second === 'remove') {
    const id = await sample()
    const { status } = await page.remove(first, id)
    if (status !== 200) await admin.remove(first, id)
    return status === 200
  }
  const id = first === 'sites' ? (store.site() ?? '') : await sample()
  const [field = '', entry] = third.split('=')
  const given =
    entry === undefined ? (OTHERS[`${first} ${field}`] ?? other(entity, field)) : [entry]
  const { body: before } = await admin.read(first, id)
  const { status } = await page.patch(first, id, { [field]: given })
  if (entity.rules.singleton || first === 'sites')
    await admin.patch(first, id, { [field]: before[field] })
  else await admin.remove(first, id)
  return status === 200
}

async function made(admin: Page, section: string): Promise<string> {
  return admin.create(section, SAMPLES[section] ?? {})
}

function other(entity: ReturnType<typeof sectionNamed>, field: string): unknown {
  const declared = entity.fields[field]
  if (declared?.kind === 'flag') return !declared.default
  if (declared?.kind === 'choice')
    return declared.choices?.find((one) => one !== declared.default) ?? declared.choices?.[0]
  return 'Other'
}

const onPagesOnly = permissions.filter(({ enforcedBy }) =>
  enforcedBy.every((one) => one.startsWith('page ')),
)

t.test('SECURITY 12 every row of the matrix that the product has, for every role', async (t) => {
  const server = await everybody(t)
  let asked = 0
  for (const { id, page: of, action, roles, enforcedBy } of permissions) {
    for (const enforcer of enforcedBy) {
      if (enforcer.startsWith('page ')) continue
      for (const [role, page] of server.pages) {
        const allowed = await does(server, page, role, enforcer)
        t.equal(allowed, roles.includes(role), `${id} ${of}, ${action}: ${role}, ${enforcer}`)
        asked++
      }
    }
  }
  t.ok(asked > 300, `${asked} asked`)
})

t.test('SECURITY 12 what enforces a row is there', async (t) => {
  for (const { id, enforcedBy } of permissions) {
    for (const enforcer of enforcedBy) {
      const [first = '', second = '', third = ''] = enforcer.split(' ')
      if (first === 'page') continue
      if (/^[A-Z]+$/.test(first)) t.hasProp(RIGHTS, enforcer, id)
      else if (first === 'console')
        t.ok(
          COMMANDS.some(({ name }) => name === second),
          id,
        )
      else if (first !== 'live') {
        const section = sections.find(({ rules }) => rules.section === first)
        t.ok(section && (!third || section.fields[third.split('=')[0] ?? '']), `${id}: ${enforcer}`)
      }
    }
  }
})

t.test('ROLE-2 the matrix is whole, and says what the product does not have yet', async (t) => {
  t.strictSame(
    permissions.map(({ id }) => id),
    Array.from({ length: 231 }, (_, index) => `PERM-${index + 1}`),
  )
  const built = permissions.filter(({ enforcedBy }) => enforcedBy.length > 0)
  for (const { id, enforcedBy } of permissions) {
    const isListed = UNBUILT_ROWS.has(id)
    t.equal(isListed, enforcedBy.length === 0, `${id}: enforced, or not there yet with a reason`)
  }
  t.equal(UNBUILT_COUNT, UNBUILT_ROWS.size, 'no row has two reasons')
  t.comment(`${built.length} rows built, ${UNBUILT_ROWS.size} not yet`)
  t.ok(built.length >= 85, `${built.length} built`)
  t.strictSame(
    onPagesOnly.filter(({ enforcedBy }) => enforcedBy.length > 0).map(({ id }) => id),
    ['PERM-2', 'PERM-144'],
  )
})

t.test(
  'SECURITY 12 every live topic, for every role: as its endpoint; nothing of the bus itself',
  async (t) => {
    const server = await everybody(t)
    const topics = [
      'conditions',
      'processes',
      'calls',
      'phones',
      'found',
      'lines',
      'trunks',
      'bans',
      'config',
    ] as const satisfies readonly LiveTopic[]
    for (const topic of topics) {
      const right = RIGHTS[`GET /api/v1/${topic}`] as readonly Role[]
      for (const [role, page] of server.pages) {
        t.equal(await server.watches(page, topic), right.includes(role), `${topic} for ${role}`)
      }
    }
    t.same(
      [...topics].sort(),
      Object.keys(liveSources(server.parts)).sort(),
      'no topic is left out',
    )
    for (const { path } of Object.values(busTopics)) {
      for (const name of [path, path.replaceAll(/\{\w+\}/g, '+'), '#']) {
        t.equal(
          await server.closedFor(server.admin, name),
          true,
          `${name}, not even for who may everything`,
        )
      }
    }
  },
)
