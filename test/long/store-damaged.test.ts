import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Instance } from '../../firmware/demo/instance.ts'
import { until } from '../../firmware/demo/wait.ts'
import { SCHEMA_VERSION } from '../../firmware/model/registry.ts'
import type { Changed, Listing, ShownSnapshot } from '../../firmware/web/contract.ts'
import { Person } from '../console/a-person.ts'
import { aClaimedUnit, ask, OWN, signIn, type Unit, visit } from '../e2e/unit.ts'

t.setTimeout(900_000)

const LONG_MS = 180_000
const NEEDLE = 'needle in the book'
const DEEP_NEEDLE = 'needle in the haystack'

t.test(
  'DESIGN §4 a flipped bit is found at the start and told; console and page restore',
  async (t) => {
    const person = new Person()
    await person.plugIn()
    t.teardown(() => person.leave())
    const unit = await aClaimedUnit(t, { env: { STROWGER_CONSOLE: person.tty } })
    const { server, page } = unit

    await damaged(unit)
    await until('the condition', async () => (await told(server)) !== undefined, LONG_MS)
    t.match(await told(server), /damaged.*config/)
    let exchange = await server.pidOf('exchange')
    await person.type(/^login:$/, 'admin')
    await person.type(/^password:$/, OWN)
    await person.begin(/^admin>$/, 'restore')
    t.match(
      await person.sees(/Restore it\? \(yes\/no\)/),
      /The last good snapshot is of change \d+/,
    )
    await person.type(/^Restore it\? \(yes\/no\)$/, 'no')
    await person.sees(/Nothing was done/)
    t.equal(await server.pidOf('exchange'), exchange)
    await person.begin(/^admin>$/, 'restore')
    await person.type(/^Restore it\? \(yes\/no\)$/, 'yes')
    await person.sees(/Everything stops now/)
    await isWholeAgain(t, server, exchange)

    await home(unit)
    await damaged(unit)
    await home(unit)
    await page
      .getByText(/Something stored is damaged/)
      .first()
      .waitFor({ timeout: LONG_MS })
    exchange = await server.pidOf('exchange')
    await restoreByPage(unit)
    await isWholeAgain(t, server, exchange)
  },
)

t.test(
  'DESIGN §4 what the exchange needs is damaged: it waits, and the page restores',
  async (t) => {
    const unit = await aClaimedUnit(t)
    const { server, page } = unit
    await damagedBadly(unit)
    await home(unit)
    await page
      .getByText(/checksum/)
      .first()
      .waitFor({ timeout: LONG_MS })
    await restoreByPage(unit)
    await until('the exchange', () => isReady(server, 'exchange'), LONG_MS)
    t.equal((await server.cli('check')).code, 0)
    t.match((await server.cli('export')).stdout, DEEP_NEEDLE)
  },
)

async function restoreByPage(unit: Unit): Promise<void> {
  const { page } = unit
  await visit(unit, '/system/reset')
  const panel = page.locator('section').filter({ hasText: 'Last good snapshot' })
  await panel.getByLabel('Snapshot', { exact: true }).waitFor()
  await panel.getByLabel('Your password').fill(OWN)
  await panel.getByRole('button', { name: 'Restore snapshot' }).click()
  await panel.getByText('It stops and starts again with the snapshot.').waitFor()
}

/** Ten changes of a contact, which no call needs, and a snapshot that holds some of them; then the unit stops, and bits of it are flipped. */
async function damaged({ server, page }: Unit): Promise<void> {
  const { items } = await ask<Listing>(page, 'GET', '/config/publicContacts')
  const id = items[0]?.id ?? (await aContact(page))
  const latest = async () =>
    (await ask<ShownSnapshot[]>(page, 'GET', '/snapshots'))[0]?.revision ?? 0
  const before = await latest()
  for (let n = 1; n <= 10; n++) {
    await ask(page, 'PATCH', `/config/publicContacts/${id}`, { lastName: `${NEEDLE} ${n}` })
  }
  await until('a snapshot', async () => (await latest()) > before, LONG_MS)
  await page.goto('about:blank')
  await server.stopOnly()
  flip(join(server.data, 'config', String(SCHEMA_VERSION), 'data.mdb'), NEEDLE)
  await server.startAgain()
  await until('the web server', () => isReady(server, 'web'), LONG_MS)
}

/** What the exchange reads when it starts: it does not come up, and the others do. */
async function damagedBadly({ server, page }: Unit): Promise<void> {
  const { items } = await ask<Listing>(page, 'GET', '/config/extensions')
  const id = items.find(({ number }) => number === '100')?.id
  const latest = async () =>
    (await ask<ShownSnapshot[]>(page, 'GET', '/snapshots'))[0]?.revision ?? 0
  const before = await latest()
  for (let n = 1; n <= 10; n++) {
    await ask(page, 'PATCH', `/config/extensions/${id}`, { description: `${DEEP_NEEDLE} ${n}` })
  }
  await until('a snapshot', async () => (await latest()) > before, LONG_MS)
  await page.goto('about:blank')
  await server.stopOnly()
  flip(join(server.data, 'config', String(SCHEMA_VERSION), 'data.mdb'), DEEP_NEEDLE)
  await server.startAgain(LONG_MS, /restore a snapshot/)
  await until('the web server', () => isReady(server, 'web'), LONG_MS)
}

async function aContact(page: Unit['page']): Promise<string> {
  const contact = { speedDial: '251', lastName: NEEDLE, phoneNumber: '915551234567' }
  const { ids } = await ask<Changed>(page, 'POST', '/config/publicContacts', contact)
  return ids.new ?? ''
}

async function isReady(server: Instance, process: string): Promise<boolean> {
  const { processes } = await server.status()
  return processes.some(({ name, ready }) => name === process && ready)
}

/** One bit in every copy of the text that the file holds: LMDB keeps old pages. */
function flip(file: string, text: string): void {
  const bytes = readFileSync(file)
  let flipped = 0
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) {
    bytes[at] = (bytes[at] ?? 0) ^ 1
    flipped++
  }
  if (flipped === 0) throw new Error('it is not there')
  writeFileSync(file, bytes)
}

async function told(server: Instance): Promise<string | undefined> {
  const { conditions } = await server.status()
  return conditions.find(({ id }) => id === 'exchange/store-damaged')?.effect
}

/** The supervisor has started everything anew, and what is stored is whole. */
async function isWholeAgain(t: Test, server: Instance, exchange: number): Promise<void> {
  await server.restarted('exchange', exchange, LONG_MS)
  await until('the web server', () => isReady(server, 'web'), LONG_MS)
  await until('the end of the condition', async () => (await told(server)) === undefined, LONG_MS)
  t.equal((await server.cli('check')).code, 0)
  t.match((await server.cli('export')).stdout, NEEDLE)
  const kept = readdirSync(join(server.data, 'config')).filter((one) => one.includes('.damaged-'))
  t.ok(kept.length > 0, 'what it replaced is kept')
}

/** Home; whoever was signed in may have to do so again. */
async function home(unit: Unit): Promise<void> {
  const { page } = unit
  await visit(unit, '/')
  const login = page.getByLabel('Login name')
  await login
    .or(page.getByRole('heading', { level: 1, name: 'Home' }))
    .first()
    .waitFor()
  if (await login.isVisible()) await signIn(page, 'admin', OWN)
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
}
