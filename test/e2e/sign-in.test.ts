import { TOTP } from 'otpauth'
import t from 'tap'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { aUnit, heading, OWN, signIn, signOut } from './unit.ts'

t.setTimeout(600_000)

const NEXT = 'quite another set of words'
const STEP_MS = 30_000

t.test('spec 10: claim, another password, one-time codes, wrong ones, the lock-out', async (t) => {
  const { server, page, complaints } = await aUnit(t)

  // Claim: a wrong code is told from the right one, which is read from the console.
  const { code } = (await server.json('first-password')) as { code: string }
  await page.getByLabel('Set-up code').fill(code === '111111' ? '222222' : '111111')
  await page.getByRole('textbox', { name: 'New password' }).fill(OWN)
  await page.getByRole('button', { name: 'Set the password' }).click()
  await page.getByText('That is not right.').waitFor()
  await page.getByLabel('Set-up code').fill(code)
  await page.getByRole('button', { name: 'Set the password' }).click()
  await heading(page, 'Home')

  // Another password, which is the one that opens from now on.
  await page.goto(`${server.pages}/account`)
  await page.getByLabel('Current password').fill(OWN)
  await page.getByRole('textbox', { name: 'New password' }).fill(NEXT)
  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByText('The password is changed.').waitFor()
  await signOut(page)
  await signIn(page, 'admin', OWN)
  await page.getByText('That is not right.').waitFor()
  await signIn(page, 'admin', NEXT)
  await heading(page, 'Home')

  // One-time codes: the key is typed into an app, here one of the test's own.
  await page.goto(`${server.pages}/account`)
  const panel = page.locator('section', { hasText: 'Second step at sign-in' })
  await panel.getByLabel('Password', { exact: true }).fill(NEXT)
  await panel.getByRole('button', { name: 'Switch on' }).click()
  await panel.getByRole('img', { name: /^QR code/ }).waitFor()
  const app = new TOTP({ secret: await panel.locator('.secret span').first().innerText() })
  await panel.getByLabel('Code of the app').fill(anotherThan(app.generate()))
  await panel.getByRole('button', { name: 'Confirm' }).click()
  await panel.getByText('This code is not right.').waitFor()
  await panel.getByLabel('Code of the app').fill(app.generate())
  await panel.getByRole('button', { name: 'Confirm' }).click()
  await panel.getByText('It is on.').waitFor()

  // Signing in takes both now. No code is good twice: the next one is taken.
  await signOut(page)
  await signIn(page, 'admin', NEXT)
  const field = page.getByLabel('Code of the app')
  await field.fill(anotherThan(app.generate()))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('This code is not right.').waitFor()
  await field.fill(app.generate({ timestamp: systemClock.now() + STEP_MS }))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await heading(page, 'Home')

  // Who tries on and on has to wait, and is told how long.
  await signOut(page)
  const wait = page.getByText(/^Too many wrong tries\. Wait .+, then try again\.$/)
  for (let tries = 0; tries < 20 && (await wait.count()) === 0; tries++) {
    await signIn(page, 'admin', `wrong ${tries} and wrong again`)
    await page.locator('form [role=alert] p').waitFor()
  }
  t.equal(await wait.count(), 1)
  t.strictSame(complaints, [])
})

/** Six digits that are not these. */
function anotherThan(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0')
}
