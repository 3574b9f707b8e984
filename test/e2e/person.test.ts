import t from 'tap'
import { Baresip } from '../../firmware/demo/baresip.ts'
import { until } from '../../firmware/demo/wait.ts'
import { aClaimedUnit, heading } from './unit.ts'

t.setTimeout(600_000)

t.test('spec 50: a new person’s telephone registers, calls, and is undone, all seen', async (t) => {
  const { server, page, complaints } = await aClaimedUnit(t)

  // A person, a number and a telephone in one form.
  await page.goto(`${server.pages}/people/new`)
  await page.getByLabel('First name').fill('Emile')
  await page.getByLabel('Last name').fill('Berliner')
  const number = await page.getByLabel('Extension').inputValue()
  await page.getByRole('button', { name: 'Add a person' }).click()
  await page.getByText(`Emile Berliner has the number ${number} now.`).waitFor()
  const entered = page.locator('dl.facts .secret > span')
  const [, user = '', password = ''] = await entered.allInnerTexts()

  // What the page shows is entered in a telephone; the page sees it without being loaded again.
  await page.getByRole('link', { name: 'Phones' }).click()
  const row = page.getByRole('row').filter({ hasText: 'Emile Berliner' })
  await row.getByText('Missing').waitFor()
  const phone = await Baresip.start({ user, password, server: server.sip })
  t.teardown(() => phone.stop())
  await phone.registered()
  await row.getByText('Can be reached').waitFor()

  // It calls the test extension: live, then its ladder, each message, and the record when it is over.
  await phone.dial('100')
  await phone.established()
  await page.getByRole('link', { name: 'Activity' }).click()
  await page.getByRole('link', { name: `Emile Berliner (${number})` }).click()
  await page.getByRole('heading', { level: 2, name: /^Parties, for/ }).waitFor()
  const invite = page.getByRole('button', { name: /Emile Berliner.* to Exchange: INVITE/ }).first()
  await invite.waitFor()
  await invite.click()
  await page.locator('details[open] pre', { hasText: /^INVITE sip:100@/ }).waitFor()
  const saved = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Save as a capture file' }).click()
  t.match((await saved).suggestedFilename(), /^call-\d+-\d+-\d+\.pcapng$/)
  await phone.hangup()
  await page.getByRole('heading', { level: 2, name: 'What it was' }).waitFor()
  await page.getByText('Answered').waitFor()
  t.match(await page.getByRole('heading', { level: 1 }).innerText(), 'Emile Berliner')
  await page.getByRole('button', { name: /to Exchange: BYE/ }).waitFor()

  // The same among all records; then one step back, and nothing of the person is left.
  await page.goto(`${server.pages}/activity/records`)
  await page.getByRole('row').filter({ hasText: 'Emile Berliner' }).first().waitFor()
  await page.getByRole('link', { name: 'History' }).click()
  await heading(page, 'History')
  await page
    .getByRole('button', { name: /^Undo change/ })
    .first()
    .click()
  await page.getByText('Undone: it is as it was before.').waitFor()
  await page.getByRole('link', { name: 'Phones' }).click()
  await page.getByText('Ada Lovelace').first().waitFor()
  await until('the telephone to be gone', async () => (await row.count()) === 0)
  await page.getByRole('link', { name: 'People' }).click()
  await page.getByText('Ada Lovelace').first().waitFor()
  t.equal(await page.locator('main').getByText('Berliner').count(), 0)
  t.strictSame(complaints, [])
})
