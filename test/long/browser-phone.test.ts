import t from 'tap'
import { until } from '../../firmware/demo/wait.ts'
import {
  aPhoneUnit,
  BROWSER_TONE,
  becomePhone,
  browserHears,
  dial,
  NUMBER,
} from '../e2e/phone-page.ts'
import { aBaresip } from '../integration/an-office.ts'
import { axe } from '../web/ui/browser.ts'

t.setTimeout(300_000)

const DESK_TONE = 1004

t.test('DESIGN 6: a browser phone hands calls on, on a desk and narrow', async (t) => {
  const unit = await aPhoneUnit(t)
  const { page, lines, server, complaints } = unit
  const desk = lines.phone(1)
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  await becomePhone(unit)

  await t.test('it is called, answers by Enter, and hands the call on', async () => {
    const bob = await aBaresip(t, server, '202', { sends: { hz: 880, level: -10 } })
    await bob.dial(NUMBER)
    await page.getByRole('alert').filter({ hasText: 'Calls you' }).waitFor()
    await page.keyboard.press('Enter')
    await bob.established()
    await browserHears(page, 880)
    await button('Transfer').click()
    await page.getByLabel('Transfer to').fill('301')
    await button('At once').click()
    await desk.answers()
    await desk.hears(880)
    await page.getByText('Calls you').waitFor({ state: 'detached' })
    await bob.hangup()
    await desk.hangUp()
    await lines.allIdle()
  })

  await t.test('two calls are joined', async () => {
    const bob = await aBaresip(t, server, '202', {
      sends: { hz: 880, level: -10 },
      answers: 'auto',
    })
    await dial(page, '301')
    await desk.answers()
    await page.getByText('Connected', { exact: true }).waitFor()
    await desk.says(DESK_TONE)
    await button('Transfer').click()
    await page.getByLabel('Transfer to').fill('202')
    await button('Speak first').click()
    await bob.established()
    await browserHears(page, 880)
    await page.getByText('On hold', { exact: true }).waitFor()
    await button('Connect with 202').click()
    await desk.hears(880)
    await until('no call in the browser', async () => {
      return (await page.locator('.softphone-call').count()) === 0
    })
    await desk.hears(880)
    await bob.hangup()
    await desk.hangUp()
    await lines.allIdle()
  })

  await t.test('WCAG 1.4.10: narrow and dark, in a call; from any page', async (t) => {
    await page.setViewportSize({ width: 320, height: 720 })
    await page.emulateMedia({ colorScheme: 'dark' })
    await dial(page, '301')
    await desk.answers()
    await page.getByText(/^Quality/).waitFor()
    const beyond = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
    t.ok(beyond <= 0, `${beyond} px too wide`)
    t.strictSame(await axe(page), [])
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.emulateMedia({ colorScheme: 'light' })
    await page.getByRole('link', { name: 'People', exact: true }).click()
    await page.getByRole('button', { name: 'Phone with 1 call' }).click()
    await page.getByText('Connected', { exact: true }).waitFor()
    await desk.hears(BROWSER_TONE)
    t.strictSame(await axe(page), [])
    await button('Hang up').click()
    await desk.hangUp()
    await lines.allIdle()
  })

  t.strictSame(complaints, [])
})
