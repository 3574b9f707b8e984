import t from 'tap'
import type { ShownEvent } from '../../../firmware/web/contract.ts'
import { USUAL_FILTER } from '../../../firmware/web/ui/src/events/event-filter.ts'
import { eventsFile, eventsPath, shownEvents } from '../../../firmware/web/ui/src/events/events.ts'
import { axe, open, visit } from './browser.ts'

t.setTimeout(600_000)

t.test(
  'EVT-3 EVT-4: what is asked for by severity and kind; all and none are the same',
  async (t) => {
    t.match(eventsPath(USUAL_FILTER, undefined), /severity=emergency%2C.*informational&limit=100$/)
    const access = { ...USUAL_FILTER, severities: ['warning'], kinds: ['access'] } as const
    t.equal(
      eventsFile(access, 'csv'),
      '/api/v1/events/file?severity=warning&class=access&format=csv',
    )
    t.equal(
      eventsFile({ ...access, severities: [], kinds: [] }, 'txt'),
      '/api/v1/events/file?format=txt',
    )
    const one = { at: 1, by: 'a', from: 'b', text: 'c', class: 'access' } as const
    const all: ShownEvent[] = [
      { ...one, severity: 'warning' },
      { ...one, at: 2, severity: 'debug' },
    ]
    t.match(shownEvents(all, USUAL_FILTER), [{ severity: 'warning' }])
  },
)

t.test('EVT-2 EVT-3 EVT-5: events are narrowed by severity, and kept as files', async (t) => {
  const { page, base, complaints } = await open(t)
  await visit(page, `${base}/activity/events`)
  await page.getByRole('cell', { name: 'Warning' }).first().waitFor()
  await page.getByText('Severity and kind').click()
  await page.getByRole('checkbox', { name: 'Warning' }).uncheck()
  await page.getByRole('cell', { name: 'Warning' }).first().waitFor({ state: 'detached' })
  t.ok(await page.getByRole('cell', { name: 'Notice' }).first().isVisible())
  const csv = page.getByRole('link', { name: 'Download as CSV' })
  t.match(
    await csv.getAttribute('href'),
    /^\/api\/v1\/events\/file\?severity=(?!.*warning).*format=csv$/,
  )
  t.strictSame(await axe(page), [])
  await page.getByRole('button', { name: 'As usual' }).click()
  await page.getByRole('cell', { name: 'Warning' }).first().waitFor()
  t.strictSame(complaints, [])
})

t.test(
  'MAIL-26 NOTIF-10: a test says what came of it; what waits is discarded when asked twice',
  async (t) => {
    const { page, base, server, complaints } = await open(t)
    await visit(page, `${base}/system/forwarding`)
    await page.getByText('Does not get through').waitFor()
    await page.getByRole('button', { name: 'Send a test by e-mail' }).click()
    await page.getByText('signed by nobody whom this unit trusts').waitFor()
    await page.getByRole('button', { name: 'Send a test to syslog' }).click()
    await page.getByText('logs.example.com took a line.').waitFor()
    await page.getByRole('button', { name: 'Discard what waits: e-mail' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('3 events are not sent then.').waitFor()
    await dialog.getByRole('button', { name: 'Discard what waits' }).click()
    await dialog.waitFor({ state: 'detached' })
    t.strictSame(
      server.changes.map(({ path }) => path),
      ['/forwarding/mail/test', '/forwarding/syslog/test', '/forwarding/mail/flush'],
    )
    t.strictSame(complaints, [])
  },
)

t.test(
  'RST-2 RST-11 RST-16: what a restart ends is said; it is called off; the page comes back by itself',
  async (t) => {
    const { page, base, server } = await open(t)
    const { events } = server.office
    await visit(page, `${base}/system/power`)
    await page.getByText('2 calls are on and would end.').waitFor()
    await page.getByText('One of them is an emergency call').waitFor()
    const what = page.getByLabel('What')
    t.strictSame(await what.locator('option').allTextContents(), ['Restart all processes'])
    await page.getByText('192.168.1.11').waitFor()
    await page.getByLabel('When').selectOption('calls-ended')
    await page.getByRole('button', { name: 'Restart all processes' }).click()
    await page.getByText('Begins when all calls have ended.').waitFor()
    t.strictSame(await axe(page), [], 'planned')
    await page.getByRole('button', { name: 'Call it off' }).click()
    await page.getByText('Called off: everything goes on.').waitFor()
    await page.getByRole('button', { name: 'Restart all processes' }).click()
    await page.getByText(/Begins in \d+ seconds?\./).waitFor()
    const { plan } = events.power
    if (!plan) throw new Error('nothing was planned')
    events.power = { ...events.power, ready: false, plan: { ...plan, state: 'begun' } }
    await page.getByText('It has begun. This page comes back by itself.').waitFor()
    const port = Number(new URL(base).port)
    await server.stop()
    await page.getByText('The server is away. This page comes back by itself.').waitFor()
    const { plan: _, ...rest } = events.power
    events.power = { ...rest, ready: true }
    await server.start(port)
    await page.getByText('Everything is back.').waitFor()
    await page.getByRole('button', { name: 'Restart all processes' }).waitFor()
  },
)

t.test(
  'UREP-1 RSUM-1: everybody with what belongs to them, and the counts, also as files',
  async (t) => {
    const { page, base, complaints } = await open(t)
    await visit(page, `${base}/people/report`)
    await page.getByRole('cell', { name: 'Ada Byron' }).waitFor()
    await page.getByRole('heading', { name: 'Configured' }).waitFor()
    for (const [name, type] of [
      ['CSV', 'csv'],
      ['PDF', 'pdf'],
    ] as const) {
      const link = page.getByRole('link', { name, exact: true })
      t.equal(await link.getAttribute('href'), `/api/v1/report/users/${type}`)
    }
    t.strictSame(complaints, [])
  },
)
