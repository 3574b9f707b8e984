import t from 'tap'
import { axe, open, PHONE, visit } from './browser.ts'
import { PAGES } from './pages.ts'

t.setTimeout(600_000)

// Each page in one of the two; in both among the long tests.
for (const [name, options, odd] of [
  ['light on a desk', { colorScheme: 'light' }, false],
  ['dark on a phone', { colorScheme: 'dark', viewport: PHONE }, true],
] as const) {
  t.test(`UX axe-core finds nothing, ${name}, on every other page`, async (t) => {
    const { page, base, complaints } = await open(t, options)
    for (const path of PAGES.filter((_, index) => (index % 2 === 1) === odd)) {
      await visit(page, `${base}${path}`)
      t.strictSame(await axe(page), [], path)
    }
    t.strictSame(complaints, [], 'no error, and nothing that the content security policy refused')
  })
}

t.test('UX axe-core finds nothing where one signs in', async (t) => {
  for (const state of ['preparing', 'unclaimed', 'signed-out', 'password-due'] as const) {
    const { page, base } = await open(t, { session: { state } })
    await visit(page, base)
    t.strictSame(await axe(page), [], state)
  }
})

t.test('WCAG 1.4.10 no page scrolls sideways at 320 px', async (t) => {
  const { page, base } = await open(t, { viewport: { width: 320, height: 640 } })
  for (const path of PAGES) {
    await visit(page, `${base}${path}`)
    const beyond = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
    t.ok(beyond <= 0, `${path} is ${beyond} px too wide`)
  }
})
