import { readFileSync } from 'node:fs'
import t from 'tap'
import { axe, open, visit } from './browser.ts'
import { PASSPHRASE } from './mock-files.ts'

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

t.test(
  'SECURITY 2 IMEX-1 an office is exported with its passwords, and asks for the passphrase when it comes in',
  async (t) => {
    const { page, base, server, complaints } = await open(t)
    await visit(page, `${base}/system/files`)
    await page.getByRole('checkbox', { name: 'With the passwords' }).check()
    const download = page.getByRole('button', { name: 'Download with passwords' })
    const first = page.getByLabel('Passphrase', { exact: true })
    const again = page.getByLabel('The passphrase once more')
    await first.fill('too short')
    await again.fill('too short')
    t.ok(await download.isDisabled(), 'nine characters')
    await first.fill(PASSPHRASE)
    await page.getByText('The two differ.').waitFor()
    t.ok(await download.isDisabled(), 'not the same twice')
    t.strictSame(await axe(page), [])
    await again.fill(PASSPHRASE)
    const saved = page.waitForEvent('download')
    await download.click()
    const file = await saved
    t.equal(file.suggestedFilename(), 'office.yaml')
    t.match(readFileSync(await file.path(), 'utf8'), /secrets/)
    t.equal(await first.inputValue(), '', 'it stays on no page')
    t.match(server.changes.at(-1), {
      path: '/export',
      body: { passphrase: PASSPHRASE, format: 'yaml' },
    })
    await page.getByRole('checkbox', { name: 'With the passwords' }).uncheck()

    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Choose a file' }).click()
    const buffer = Buffer.from('secrets: {}')
    await (await chooser).setFiles({ name: 'office.yaml', mimeType: 'text/yaml', buffer })
    const look = page.getByRole('button', { name: 'Look at it' })
    await look.click()
    const asked = page.getByLabel('Passphrase', { exact: true })
    await asked.waitFor()
    t.strictSame(await axe(page), [], 'asked for the passphrase')
    await asked.fill('another one of mine')
    await look.click()
    await page.getByText('The passphrase is another.').waitFor()
    await asked.fill(PASSPHRASE)
    await look.click()
    await page.getByRole('button', { name: 'Import 2 changes' }).click()
    await page.getByText('2 changes are imported.').waitFor()
    t.match(server.changes.at(-1), {
      path: '/import',
      body: { file: 'secrets: {}', passphrase: PASSPHRASE },
    })
    t.equal(await asked.count(), 0)
    t.strictSame(
      complaints.filter((one) => !one.includes('422')),
      [],
    )
  },
)
