import t from 'tap'
import { axe, open, visit } from './browser.ts'

t.setTimeout(600_000)

t.test('the page of a call that is on shows who speaks, in words', async (t) => {
  const { page, base, complaints } = await open(t)
  await visit(page, `${base}/calls/1-7-42`)
  const speaks = page.getByRole('listitem').filter({ hasText: 'speaks' })
  await speaks.waitFor()
  t.equal(await speaks.count(), 1)
  t.match(await speaks.innerText(), /102/)
  t.equal(await page.getByText('Talks', { exact: true }).count(), 2)
  t.strictSame(await axe(page), [])
  t.strictSame(complaints, [])
})

t.test(
  'RFC 3515, RFC 3891: what became of a call is told in the list and on its page',
  async (t) => {
    const { page, base, complaints } = await open(t)
    await visit(page, `${base}/activity/records`)
    t.equal(await page.getByText('transferred', { exact: true }).count(), 1)
    await visit(page, `${base}/calls/1-7-140`)
    const story = page.getByRole('region', { name: 'What happened' })
    await story.getByText('Ben Otto (102) sent the call on.').waitFor()
    await story.getByText(/^Ben Otto \(102\) transferred .*img src=x.* \(101\) to 103\.$/).waitFor()
    await story.getByText('Ben Otto (102) took over from 103.').waitFor()
    await story.getByRole('link', { name: 'See it' }).click()
    await page.waitForURL(`${base}/calls/1-7-139`)
    t.strictSame(await axe(page), [])
    t.strictSame(complaints, [])
  },
)
