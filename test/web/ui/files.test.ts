import t from 'tap'
import { axe, open, visit } from './browser.ts'

t.setTimeout(600_000)

t.test(
  'IMEX-4 IMEX-5 a file is looked at, its mistakes have their places, and it is imported when it is right',
  async (t) => {
    const { page, base, server, complaints } = await open(t)
    await visit(page, `${base}/system/files`)
    t.strictSame(await axe(page), [])
    t.match(
      await page.getByRole('link', { name: 'Download', exact: true }).getAttribute('href'),
      /^\/api\/v1\/export\?format=yaml$/,
    )
    await page.getByRole('checkbox', { name: 'extension' }).uncheck()
    t.match(
      await page.getByRole('link', { name: 'Download', exact: true }).getAttribute('href'),
      /sections=/,
    )
    const choose = async (name: string, text: string) => {
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: 'Choose a file' }).click()
      await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
      await page.getByText(name).waitFor()
    }
    const look = page.getByRole('button', { name: 'Look at it' })
    t.ok(await look.isDisabled(), 'there is no file yet')
    await page.getByLabel('What the file is').selectOption('extensions')
    await choose('list.csv', 'bad')
    await look.click()
    await page.getByText('Nothing was written.').waitFor()
    const row = page.getByRole('row').filter({ hasText: 'it is odd' })
    t.match(await row.innerText(), /3\s+2\s/)
    t.strictSame(await axe(page), [], 'with its mistakes')

    await choose('list.csv', 'good')
    await look.click()
    await page.getByText("this one becomes '202'").waitFor()
    await page.getByRole('button', { name: 'Import 2 changes' }).click()
    await page.getByText('2 changes are imported.').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Undone: ').waitFor()
    t.strictSame(
      server.changes.map(({ path, body }) => [path, body]),
      [
        ['/import/extensions', 'bad'],
        ['/import/extensions', 'good'],
        ['/import/extensions', 'good'],
        ['/history/42/undo', {}],
      ],
    )
    t.strictSame(
      complaints.filter((one) => !one.includes('422')),
      [],
    )
  },
)
