import t from 'tap'
import { until } from '../../firmware/demo/wait.ts'
import { axe } from '../web/ui/browser.ts'
import { atEveryPlace, closePad, MUSIC_TONE, openPad, ownMusic } from './pad-walk.ts'
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

  await t.test('MOH-8: who is held hears the recording that was sent on the page', async () => {
    await ownMusic(unit)
    await openPad(page)
    await page.getByText('Can be reached').waitFor()
    await dial(page, '301')
    await desk.answers()
    await desk.hears(BROWSER_TONE)
    await button('Hold').click()
    await desk.hears(MUSIC_TONE)
    await desk.hearsNo(BROWSER_TONE)
    await button('Take back').click()
    await desk.hears(BROWSER_TONE)
    await desk.hearsNo(MUSIC_TONE)
  })

  await t.test('the call goes on from page to page, the pad over each of them', async () => {
    await closePad(page)
    await atEveryPlace(page, async () => {
      await page.getByRole('button', { name: 'Phone with 1 call' }).click()
      await page.getByRole('dialog', { name: 'Phone' }).getByText('Connected').waitFor()
      await closePad(page)
    })
    await desk.hears(BROWSER_TONE)
  })

  await t.test('handed on at once: the two desks talk, the browser is free', async () => {
    const other = lines.phone(2)
    await openPad(page)
    await button('Transfer').click()
    await page.getByLabel('Transfer to').fill('302')
    await button('At once').click()
    await other.answers()
    await other.says(DESK_TONE)
    await desk.hears(DESK_TONE)
    await desk.hearsNo(BROWSER_TONE)
    await page.getByText('Over', { exact: true }).waitFor()
    await lines.allIdle()
  })

  await t.test('a call opens the pad by itself over any page, and is answered there', async () => {
    await closePad(page)
    await page.getByRole('link', { name: 'People', exact: true }).first().click()
    await desk.dials(NUMBER)
    await page.getByRole('alert').filter({ hasText: 'Calls you' }).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Answer' }).first().click()
    await desk.hears(BROWSER_TONE)
    await desk.says(DESK_TONE)
    await browserHears(page, DESK_TONE)
    await button('Hang up').click()
    await lines.allIdle()
    await closePad(page)
  })

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
