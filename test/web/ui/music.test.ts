import t from 'tap'
import { isRaw, lengthOf, loudnessOf, nameFrom } from '../../../firmware/web/ui/src/music/music.ts'
import { axe, open, visit } from './browser.ts'

t.setTimeout(600_000)

t.test('MOH-9 MOH-11 names, lengths and levels of recordings', async (t) => {
  t.equal(nameFrom('moh_1_sales.snd'), 'sales')
  t.equal(nameFrom('Frühling – 2027 (Mix).wav'), 'Fr_hling_2027_Mix')
  t.equal(nameFrom('..wav'), '')
  t.equal(lengthOf(187.4), '3:07')
  t.equal(lengthOf(3725), '1:02:05')
  t.equal(loudnessOf(-22), undefined)
  t.equal(loudnessOf(-12.5), 'music.loud')
  t.equal(loudnessOf(-40), 'music.quiet')
  t.ok(isRaw('moh_2_service.SND'))
  t.notOk(isRaw('service.wav'))
})

t.test(
  'MOH-6, MOH-12, MOH-16, MOH-17 music is heard, chosen for the office, added and deleted',
  async (t) => {
    const { page, base, server } = await open(t)
    await visit(page, `${base}/call-flow`)
    await page.getByRole('link', { name: 'Music on hold' }).click()
    await page.getByRole('heading', { name: 'spring' }).waitFor()
    t.strictSame(await axe(page), [])
    const player = page.getByLabel('Listen: spring')
    t.equal(await player.getAttribute('src'), `/api/v1/hold-music/${'a'.repeat(64)}`)
    await page.getByText('-12.5 dBm0 on average, 3:07').waitFor()
    await page.getByText('louder than the').waitFor()
    await page.getByText('port fxo-4').waitFor()
    await page.getByText('6 MB of 250 MB').waitFor()

    await page.getByLabel('People on hold hear').selectOption({ label: 'spring' })
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved.').waitFor()
    t.match(server.office.objects.settings?.[0], { ownMusic: 'music-1' })

    await page.locator('input[type=file]').setInputFiles({
      name: 'moh_3_winter.wav',
      mimeType: 'audio/wav',
      buffer: Buffer.from('RIFF'),
    })
    t.equal(await page.getByLabel('Name').first().inputValue(), 'winter')
    await page.getByRole('button', { name: 'Add a recording' }).click()
    await page.getByRole('heading', { name: 'winter' }).waitFor()
    t.match(server.office.objects.holdMusic?.at(-1), { name: 'winter', recording: 'a'.repeat(64) })
  },
)
