import type { Page } from 'playwright-core'
import t from 'tap'
import { until } from '../../firmware/demo/wait.ts'
import { aServer } from '../integration/an-office.ts'
import { RtpPhone } from '../peers/rtp-phone.ts'
import { trustingBrowser } from './trusting-browser.ts'

t.setTimeout(600_000)

const OWN = 'several words of one'

t.test(
  'the first hour: claim, add a person with a phone, call, look at the call, undo',
  async (t) => {
    const server = await aServer(t, { env: { STROWGER_LINES: 'sim:fxs=1,fxo=1' } })
    const context = await trustingBrowser(t, server)
    const [page = await context.newPage()] = context.pages()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text())
    })

    // Claim: the code is read from the console.
    const { code } = JSON.parse((await server.cli('first-password', '--json')).stdout)
    await page.goto(server.pages)
    await page.getByLabel('Set-up code').fill(code)
    await page.getByRole('textbox', { name: 'New password' }).fill(OWN)
    await page.getByRole('button', { name: 'Set the password' }).click()
    await page.getByRole('heading', { name: 'Home' }).waitFor()
    await page
      .locator('main')
      .getByText(/simulated/)
      .first()
      .waitFor() // what is wrong now, in words

    // A person, a number and a phone in one step.
    await page.getByRole('link', { name: 'People' }).click()
    await page.getByRole('link', { name: 'Add a person' }).click()
    await page.getByLabel('First name').fill('Emile')
    await page.getByLabel('Last name').fill('Berliner')
    const number = await page.getByLabel('Extension').inputValue()
    await page.getByRole('button', { name: 'Add a person' }).click()
    await page.getByText(`Emile Berliner has the number ${number} now.`).waitFor()
    const [sipUser, password] = await phoneFacts(page)

    // The phone registers, and the page shows it without being loaded again.
    await page.getByRole('link', { name: 'Phones' }).click()
    const row = page
      .locator('main')
      .getByRole('row')
      .or(page.locator('main li'))
      .filter({ hasText: 'Berliner' })
    await row.first().waitFor()
    const before = await row.first().innerText()
    const phone = await RtpPhone.open({ user: sipUser, password, server: server.sip })
    t.teardown(() => phone.close())
    await phone.register()
    await until('the page shows the phone', async () => (await row.first().innerText()) !== before)

    // A call, live, and what it said to the exchange.
    const call = await phone.call('100')
    await call.answered()
    await page.getByRole('link', { name: 'Activity' }).click()
    await page.locator('main').getByText('Emile Berliner').first().waitFor()
    await page.locator('main a[href*="/calls/"]').first().click()
    await page.getByText('INVITE').first().waitFor({ state: 'attached' }) // in a drawing
    await call.bye()

    // One step back.
    await page.getByRole('link', { name: 'History' }).click()
    await page.getByRole('button', { name: 'Undo' }).first().click()
    await until('the person is gone', async () => {
      await page.goto(`${server.pages}/people`)
      await page.getByText('Ada Lovelace').waitFor()
      return !(await page.innerText('main')).includes('Berliner')
    })
    t.strictSame(errors, [])
  },
)

/** SIP user and password, as they are to be entered in the phone. */
async function phoneFacts(page: Page): Promise<[string, string]> {
  const values = await page.locator('dl.facts dd').allInnerTexts()
  const [, user = '', password = ''] = values.map((text) => text.split('\n')[0]?.trim() ?? '')
  return [user, password]
}
