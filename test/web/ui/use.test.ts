import t from 'tap'
import { open, visit } from './browser.ts'
import { HOSTILE } from './mock-objects.ts'

t.setTimeout(600_000)

t.test(
  'UX by keyboard alone: a person with a phone is added, and its password shown once',
  async (t) => {
    const { page, base, server } = await open(t)
    await visit(page, `${base}/people`)
    await tabTo(page, 'Add a person')
    await page.keyboard.press('Enter')
    await page.getByLabel('First name').waitFor()
    await page.keyboard.type('Zoë')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Quill')
    await page.keyboard.press('Enter')
    await page.getByText('Zoë Quill has the number 161 now.').waitFor()
    t.equal(await page.getByText('KJ7m-q2Xw-9RtB-hV4s').count(), 1)
    const [added] = server.changes
    t.match(added, {
      path: '/config',
      body: {
        changes: [
          { section: 'users', values: { firstName: 'Zoë', lastName: 'Quill', login: 'zoe.quill' } },
          { section: 'extensions', values: { number: '161', kind: 'user', owner: 'new:person' } },
          { section: 'handsets', values: { extension: 'new:extension' } },
          { do: 'update', section: 'extensions', id: 'new:extension' },
        ],
      },
    })
    await tabTo(page, 'Undo')
    await page.keyboard.press('Enter')
    await page.getByText('Undone').waitFor()
    t.ok(server.changes.some(({ path }) => /^\/history\/\d+\/undo$/.test(path)))
  },
)

t.test('UX by keyboard alone: search opens a page, arrows choose', async (t) => {
  const { page, base } = await open(t)
  await visit(page, base)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search' }).waitFor()
  await page.keyboard.type('ana')
  await page.getByRole('option', { name: 'Ana Ruiz' }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(`${base}/people/user-1`)
  await page.getByRole('heading', { level: 1, name: 'Ana Ruiz' }).waitFor()
  t.equal(await page.evaluate('document.activeElement.tagName'), 'H1', 'a new page has the focus')
})

t.test(
  'UX by keyboard alone: a setting that is refused says why at its field, then is saved',
  async (t) => {
    const { page, base, server } = await open(t)
    await visit(page, `${base}/settings/dialPlan`)
    const field = page.getByLabel('Wait between digits')
    await field.focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('99')
    t.match(await field.inputValue(), /^99\b/)
    await page.keyboard.press('Enter')
    await page.getByText('99 is not a number from 2 to 20. 4 is usual.').waitFor()
    t.equal(await field.getAttribute('aria-invalid'), 'true')
    await field.focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('6')
    await page.keyboard.press('Enter')
    await page.getByText('Saved.').waitFor()
    t.strictSame(server.changes.at(-1)?.body, { interDigitSeconds: 6 }, 'only what was changed')
  },
)

t.test('UX a session that ends keeps what was typed', async (t) => {
  const { page, base, server } = await open(t)
  await visit(page, `${base}/people/new`)
  await page.getByLabel('Last name').fill('Half-typed')
  server.office.session = { ...server.office.session, state: 'signed-out' }
  await page.getByRole('button', { name: 'Add a person' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign in again' })
  await dialog.getByLabel('Password', { exact: true }).fill('wrong-one')
  await page.keyboard.press('Enter')
  await dialog.getByText('That is not right.').waitFor()
  await dialog.getByLabel('Password', { exact: true }).fill('copper-otter-71')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  t.equal(await page.getByLabel('Last name').inputValue(), 'Half-typed')
  await page.getByRole('button', { name: 'Add a person' }).click()
  await page.getByText('Half-typed has the number').waitFor()
})

t.test('SECURITY 16 texts of strangers stay texts, on every page that shows them', async (t) => {
  const { page, base, complaints } = await open(t)
  const shown = HOSTILE.replace('\u202e', '').slice(0, 40)
  for (const path of [
    '/people',
    '/phones',
    '/activity',
    '/calls/1-7-42',
    '/activity/records',
    '/history',
  ]) {
    await visit(page, `${base}${path}`)
    await page.getByText(shown).first().waitFor()
    t.equal(await page.locator('img[src="x"]').count(), 0, path)
    t.notMatch(await page.content(), /\u202e/, 'nothing turns the text around it')
  }
  t.strictSame(complaints, [])
})

t.test('a search hit that leads elsewhere is not followed', async (t) => {
  const { page, base } = await open(t)
  await visit(page, base)
  await page.keyboard.press('/')
  await page.keyboard.type('elsewhere')
  await page.getByRole('option', { name: 'Elsewhere' }).click()
  t.equal(new URL(page.url()).origin, base)
})

t.test('UX a condition shows on Home and the bell at once, and goes by itself', async (t) => {
  const { page, base, server } = await open(t)
  await visit(page, base)
  await page.getByText('Everything works.').first().waitFor()
  server.set('conditions', [
    {
      id: 'c-1',
      severity: 'critical',
      subject: 'line fxo-2',
      since: Date.now() - 5000,
      effect: 'Calls to the outside may find no line.',
      remedy: 'Check the cable of fxo-2.',
      link: '/lines/fxo-2',
    },
  ])
  const verdict = page.getByLabel('State of the telephone system')
  await verdict.getByText('Calls to the outside may find no line.').waitFor()
  await page.getByRole('button', { name: '1 thing is wrong' }).click()
  await page.getByRole('dialog').getByText('Check the cable of fxo-2.').waitFor()
  server.set('conditions', [])
  await verdict.getByText('Everything works.').waitFor()
  t.equal(await page.getByRole('button', { name: 'Nothing is wrong' }).count(), 1)
})

t.test('UX pages say when the server is away, and come back by themselves', async (t) => {
  const { page, base, server } = await open(t)
  await visit(page, base)
  await page.getByText('Everything works.').first().waitFor()
  const { port } = new URL(base)
  await server.stop()
  await page.getByText('The server does not answer.').first().waitFor()
  const again = new (server.constructor as new () => typeof server)()
  t.teardown(() => again.stop())
  await again.start(Number(port))
  await page.getByText('The server does not answer.').first().waitFor({ state: 'detached' })
  again.set('calls', [])
  await page.locator('.big', { hasText: /^0$/ }).waitFor()
  t.pass()
})

t.test('UX a language is changed at once, on every text of the frame', async (t) => {
  const { page, base } = await open(t)
  await visit(page, `${base}/account`)
  await page.getByText('Français').click()
  await page.getByRole('heading', { name: 'Votre compte' }).waitFor()
  t.equal(await page.locator('html').getAttribute('lang'), 'fr')
  await page.getByRole('link', { name: 'Lignes et numéros' }).waitFor()
})

t.test('UX claim: the code and a password open the pages', async (t) => {
  const { page, base } = await open(t, { session: { state: 'unclaimed' } })
  await visit(page, base)
  await page.getByLabel('Set-up code').fill('123 456')
  await page.getByLabel('New password').fill('tall copper otter')
  await page.getByRole('button', { name: 'Set the password' }).click()
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
  t.pass()
})

type Page = Awaited<ReturnType<typeof open>>['page']

/** Presses Tab until something of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    const focused = await page.evaluate<string>(
      'document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent',
    )
    if (focused === name) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not come to '${name}'`)
}
