import t from 'tap'
import { axe, open, visit } from './browser.ts'

t.setTimeout(600_000)

t.test(
  'UX changes are collected instead of made, looked at, and applied; one click goes back',
  async (t) => {
    const { page, base, server, complaints } = await open(t)
    await visit(page, `${base}/history/sets`)
    await page.getByLabel('Name').fill('Second floor')
    await page.getByRole('button', { name: 'Collect changes' }).click()
    await page.getByText('You collect changes in “Second floor”').waitFor()
    t.strictSame(await axe(page), [])
    const sent: (string | undefined)[] = []
    page.on('request', (request) => {
      if (request.url().includes('/api/v1/config')) sent.push(request.headers()['x-change-set'])
    })
    await visit(page, `${base}/settings/dialPlan`)
    await page.getByText('You collect changes in “Second floor”').waitFor()
    t.ok(
      sent.length > 0 && sent.every((id) => id === '0192aaaa-0000-7000-8000-00000000000a'),
      'also after loading again',
    )
    await page.getByRole('button', { name: 'Stop collecting' }).click()
    await page.getByText('You collect changes in').waitFor({ state: 'detached' })

    await visit(page, `${base}/history/sets/set-1`)
    const apply = page.getByRole('button', { name: 'Apply now' })
    t.ok(await apply.isDisabled(), 'somebody changed something meanwhile')
    t.match(await page.getByText('Numbers that behave differently').innerText(), /201/)
    await page.getByLabel('At this time').fill('2030-01-02T03:04')
    t.ok(await page.getByRole('button', { name: 'Apply then' }).isDisabled())
    await page.getByRole('checkbox', { name: 'Apply it over' }).check()
    await page.getByRole('button', { name: 'Apply then' }).click()
    await page.getByRole('button', { name: 'Not at that time' }).click()
    await apply.click()
    await page.getByText('It was applied as change 43.').waitFor()
    await page.getByRole('button', { name: 'One click back' }).click()
    await page.getByText('Undone: ').waitFor()
    const asked = server.changes.map(({ method, path, body }) => [method, path, body])
    t.match(asked, [
      ['POST', '/change-sets', { name: 'Second floor' }],
      ['POST', '/change-sets/set-1/schedule', { over: true }],
      ['DELETE', '/change-sets/set-1/schedule'],
      ['POST', '/change-sets/set-1/apply', { over: true }],
      ['POST', '/history/43/undo'],
    ])
    t.strictSame(complaints, [])
  },
)

t.test('UX deleted things and moments come back after a look at what that changes', async (t) => {
  const { page, base, server } = await open(t)
  await visit(page, `${base}/history/deleted`)
  await page.getByRole('button', { name: 'Have it back:' }).click()
  await page.getByRole('dialog').getByText('1 thing changes').waitFor()
  t.strictSame(await axe(page), [])
  await page.getByRole('dialog').getByRole('button', { name: 'Have it back' }).click()
  await page.getByText('It is as it was.').waitFor()
  await visit(page, `${base}/history`)
  t.strictSame(await axe(page), [])
  await page.getByRole('button', { name: 'Back to here: ' }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Back to here' }).click()
  await page.getByText('It is as it was.').waitFor()
  const bodies = server.changes
    .filter(({ path }) => path.endsWith('/restore'))
    .map(({ body }) => body)
  t.strictSame(bodies, [{ dry: true }, {}, { dry: true }, {}], 'looked at first, each time')
})
