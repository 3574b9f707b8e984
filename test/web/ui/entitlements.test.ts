import t from 'tap'
import { axe, DESK, open, PHONE, visit } from './browser.ts'

t.setTimeout(300_000)

t.test(
  'FKEY-8 a key is pasted; what it gives is told in plain words, and why one is refused',
  async (t) => {
    const { page, base, server, complaints } = await open(t, { viewport: DESK })
    await visit(page, `${base}/system/entitlements`)
    await page.getByRole('textbox', { name: 'New key' }).fill('hello')
    await page.getByRole('button', { name: 'Enter the key' }).click()
    await page.getByText('That is no feature key.').waitFor({ timeout: 60_000 })
    t.equal(
      await page.getByRole('textbox', { name: 'New key' }).inputValue(),
      'hello',
      'what was typed stays',
    )
    await page.getByRole('textbox', { name: 'New key' }).fill('SK1-ABCDE')
    await page.getByRole('button', { name: 'Enter the key' }).click()
    await page.getByText('Taken. It gives: More people: 20').waitFor({ timeout: 60_000 })
    t.equal(await page.getByRole('textbox', { name: 'New key' }).inputValue(), '')
    t.match(server.changes.at(-1), { path: '/entitlements/keys', body: { key: 'SK1-ABCDE' } })
    t.strictSame(
      complaints.filter((one) => !/422/.test(one)),
      [],
    )
  },
)

t.test('FKEY-8 a key comes out of a file', async (t) => {
  const { page, base } = await open(t, { viewport: DESK })
  await visit(page, `${base}/system/entitlements`)
  await page.locator('input[type=file]').setInputFiles({
    name: 'unit.key',
    mimeType: 'text/plain',
    buffer: Buffer.from('SK1-FROM-A-FILE\n'),
  })
  await page.waitForFunction(
    'document.querySelector("textarea").value.startsWith("SK1-FROM")',
    undefined,
    {
      timeout: 60_000,
    },
  )
  t.pass('it stands in the field, to be looked at before it is entered')
})

t.test(
  'PLAT-39 used of limit, in words and by shape; nothing for axe at any size or in the dark',
  async (t) => {
    for (const options of [
      { viewport: DESK, colorScheme: 'light' },
      { viewport: PHONE, colorScheme: 'dark' },
    ] as const) {
      const { page, base } = await open(t, options)
      await visit(page, `${base}/system/entitlements`)
      const text = await page.locator('main').innerText()
      for (const one of [
        /12 \/ 12/,
        /Full \(keys raise it to 20\)/,
        /More than fits/,
        /1 more/,
        /As many as the unit has/,
        /over, still acts/,
        /before the last change/,
      ]) {
        t.match(text, one)
      }
      t.strictSame(await axe(page), [], options.colorScheme)
    }
  },
)
