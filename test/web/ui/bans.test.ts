import t from 'tap'
import { axe, open, visit } from './browser.ts'

t.setTimeout(600_000)

t.test(
  'SECURITY rows 7 and 9: who is banned and why; a ban is lifted, and made by hand',
  async (t) => {
    const { page, base, server, complaints } = await open(t)
    await visit(page, `${base}/network`)
    await page.getByRole('link', { name: 'Banned addresses' }).click()
    await page.getByRole('heading', { level: 1, name: 'Banned addresses' }).waitFor()
    const row = page.getByRole('row', { name: /198\.51\.100\.7/ })
    await row.getByText('Tried names or passwords').waitFor()
    await page.getByRole('button', { name: 'Lift the ban of 2001:db8:0:1::/64' }).click()
    await page.getByText('The ban of 2001:db8:0:1::/64 is lifted.').waitFor()
    const lifted = { method: 'DELETE', path: `/bans/${encodeURIComponent('2001:db8:0:1::/64')}` }
    t.match(server.changes.at(-1), lifted)
    t.equal(await page.getByRole('row', { name: /2001:db8/ }).count(), 0)
    await page.getByLabel('IP address').fill(' 192.0.2.77 ')
    await page.getByLabel('Minutes').fill('30')
    await page.getByRole('button', { name: 'Ban an address' }).click()
    await page
      .getByRole('row', { name: /192\.0\.2\.77/ })
      .getByText('Banned by hand')
      .waitFor()
    const made = { method: 'POST', path: '/bans', body: { address: '192.0.2.77', minutes: 30 } }
    t.match(server.changes.at(-1), made)
    t.strictSame(await axe(page), [])
    t.strictSame(complaints, [])
  },
)

t.test('nobody is banned, and that is said', async (t) => {
  const { page, base, server } = await open(t)
  server.set('bans', [])
  await visit(page, `${base}/network/bans`)
  await page.getByText('Nobody is banned.').waitFor()
})
