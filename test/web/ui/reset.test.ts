import t from 'tap'
import { axe, open, visit } from './browser.ts'

t.setTimeout(600_000)

t.test(
  'FDEF-1 FDEF-3 FDEF-6 each reset says what it changes; everything takes the password and is watched',
  async (t) => {
    const { page, base, server } = await open(t)
    await visit(page, `${base}/system/reset`)
    t.strictSame(await axe(page), [])
    await page.getByRole('button', { name: 'Return to defaults: Settings' }).click()
    await page.getByText('1 thing is at its default again.').waitFor()
    await page.getByRole('button', { name: 'Return to defaults: One group' }).click()
    await page.getByLabel('Your password').fill('copper-otter-71')
    await page.getByLabel('Snapshot').selectOption({ index: 1 })
    await page.getByRole('button', { name: 'Restore snapshot' }).click()
    await page.getByText('Sign in again in a minute.').waitFor()
    await page.getByRole('button', { name: 'Erase everything' }).click()
    await page.getByRole('dialog').getByLabel('Your password').fill('copper-otter-71')
    t.strictSame(await axe(page), [], 'with its dialog')
    await page.getByRole('dialog').getByRole('button', { name: 'Erase everything' }).click()
    await page.getByText('Everything stops and is erased').waitFor()
    server.office.session = { ...server.office.session, state: 'preparing' }
    await page.getByText('The unit starts anew').waitFor()
    server.office.session = { ...server.office.session, state: 'unclaimed' }
    await page.getByText('It is as it came.').waitFor()
    t.match(
      server.changes.find(({ path }) => path === '/snapshots/restore')?.body,
      { file: 'revision-00000030.json', password: 'copper-otter-71' },
      'of several snapshots the chosen one',
    )
    t.match(
      server.changes.filter(({ path }) => path === '/reset').map(({ body }) => body),
      [
        { what: 'settings' },
        { what: 'section' },
        { what: 'everything', password: 'copper-otter-71' },
      ],
    )
  },
)
