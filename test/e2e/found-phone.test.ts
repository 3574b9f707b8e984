import t from 'tap'
import { until } from '../../firmware/demo/wait.ts'
import { RtpPhone } from '../peers/rtp-phone.ts'
import { statusOf } from '../peers/sip-text.ts'
import { aClaimedUnit, visit } from './unit.ts'

t.setTimeout(600_000)

t.test('PNP-8: a telephone that nobody knows is found, adopted, and calls', async (t) => {
  const unit = await aClaimedUnit(t)
  const { server, page, complaints } = unit
  await visit(unit, '/phones')
  t.equal(await page.getByText('Found on your network').count(), 0)

  // It tries as its last owner's extension; the page shows it without being loaded again.
  const stranger = await RtpPhone.open({ user: '4711', password: 'a guess', server: server.sip })
  t.teardown(() => stranger.close())
  t.not(statusOf(await stranger.register()), 200)
  t.not(statusOf(await stranger.register()), 200) // once may be a slip
  await page.getByText('It tries to register as “4711”, whom nobody has.').waitFor()
  await page.getByRole('button', { name: /^Adopt: / }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('A new person').click()
  await dialog.getByLabel('First name').fill('Emile')
  await dialog.getByLabel('Last name').fill('Berliner')
  const number = await dialog.getByLabel('Extension').inputValue()
  await dialog.getByRole('button', { name: 'Adopt' }).click()
  await dialog.getByText('It works as soon as this is entered in it.').waitFor()
  const [, user = '', password = ''] = await dialog.locator('.secret > span').allInnerTexts()
  await dialog.getByRole('button', { name: 'Done' }).click()

  // With what the page has shown it registers, leaves the list of the unknown, and calls.
  const phone = await RtpPhone.open({ user, password, server: server.sip })
  t.teardown(() => phone.close())
  await until('the exchange to know it', async () => statusOf(await phone.register()) === 200)
  const row = page.getByRole('row').filter({ hasText: 'Emile Berliner' })
  await row.getByText('Can be reached').waitFor()
  const call = await phone.call('100')
  await call.answered()
  await page.getByRole('link', { name: 'Activity' }).click()
  await page.getByRole('link', { name: `Emile Berliner (${number})` }).waitFor()
  await call.bye()
  await page.getByText('Nobody is on the phone.').waitFor()
  t.strictSame(complaints, [])
})
