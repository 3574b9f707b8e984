import t from 'tap'
import type { ModelField } from '../../../firmware/web/contract.ts'
import { axe, open, visit } from './browser.ts'
import { mockModel } from './mock-model.ts'

t.setTimeout(600_000)

function paths(fields: readonly ModelField[], above = ''): string[] {
  return fields.flatMap(({ name, fields: inner, item }) => {
    const path = above + name
    return [path, ...paths(inner ?? item?.fields ?? [], `${path}.`)]
  })
}

t.test('decision 7: the reference has every field of the model with what it takes', async (t) => {
  const { page, base } = await open(t)
  await visit(page, `${base}/system/reference`)
  t.strictSame(await axe(page), [])
  const shown = await page.locator('dt code').allInnerTexts()
  t.strictSame(
    shown,
    mockModel('en').flatMap(({ fields }) => paths(fields)),
  )
  t.ok(shown.length > 60, `${shown.length} of them`)
  await page
    .getByText(/^Takes: .*0.*63/)
    .first()
    .waitFor()
})
