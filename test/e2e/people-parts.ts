import type { Page } from 'playwright-core'
import type { Test } from 'tap'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { until } from '../../firmware/demo/wait.ts'
import type { ShownChangeSet } from '../../firmware/web/contract.ts'
import { type AProvider, CLIENT } from '../access/a-provider.ts'
import { ask, heading, signOut, type Unit, visit } from './unit.ts'

type Pages = Pick<Unit, 'page' | 'server'>

/** A list through the page of files: chosen, looked at, and taken in when it is right. */
export async function importList(unit: Pages, list: string, ...texts: string[]): Promise<void> {
  const { page } = unit
  await visit(unit, '/system/files')
  await page.getByLabel('What the file is').selectOption(list)
  for (const text of texts) {
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Choose a file' }).click()
    const file = { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(text) }
    await (await chooser).setFiles(file)
    await page.getByText('list.csv').waitFor()
    await page.getByRole('button', { name: 'Look at it' }).click()
    await page.getByRole('button', { name: /^Import \d/ }).click()
    await page.getByText(/changes? (is|are) imported/).waitFor()
    await page.getByText('No file has been chosen.').waitFor()
  }
}

/** The same with a list that has mistakes: they have their rows, and nothing is taken in. */
export async function importWrong(unit: Pages, list: string, text: string): Promise<string[]> {
  const { page } = unit
  await visit(unit, '/system/files')
  await page.getByLabel('What the file is').selectOption(list)
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a file' }).click()
  const file = { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(text) }
  await (await chooser).setFiles(file)
  await page.getByRole('button', { name: 'Look at it' }).click()
  await page.getByText('Nothing was written.').waitFor()
  return page.locator('table.cards tbody tr td:first-child').allInnerTexts()
}

/** A change that a page collects instead of making it, and that the unit makes by itself a little later. */
export async function changeAtItsTime(t: Test, unit: Pages, person: string): Promise<void> {
  const { page } = unit
  await visit(unit, '/history/sets')
  await page.getByLabel('Name').fill('New name')
  await page.getByRole('button', { name: 'Collect changes' }).click()
  await page.getByText('You collect changes in “New name”').waitFor()
  await visit(unit, `/people/${person}`)
  await page.getByLabel('Middle name').fill('Mills')
  await page.getByRole('button', { name: 'Save' }).first().click()
  await page.getByText('Collected. Nothing has changed yet.').waitFor()
  const middleName = async () =>
    (await ask<{ middleName?: string }>(page, 'GET', `/config/users/${person}`)).middleName
  t.equal(await middleName(), '', 'nothing acts yet')
  const [set] = await ask<ShownChangeSet[]>(page, 'GET', '/change-sets')
  await visit(unit, `/history/sets/${set?.id}`)
  await page.getByText('Middle name: (none) → Mills').waitFor()
  const at = systemClock.now() + 2000 // the page's clock of minutes is too slow for a test
  await ask(page, 'POST', `/change-sets/${set?.id}/schedule`, { at })
  await until('the change set to be applied', async () => (await middleName()) === 'Mills')
  await visit(unit, `/history/sets/${set?.id}`)
  await page.getByText(/^It was applied as change/).waitFor()
  await page.getByRole('button', { name: 'One click back' }).click()
  await page.getByText(/^Undone/).waitFor()
  t.equal(await middleName(), '')
  await page.getByRole('button', { name: 'Stop collecting' }).click()
}

/** The provider's settings on the page, somebody's name there, and a sign-in; at the end that somebody is signed in. */
export async function signInAtProvider(
  unit: Pages,
  provider: AProvider,
  person: { readonly id: string; readonly subject: string; readonly name: string },
): Promise<void> {
  const { page } = unit
  const base = page.url().replace(/^(https:\/\/[^/]+).*/, '$1')
  await page.goto(`${base}/people/rules`)
  await page.getByLabel('Sign in at the provider too').check()
  await page.getByLabel('Name on the button').fill('Company login')
  await page.getByLabel('Issuer').fill(provider.issuer)
  await page.getByLabel('Client ID').fill(CLIENT.id)
  await page.getByLabel('Client secret').fill(CLIENT.secret)
  await page
    .getByLabel('Certificate authorities of the provider')
    .fill(provider.authority.certificate)
  await page.getByRole('button', { name: 'Save' }).last().click()
  await page.getByText('Saved.').waitFor()
  await ask(page, 'PATCH', `/config/users/${person.id}`, { providerName: person.subject })
  await signOut(page)
  provider.who = { sub: 'somebody-else' }
  await page.getByRole('button', { name: 'Sign in with Company login' }).click()
  await page.getByText('The provider knows you, but nobody here has that name.').waitFor()
  provider.who = { sub: person.subject }
  await page.getByRole('button', { name: 'Sign in with Company login' }).click()
  await page.getByRole('button', { name: `Signed in as ${person.name}` }).waitFor()
  await heading(page, 'Home')
}

/** The address, without what the provider put behind it. */
export const addressOf = (page: Page) => new URL(page.url()).pathname + new URL(page.url()).search
