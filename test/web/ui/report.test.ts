import t from 'tap'
import { axe, open, visit } from './browser.ts'

t.setTimeout(600_000)

t.test(
  'CFGREP-1 CFGREP-2 the report is read, printed, kept, and compared with a moment',
  async (t) => {
    const { page, base } = await open(t)
    await visit(page, `${base}/system/report`)
    t.strictSame(await axe(page), [])
    await page.getByRole('row', { name: 'Emergency number 911' }).waitFor()
    t.equal(await page.getByText('Nothing here').count(), 0, 'an empty column is left out')
    const pdf = page.getByRole('link', { name: 'PDF' })
    t.equal(await pdf.getAttribute('href'), '/api/v1/report/pdf')
    const options = await page.getByLabel('As it was').locator('option').all()
    const values = await Promise.all(options.map((one) => one.getAttribute('value')))
    const moment = values[1] ?? ''
    await page.getByLabel('As it was').selectOption(moment)
    await page.getByText(`as after change ${moment},`).waitFor()
    t.equal(await pdf.getAttribute('href'), `/api/v1/report/pdf?at=${moment}`)
    await page.getByLabel('Compare with').selectOption(values[2] ?? '')
    await page.getByText('Number of lines: 2 → 4').waitFor()
    await page.emulateMedia({ media: 'print' })
    t.notOk(
      await page.getByRole('button', { name: 'Print' }).isVisible(),
      'on paper there is only what is read',
    )
    t.notOk(await page.getByRole('banner').isVisible())
    t.ok(await page.getByText('Emergency number').isVisible())
  },
)
