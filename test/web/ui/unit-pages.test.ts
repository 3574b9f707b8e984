/** What one does on the pages of the unit: found telephones, certificates, tokens, ways in, load, one's own page. */
import t from 'tap'
import { axe, open, visit } from './browser.ts'

t.setTimeout(600_000)

t.test('UX a dismissed phone is gone at once, and comes back by Undo', async (t) => {
  const { page, base, server } = await open(t)
  await visit(page, `${base}/phones`)
  await page.getByRole('button', { name: 'Dismiss: Soft 3.1' }).click()
  await page.getByText('Soft 3.1 is dismissed.').waitFor()
  t.equal(await page.getByRole('button', { name: 'Dismiss: Soft 3.1' }).count(), 0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Dismiss: Soft 3.1' }).waitFor()
  t.equal(server.changes.length, 0, 'the server was not told yet')
})

t.test('UX the tray appears with the first phone found, and goes with the last', async (t) => {
  const { page, base, server } = await open(t)
  const { found } = server.office.live
  server.set('found', [])
  await visit(page, `${base}/phones`)
  t.equal(await page.getByText('Found on your network').count(), 0)
  server.set('found', found)
  await page.getByText('Found on your network: 3 phones').waitFor()
  server.set('found', [])
  await page.getByText('Found on your network').waitFor({ state: 'detached' })
})

t.test('WEB-44 WEB-48 a client certificate is made, offered as a file, and revoked', async (t) => {
  const { page, base, server } = await open(t)
  await visit(page, `${base}/system/access`)
  await page.getByRole('button', { name: 'Add a certificate' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name of the user or group').fill('Zoë')
  t.equal(await dialog.getByLabel('Name of the user or group').getAttribute('aria-invalid'), 'true')
  await dialog.getByLabel('Name of the user or group').fill('Matt')
  await dialog.getByLabel('Reason or location').fill('Workshop')
  await dialog.getByLabel('Password of the file').fill('a long password')
  await dialog.getByLabel('The password again').fill('another password')
  await dialog.getByRole('button', { name: 'Make it' }).click()
  await dialog.getByText('The two passwords differ.').first().waitFor()
  t.equal(server.changes.length, 0)
  await dialog.getByLabel('The password again').fill('a long password')
  t.strictSame(await axe(page), [], 'the dialog')
  await dialog.getByRole('button', { name: 'Make it' }).click()
  await dialog.getByText('Matt - Workshop is made.').waitFor()
  const file = dialog.getByRole('link', { name: 'Download' })
  t.equal(await file.getAttribute('href'), '/api/v1/client-certificates/client-3/file')
  await dialog.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: 'Revoke: Matt - Workshop' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('Matt - Workshop is revoked.').waitFor()
  t.match(server.changes.at(-1), { method: 'DELETE', path: '/client-certificates/client-3' })
  await page.getByRole('button', { name: 'Revoke all' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke all' }).click()
  await page.getByText('No client certificates have been created.').waitFor()
})

t.test('WEB-27 WEB-29 a request is made, its certificate installed, and taken back', async (t) => {
  const { page, base, server } = await open(t)
  await visit(page, `${base}/system/certificate`)
  await page.getByText('Made by this unit').waitFor()
  await page.getByLabel('Organization').fill('Maple Street Dental')
  await page.getByRole('button', { name: 'Make the request' }).click()
  await page.getByText('A request for strowger.local').waitFor()
  t.match(
    await page.getByLabel('Request', { exact: true }).inputValue(),
    /BEGIN CERTIFICATE REQUEST/,
  )
  t.strictSame(server.changes.at(-1)?.body, {
    commonName: 'strowger.local',
    organization: 'Maple Street Dental',
    includeAddresses: false,
  })
  const install = page.getByRole('button', { name: 'Install', exact: true })
  await page.getByRole('textbox', { name: 'Certificate', exact: true }).fill('no certificate')
  await install.click()
  await page.getByText('It is no certificate in PEM form.').waitFor()
  await page
    .getByRole('textbox', { name: 'Certificate', exact: true })
    .fill('-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----')
  await install.click()
  await page.getByText('Installed by an administrator').waitFor()
  t.strictSame(Object.keys(server.changes.at(-1)?.body as object), ['certificate'], 'no empty key')
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Made by this unit').waitFor()
  t.match(server.changes.at(-1), { method: 'DELETE', path: '/certificate' })
})

t.test('UX a token is shown once, and goes when it is deleted', async (t) => {
  const { page, base, server } = await open(t)
  await visit(page, `${base}/account`)
  await page.getByRole('button', { name: 'Make a token' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('What it is for').fill('Backup')
  t.strictSame(await axe(page), [], 'the dialog')
  await dialog.getByLabel('Read').uncheck()
  await dialog.getByRole('button', { name: 'Make it' }).click()
  await dialog.getByText('Choose at least one thing').waitFor()
  await dialog.getByLabel('Operate').check()
  await dialog.getByRole('button', { name: 'Make it' }).click()
  await dialog.getByText('stg_9fK2mQ7xR4tB8vW3zH6nJ5pL').waitFor()
  t.strictSame(server.changes.at(-1)?.body, { name: 'Backup', scopes: ['operate'], days: 365 })
  await page.keyboard.press('Escape')
  t.equal(await dialog.count(), 1, 'no slip closes what is shown once')
  await dialog.getByRole('button', { name: 'Done' }).click()
  t.equal(await page.getByText('stg_').count(), 0)
  await page.getByRole('button', { name: 'Backup, delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.getByText('Backup is deleted').waitFor()
})

t.test('UX the second step shows a code to scan and the same key to type', async (t) => {
  const { page, base, complaints } = await open(t)
  await visit(page, `${base}/account`)
  const panel = page.locator('section', { hasText: 'Second step at sign-in' })
  await panel.getByLabel('Password', { exact: true }).fill('copper-otter-71')
  await panel.getByRole('button', { name: 'Switch on' }).click()
  const code = panel.getByRole('img', { name: /^QR code/ })
  await code.waitFor()
  t.equal(await panel.getByText('JBSWY3DPEHPK3PXP').count(), 1)
  const modules = (await code.locator('path').getAttribute('d')) ?? ''
  t.ok(modules.split('M').length > 150, 'as many dark modules as a code has')
  t.strictSame(await axe(page), [])
  t.strictSame(complaints, [])
})

t.test('UX a session that was left somewhere is ended; this one is not offered', async (t) => {
  const { page, base, server } = await open(t)
  await visit(page, `${base}/account`)
  const ends = page.getByRole('button', { name: /^Sign out: / })
  t.equal(await ends.count(), 1)
  await ends.click()
  await page.getByText('It is signed out.').waitFor()
  t.match(server.changes.at(-1), { method: 'DELETE', path: '/session/all/s-2' })
  await ends.waitFor({ state: 'detached' })
})

t.test('UX charts are drawn under the strict policy, and are tables too', async (t) => {
  const { page, base, complaints } = await open(t)
  await visit(page, `${base}/system`)
  await page.locator('.chart canvas').nth(2).waitFor()
  const drawn = await page.evaluate<boolean[]>(
    `[...document.querySelectorAll('.chart canvas')].map((one) =>
      one.getContext('2d').getImageData(0, 0, one.width, one.height).data.some((byte) => byte !== 0))`,
  )
  t.strictSame(drawn, [true, true, true])
  await page.getByText('6 hours').click()
  await page.getByRole('figure', { name: 'Memory' }).getByText('As a table').click()
  t.ok((await page.getByRole('figure', { name: 'Memory' }).getByRole('row').count()) > 10)
  t.strictSame(complaints, [], 'nothing that the content security policy refused')
})

t.test('UX records go back page by page, and into a file that has no formula', async (t) => {
  const { page, base } = await open(t)
  await visit(page, `${base}/activity/records`)
  await page.getByText('100 shown; there are older ones.').waitFor()
  await page.getByRole('button', { name: 'Show older' }).click()
  await page.getByText('130 shown: these are all.').waitFor()
  await page.getByLabel('How it ended').selectOption('missed')
  await page.getByText('32 shown: these are all.').waitFor()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as CSV' }).click(),
  ])
  t.equal(file.suggestedFilename(), 'calls.csv')
  await page.getByLabel('Find by name or number').fill('nobody at all')
  await page.getByText('No call is like this.').waitFor()
})

t.test('UX whoever has no role has a page of their own, at every address', async (t) => {
  const user = {
    id: 'user-1',
    login: 'ana.0',
    name: 'Ana Ruiz',
    roles: [],
    may: [],
    language: 'en',
    totp: false,
  } as const
  const { page, base, complaints } = await open(t, { session: { user } })
  for (const path of ['/', '/people', '/portal']) {
    await visit(page, `${base}${path}`)
    await page.getByRole('heading', { level: 1, name: 'Hello, Ana Ruiz' }).waitFor()
    t.equal(await page.getByRole('navigation').count(), 0, path)
  }
  await page.getByText('rings 4 times').waitFor()
  t.equal(await page.getByText('Administration').count(), 0)
  t.strictSame(await axe(page), [])
  t.strictSame(complaints, [], 'nothing was asked that is not theirs')
})

t.test('UX one’s own page works without what the server does not tell', async (t) => {
  const { page, base, server } = await open(t)
  server.office.unit.me = undefined
  await visit(page, `${base}/portal`)
  await page.getByText('Your number and your calls cannot be shown now.').waitFor()
  await page.getByRole('button', { name: 'Change the password' }).waitFor()
  t.pass()
})
