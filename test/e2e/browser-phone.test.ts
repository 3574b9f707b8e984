import t from 'tap'
import { until } from '../../firmware/demo/wait.ts'
import { axe } from '../web/ui/browser.ts'
import { aPhoneUnit, BROWSER_TONE, becomePhone, browserHears, dial, NUMBER } from './phone-page.ts'
import { signOut } from './unit.ts'

t.setTimeout(600_000)

const DESK_TONE = 1004

t.test('DESIGN 6: a browser is a telephone of the office', async (t) => {
  const unit = await aPhoneUnit(t)
  const { page, lines, server, complaints } = unit
  const desk = lines.phone(1)
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  await becomePhone(unit)
  t.strictSame(await axe(page), [])

  await t.test('a call to an analog telephone is heard at both ends', async () => {
    await dial(page, '301')
    await page.getByText('Ringing there').waitFor()
    await desk.answers()
    await page.getByText('Connected', { exact: true }).waitFor()
    await desk.says(DESK_TONE)
    await browserHears(page, DESK_TONE)
    await desk.hears(BROWSER_TONE)
  })

  await t.test('its keys are heard as DTMF', async () => {
    const pressing = setInterval(
      () =>
        void button('5')
          .click()
          .catch(() => {}),
      300,
    )
    await desk.hears(770, 1336).finally(() => clearInterval(pressing))
    await page.getByText(/^Sent: 5/).waitFor()
  })

  await t.test('hold and back', async (t) => {
    await button('Hold').click()
    await page.getByText('On hold', { exact: true }).waitFor()
    await desk.hearsNo(BROWSER_TONE)
    await button('Take back').click()
    await desk.hears(BROWSER_TONE)
    await button('Mute').click()
    await desk.hearsNo(BROWSER_TONE)
    await button('Speak again').click()
    await desk.hears(BROWSER_TONE)
    await page.getByText(/^Quality 4/).waitFor()
    t.strictSame(await axe(page), [])
  })

  await t.test(
    'the exchange is killed: the audio goes on, the page comes back by itself',
    async () => {
      await lines.killed('exchange')
      await desk.hears(BROWSER_TONE)
      await browserHears(page, DESK_TONE)
      await page.getByText('Can be reached').waitFor()
      await until('the telephone is registered', async () => {
        const phones = (await server.ask('exchange', 'phones')) as {
          extension?: string
          contacts: unknown[]
        }[]
        return phones.some(({ extension, contacts }) => extension === NUMBER && contacts.length > 0)
      })
      await desk.hears(BROWSER_TONE)
      await desk.hangUp()
      await page.getByText('Over', { exact: true }).waitFor()
      await lines.allIdle()
    },
  )

  await t.test('SECURITY 11: it ends with the session', async () => {
    await signOut(page)
    await until('nobody is registered', async () => {
      const phones = (await server.ask('exchange', 'phones')) as {
        extension?: string
        contacts: unknown[]
      }[]
      return phones.every(({ extension, contacts }) => {
        return extension !== NUMBER || contacts.length === 0
      })
    })
  })

  t.strictSame(complaints, [])
})
