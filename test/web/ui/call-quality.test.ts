import t from 'tap'
import { axe, open, visit } from './browser.ts'

t.setTimeout(600_000)

t.test(
  'DESIGN 6: the page of a call shows how each party sounded, unknown as unknown',
  async (t) => {
    const { page, base, complaints } = await open(t)
    await visit(page, `${base}/calls/1-7-140`)
    const ana = page.getByRole('row').filter({ hasText: 'PCMU' })
    await ana.waitFor()
    for (const text of ['3.9', '4.3', '2 %', '7 ms', '31 ms', 'encrypted']) {
      t.ok((await ana.innerText()).includes(text), text)
    }
    const ben = page.getByRole('row').filter({ hasText: '102' }).last()
    t.equal(await ben.getByText('Unknown').count(), 6, 'neither a score nor a figure is made up')
    t.strictSame(await axe(page), [])
    t.strictSame(complaints, [])
  },
)
