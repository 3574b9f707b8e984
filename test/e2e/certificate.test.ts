import { X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import { connect } from 'node:tls'
import type { Page } from 'playwright-core'
import t from 'tap'
import { Authority } from './an-authority.ts'
import { trustingBrowser } from './trusting-browser.ts'
import { aClaimedUnit, ask, heading, OWN, signIn, type Unit, visit, watch } from './unit.ts'

t.setTimeout(600_000)

const ADDRESS = '127.0.0.1'
const FILE_PASSWORD = 'twelve letters or more'

/** Who has issued what a new connection is shown. */
function issuerAt(pages: string): Promise<string> {
  const { hostname, port } = new URL(pages)
  return new Promise((resolve, reject) => {
    const socket = connect(
      { host: hostname, port: Number(port), rejectUnauthorized: false },
      () => {
        resolve(new X509Certificate(socket.getPeerCertificate().raw).issuer)
        socket.destroy()
      },
    )
    socket.on('error', reject)
  })
}

async function install(page: Page, certificate: string, key?: string): Promise<void> {
  await page.getByLabel('Certificate', { exact: true }).fill(certificate)
  if (key !== undefined) await page.getByLabel('Key', { exact: true }).fill(key)
  await page.getByRole('button', { name: 'Install', exact: true }).click()
}

async function backToOwn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Back to the unit’s own' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Back to the unit’s own' }).click()
  await page.getByText('The unit’s own certificate is in use.').waitFor()
}

/** The same document goes on: what was typed is still there, and a live value still comes in. */
async function goesOn({ page, server }: Unit, mark: string): Promise<void> {
  if ((await page.evaluate('window.mark')) !== mark) throw new Error('the page was loaded again')
  await ask(page, 'GET', '/system')
  await page.goto(`${server.pages}/phones`) // a new page, over whatever connection
  await heading(page, 'Phones')
  await page.goto(`${server.pages}/system/certificate`)
  await page.evaluate(`window.mark = '${mark}'`)
}

t.test('WEB-29: another certificate is taken while pages are open, and given back', async (t) => {
  const authority = new Authority(t, 'Company CA')
  const unit = await aClaimedUnit(t, { authorities: [authority.certificate] })
  const { page, server, complaints } = unit
  await visit(unit, '/system/certificate')
  await page.evaluate("window.mark = 'one'")
  const own = await issuerAt(server.pages)

  // Not every text is a certificate; what is wrong is said where it was typed.
  const { certificate, key } = authority.issue(ADDRESS)
  await install(page, '-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----', key)
  await page.getByRole('alert').locator('p').first().waitFor()

  await install(page, certificate, key)
  await page.getByText('The certificate is in use.').waitFor()
  await page.getByText('CN=Company CA').waitFor()
  t.match(await issuerAt(server.pages), 'Company CA')
  await goesOn(unit, 'one')

  await backToOwn(page)
  t.equal(await issuerAt(server.pages), own)
  await goesOn(unit, 'one')

  // The other way: the key is made by the unit and never leaves it.
  await page.getByLabel('Name that people type').fill('phones.example.test')
  await page.getByRole('button', { name: 'Make the request' }).click()
  const request = await page.getByLabel('Request', { exact: true }).inputValue()
  await install(page, authority.answer(request, ADDRESS))
  await page.getByText('The certificate is in use.').waitFor()
  t.match(await issuerAt(server.pages), 'Company CA')
  await goesOn(unit, 'one')
  await backToOwn(page)
  t.equal(await issuerAt(server.pages), own)
  t.strictSame(complaints, [])
})

t.test('WEB-40: remote administration opens for a certificate until it is revoked', async (t) => {
  const unit = await aClaimedUnit(t)
  const { page, server, context, complaints } = unit
  await visit(unit, '/system/access')
  await page.getByLabel('Remote administration').click()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()

  // Made and downloaded, as somebody would be sent it.
  await page.getByRole('button', { name: 'Add a certificate' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name of the user or group').fill('Matt')
  await dialog.getByLabel('Reason or location').fill('Interop')
  await dialog.getByLabel('Password of the file').fill(FILE_PASSWORD)
  await dialog.getByLabel('The password again').fill(FILE_PASSWORD)
  await dialog.getByRole('button', { name: 'Make it' }).click()
  const download = page.waitForEvent('download')
  await dialog.getByRole('link', { name: 'Download' }).click()
  const file = join(t.testdir(), 'client.p12')
  await (await download).saveAs(file)
  await dialog.getByRole('button', { name: 'Done' }).click()
  const { port } = await ask<{ port: number }>(page, 'GET', '/client-certificates')
  await page.getByText(`Port ${port} is open`).waitFor()
  const remote = `https://${ADDRESS}:${port}`

  // Without it nobody gets in.
  const stranger = await context.newPage()
  await t.rejects(stranger.goto(remote), /net::ERR_/)
  await stranger.close()

  // Taken into the browser of its holder, it opens the port; then one signs in as everywhere.
  const own = { file, password: FILE_PASSWORD, shownTo: remote }
  const [holder] = (await trustingBrowser(t, server, { own })).pages()
  if (!holder) throw new Error('a browser has a page')
  watch(holder, complaints)
  await holder.goto(remote)
  await signIn(holder, 'admin', OWN)
  await heading(holder, 'Home')

  // Revoked: what was open ends at once, and nothing opens again.
  await page.bringToFront()
  await visit(unit, '/system/access')
  await page.getByRole('button', { name: /^Revoke: / }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click()
  await page.getByText(/is revoked\.$/).waitFor()
  await holder.getByText(/^The server does not answer/).waitFor()
  await t.rejects(holder.goto(remote), /net::ERR_/)
  t.strictSame(complaints, [])
})
