/** SECURITY 16: what strangers put into names stays text, and does not push a page apart. */
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { open, visit } from './browser.ts'
import { HOSTILE } from './mock-objects.ts'
import { ENDLESS } from './mock-unit.ts'

t.setTimeout(600_000)

const SHOWN = HOSTILE.replace('\u202e', '').slice(0, 40)

async function isInert(t: Test, page: Page, where: string): Promise<void> {
  await page.getByText(SHOWN).first().waitFor({ state: 'attached' })
  t.equal(await page.locator('img[src="x"]').count(), 0, `${where}: no element is made of it`)
  t.notMatch(await page.content(), /[\u202a-\u202e\u2066-\u2069]/, `${where}: nothing turns it`)
  t.not(await page.title(), '1', where)
}

t.test('SECURITY 16 texts of strangers stay texts on the pages of the unit', async (t) => {
  const { page, base, server, complaints } = await open(t)
  const { unit } = server.office
  unit.certificate = { ...unit.certificate, subject: HOSTILE, issuer: HOSTILE, names: [HOSTILE] }
  unit.clients = unit.clients.map((one) => ({ ...one, commonName: HOSTILE }))
  unit.access = { ...unit.access, login: HOSTILE }
  for (const path of [
    '/phones',
    '/people/user-1',
    '/activity/events',
    '/system/certificate',
    '/system/access',
    '/account',
    '/portal',
  ]) {
    await visit(page, `${base}${path}`)
    await isInert(t, page, path)
  }
  t.strictSame(complaints, [])
})

t.test('SECURITY 16 a found phone’s text stays text in what one does with it', async (t) => {
  const { page, base } = await open(t)
  await visit(page, `${base}/phones`)
  await page.getByRole('button', { name: `Adopt: ${SHOWN}` }).click()
  await page.getByLabel('Person or number').selectOption({ label: '101 – Ana Ruiz' })
  await page.getByRole('dialog').getByRole('button', { name: 'Adopt' }).click()
  await page.getByText('It works as soon as').waitFor()
  await isInert(t, page, 'dialog and toast')
})

t.test('SECURITY 16 names of 5 kB leave every page at its width, 320 px', async (t) => {
  const { page, base, server } = await open(t, { viewport: { width: 320, height: 640 } })
  const { unit, live, objects } = server.office
  const named = <T extends object>(list: readonly T[], field: keyof T) =>
    list.map((one) => ({ ...one, [field]: ENDLESS }))
  live.found = named(live.found as { userAgent: string; vendor?: string }[], 'userAgent').map(
    ({ vendor: _, ...one }) => one,
  )
  live.phones = named(live.phones as { name: string }[], 'name')
  unit.tokens = named(unit.tokens, 'name')
  unit.sessions = named(unit.sessions, 'userAgent')
  unit.clients = named(unit.clients, 'commonName')
  unit.certificate = { ...unit.certificate, subject: ENDLESS, names: [ENDLESS] }
  unit.access = { ...unit.access, login: ENDLESS }
  unit.me = unit.me && {
    ...unit.me,
    recent: unit.me.recent.map((one) => ({ ...one, caller: { digits: ENDLESS } })),
  }
  objects.users = named(objects.users ?? [], 'lastName')
  for (const path of [
    '/',
    '/people',
    '/people/user-1',
    '/phones',
    '/phones/handset-3',
    '/system/certificate',
    '/system/access',
    '/account',
    '/portal',
  ]) {
    await visit(page, `${base}${path}`)
    const beyond = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
    t.ok(beyond <= 0, `${path} is ${beyond} px too wide`)
    const high = await page.evaluate<number>('document.documentElement.scrollHeight')
    t.ok(high < 20_000, `${path} is ${high} px high`)
  }
})
