import t from 'tap'
import { aClaimedUnit, ask, OWN, visit } from './unit.ts'

t.setTimeout(600_000)

const LONG_MS = 90_000

t.test('UX: while the exchange is away the page says so, stores, and recovers', async (t) => {
  const unit = await aClaimedUnit(t)
  const { server, page, complaints } = unit
  await visit(unit, '/phones')
  await page.getByText('Ada Lovelace').first().waitFor()

  // Stopped, it is there and says nothing; killed, the supervisor starts another.
  const pid = await server.pidOf('exchange')
  process.kill(pid, 'SIGSTOP')
  t.teardown(() => continued(pid))
  await visit(unit, '/people/new')
  await page.getByLabel('Last name').fill('Meanwhile')
  await page.getByRole('button', { name: 'Add a person' }).click()
  await page.getByText(/^Meanwhile has the number \d+ now\.$/).waitFor()
  const banner = page.getByText('The exchange is starting again.')
  await banner.waitFor() // while it hangs: killed, it may be back before the page looks
  killed(pid)
  await server.restarted('exchange', pid, LONG_MS)
  await banner.waitFor({ state: 'detached', timeout: LONG_MS })
  await page.getByRole('link', { name: 'Phones' }).click()
  await page.getByText('Meanwhile').first().waitFor()
  t.strictSame(complaints, [])
})

t.test('UX: while the web server is away the page says so, and comes back', async (t) => {
  const { server, page, complaints } = await aClaimedUnit(t)
  const [supervisor, pid] = [await server.pidOf('supervisor'), await server.pidOf('web')]
  process.kill(supervisor, 'SIGSTOP') // or another may be there before the page would say anything
  t.teardown(() => continued(supervisor))
  process.kill(pid, 'SIGKILL')
  const banner = page.getByText('The server does not answer.')
  await banner.waitFor()
  continued(supervisor)
  await server.restarted('web', pid, LONG_MS)
  await banner.waitFor({ state: 'detached', timeout: LONG_MS })
  await page.getByRole('link', { name: 'People' }).click()
  await page.getByText('Ada Lovelace').first().waitFor()
  t.strictSame(complaints, [])
})

t.test('UX: a session that ends while a form is typed keeps what was typed', async (t) => {
  const unit = await aClaimedUnit(t)
  const { page, complaints } = unit
  await visit(unit, '/people/new')
  await page.getByLabel('First name').fill('Half')
  await page.getByLabel('Last name').fill('Typed')
  await ask(page, 'POST', '/session/sign-out') // as its end does
  await page.getByRole('button', { name: 'Add a person' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign in again' })
  await dialog.getByLabel('Password', { exact: true }).fill(OWN)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await dialog.waitFor({ state: 'detached' })
  t.equal(await page.getByLabel('Last name').inputValue(), 'Typed')
  await page.getByRole('button', { name: 'Add a person' }).click()
  await page.getByText(/^Half Typed has the number/).waitFor()
  t.strictSame(complaints, [])
})

const continued = (pid: number) => signalled(pid, 'SIGCONT')
const killed = (pid: number) => signalled(pid, 'SIGKILL')

function signalled(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // The supervisor was faster.
  }
}
