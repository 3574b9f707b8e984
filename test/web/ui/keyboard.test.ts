/** The ten commonest tasks (docs/web-pages.md), each by keyboard alone, as UX.md wants it. */
import t from 'tap'
import { open, visit } from './browser.ts'
import { enter, tabTo, type } from './keyboard.ts'

t.setTimeout(600_000)

t.test('UX by keyboard alone 1: sign in', async (t) => {
  const { page, base } = await open(t, { session: { state: 'signed-out' } })
  await visit(page, base)
  await type(page, 'Login name', 'admin')
  await type(page, 'Password', 'copper-otter-71')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
  t.pass()
})

t.test('UX by keyboard alone 2: find a person by search', async (t) => {
  const { page, base } = await open(t)
  await visit(page, `${base}/lines`)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search' }).waitFor()
  await page.keyboard.type('ana')
  await page.getByRole('option', { name: 'Ana Ruiz' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Ana Ruiz' }).waitFor()
  t.equal(new URL(page.url()).pathname, '/people/user-1')
})

t.test('UX by keyboard alone 3: add a person with a phone', async (t) => {
  const { page, base } = await open(t)
  await visit(page, base)
  await enter(page, 'People')
  await page.getByRole('heading', { level: 1, name: 'People' }).waitFor()
  await enter(page, 'Add a person')
  await page.getByLabel('First name').waitFor()
  await page.keyboard.type('Zoë')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Quill')
  await page.keyboard.press('Enter')
  await page.getByText('Zoë Quill has the number 161 now.').waitFor()
  t.equal(await page.getByText('KJ7m-q2Xw-9RtB-hV4s').count(), 1)
})

t.test('UX by keyboard alone 4: adopt a found phone', async (t) => {
  const { page, base, server } = await open(t)
  await visit(page, `${base}/phones`)
  await enter(page, 'Adopt: Acme Desk 6 2.0.1')
  const dialog = page.getByRole('dialog', { name: 'Whose phone is it?' })
  await dialog.waitFor()
  await tabTo(page, 'Person or number')
  await page.keyboard.type('105') // a list is gone through by typing
  await enter(page, 'Adopt')
  await page.getByText('It works as soon as this is entered in it.').waitFor()
  t.equal(await page.getByText('KJ7m-q2Xw-9RtB-hV4s').count(), 1)
  t.match(server.changes.at(0), {
    path: '/config',
    body: {
      changes: [
        { do: 'create', section: 'handsets', values: { extension: 'extension-5' } },
        { do: 'update', section: 'extensions', id: 'extension-5' },
      ],
    },
  })
  await enter(page, 'Done')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

t.test('UX by keyboard alone 5: change a number', async (t) => {
  const { page, base, server } = await open(t)
  await visit(page, `${base}/people/user-1`)
  await enter(page, 'Edit what a call to 101 does')
  await page.getByRole('heading', { level: 1, name: 'Extension 101' }).waitFor()
  await type(page, 'Number', '177')
  await page.keyboard.press('Enter')
  await page.getByText('Saved.').waitFor()
  t.match(server.changes.at(-1), {
    path: '/config/extensions/extension-1',
    body: { number: '177' },
  })
})

t.test('UX by keyboard alone 6: see a live call', async (t) => {
  const { page, base } = await open(t)
  await visit(page, base)
  await enter(page, 'See the calls')
  await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor()
  await page.getByRole('link', { name: 'Ana Ruiz (101)' }).waitFor()
  await enter(page, 'Ana Ruiz (101)')
  await page.getByRole('heading', { level: 2, name: /^Parties, for/ }).waitFor()
  t.equal(await page.getByText('Talks').count(), 2)
})

t.test('UX by keyboard alone 7: look at the ladder of a call that was', async (t) => {
  const { page, base } = await open(t)
  await visit(page, `${base}/activity`)
  await enter(page, 'Records')
  await page.getByRole('columnheader', { name: 'Talked' }).waitFor()
  await type(page, 'Find by name or number', '915550100')
  await page.getByText('44 shown: these are all.').waitFor()
  await enter(page, /\d{4}, \d+:\d\d:\d\d/)
  await page.getByRole('heading', { level: 2, name: 'Messages' }).waitFor()
  const first = /to Exchange: INVITE \(SDP\)$/
  await enter(page, first)
  await page.getByText('branch=z9hG4bK7').first().waitFor()
  const folded = page.locator('details').first()
  t.equal(await folded.locator('summary:focus').count(), 1, 'the keyboard is where one reads on')
})

t.test('UX by keyboard alone 8: undo in History', async (t) => {
  const { page, base, server } = await open(t)
  await visit(page, base)
  await enter(page, 'History')
  await page.getByRole('heading', { level: 1, name: 'History' }).waitFor()
  await enter(page, 'Undo change 41')
  await page.getByText('Undone: it is as it was before.').waitFor()
  t.match(server.changes.at(-1), { path: '/history/41/undo' })
})

t.test('UX by keyboard alone 9: see what is wrong, and mend it', async (t) => {
  const { page, base, server } = await open(t)
  await visit(page, `${base}/people`)
  server.set('conditions', [
    {
      id: 'c-1',
      severity: 'warning',
      subject: 'phone of Chen Wei',
      since: Date.now() - 5000,
      effect: 'Chen Wei cannot be called.',
      remedy: 'Enter the right password in the phone.',
      link: '/phones',
    },
  ])
  await page.getByRole('button', { name: '1 thing is wrong' }).waitFor()
  await enter(page, '1 thing is wrong')
  await page.getByText('Enter the right password in the phone.').waitFor()
  await enter(page, 'Look at it: phone of Chen Wei')
  await page.getByRole('heading', { level: 1, name: 'Phones' }).waitFor()
  await enter(page, 'Mend the password: Soft 3.1')
  await page.getByRole('dialog', { name: 'Mend the password' }).waitFor()
  await enter(page, 'Make a new password')
  await page.getByText('u-103', { exact: true }).first().waitFor()
  const { path, body } = server.changes.at(-1) ?? {}
  t.equal(path, '/config/handsets/handset-3')
  const { secret = '' } = body as { secret?: string }
  t.match(secret, /^[A-HJ-NP-Za-km-z2-9]{24}$/, 'SECURITY 2: 20 characters or more, by chance')
  t.equal(await page.getByText(secret, { exact: true }).count(), 1)
})

t.test('UX by keyboard alone 10: give somebody a new password', async (t) => {
  const { page, base, server } = await open(t)
  await visit(page, `${base}/people/user-1`)
  await enter(page, 'Give a new password')
  await page.getByRole('dialog', { name: 'Give Ana Ruiz a new password?' }).waitFor()
  await enter(page, 'Give a new password')
  await page.getByText('maple-thunder-58').waitFor()
  t.match(server.changes.at(-1), { method: 'POST', path: '/people/user-1/password' })
  await page.keyboard.press('Escape')
  t.equal(await page.getByText('maple-thunder-58').count(), 1, 'shown once: no slip closes it')
  await enter(page, 'Done')
  await page.getByText('maple-thunder-58').waitFor({ state: 'detached' })
})
