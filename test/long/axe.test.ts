import t from 'tap'
import { axe, open, PHONE, visit } from '../web/ui/browser.ts'
import { PAGES } from '../web/ui/pages.ts'

t.setTimeout(1_200_000)

for (const [name, options] of [
  ['light on a desk', { colorScheme: 'light' }],
  ['dark on a phone', { colorScheme: 'dark', viewport: PHONE }],
] as const) {
  t.test(`UX axe-core finds nothing on any page, ${name}`, async (t) => {
    const { page, base, complaints } = await open(t, options)
    for (const path of PAGES) {
      await visit(page, `${base}${path}`)
      t.strictSame(await axe(page), [], path)
    }
    t.strictSame(complaints, [], 'no error, and nothing that the content security policy refused')
  })
}
