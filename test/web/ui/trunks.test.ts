import t from 'tap'
import { open, visit } from './browser.ts'

t.setTimeout(600_000)

t.test('SIPT-1 SIPT-6 a SIP trunk is found by search and added with its password', async (t) => {
  const { page, base, server, complaints } = await open(t)
  await visit(page, base)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search' }).waitFor()
  await page.keyboard.type('trunk')
  await page.getByRole('option', { name: 'Add a SIP trunk' }).click()
  await page.waitForURL(`${base}/trunks/new`)
  await page.getByLabel('Description', { exact: true }).fill('Harbor')
  await page.getByLabel('SIP server', { exact: true }).fill('sip.harbor.example')
  await page.getByLabel('Password', { exact: true }).fill('from-the-provider')
  t.equal(await page.getByLabel('Password', { exact: true }).getAttribute('type'), 'password')
  await page.getByText('Everything else', { exact: true }).click()
  await page.getByRole('button', { name: 'Add: Address' }).click()
  await page.getByLabel('Address 1', { exact: true }).fill('192.0.2.10')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.', { exact: true }).waitFor()
  t.match(server.changes[0], {
    path: '/config',
    body: {
      changes: [
        {
          do: 'create',
          section: 'sipTrunks',
          values: {
            description: 'Harbor',
            server: 'sip.harbor.example',
            password: 'from-the-provider',
            sources: ['192.0.2.10'],
          },
        },
      ],
    },
  })
  t.strictSame(complaints, [])
})

t.test('SIPT-6 the password of a SIP trunk stays unless another one is typed', async (t) => {
  const { page, base, server } = await open(t)
  await visit(page, `${base}/lines`)
  await page.getByRole('link', { name: 'Harbor Telecom' }).click()
  await page.getByRole('heading', { level: 1, name: 'Harbor Telecom' }).waitFor()
  t.equal(await page.getByLabel('Password', { exact: true }).inputValue(), '')
  await page.getByLabel('Password', { exact: true }).fill('x')
  await page.getByLabel('Password', { exact: true }).fill('')
  await page.getByLabel('User ID').fill('12065550199')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.', { exact: true }).waitFor()
  t.strictSame(server.changes[0]?.body, { userId: '12065550199' })
})

t.test(
  'SIPT-6 SIPT-9 how a trunk is now: state, since when, why, calls, the last failure',
  async (t) => {
    const { page, base, server } = await open(t)
    await visit(page, `${base}/lines`)
    const listed = page.getByRole('listitem').filter({ hasText: 'Harbor Telecom' })
    await listed.getByText('Not registered').waitFor()
    await listed.getByText('2 of 12 calls').waitFor()
    await page.getByRole('link', { name: 'Harbor Telecom' }).click()
    const now = page.getByRole('region', { name: 'Now' })
    await now.getByText('for 12 min').waitFor()
    await now.getByText(/^Why: 403 /).waitFor()
    await now.getByText(/^Last failed call: .*, no answer$/).waitFor()
    const [one] = server.office.live.trunks as readonly object[]
    server.set('trunks', [{ ...one, state: 'up', why: '', lastFailure: undefined, calls: 0 }])
    await now.getByText('Calls can be made').waitFor()
    await now.getByText('No call has failed since the exchange started.').waitFor()
  },
)
