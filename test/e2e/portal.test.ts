import t from 'tap'
import { RtpPhone } from '../peers/rtp-phone.ts'
import { aClaimedUnit, ask, heading, signIn, signOut, visit } from './unit.ts'

t.setTimeout(600_000)

const NEXT = 'quite another set of words'

interface Person {
  readonly id: string
  readonly login: string
  readonly roles?: readonly string[]
}

t.test(
  'spec 33: who administrates nothing finds the portal, and there what is theirs',
  async (t) => {
    const unit = await aClaimedUnit(t)
    const { server, page, complaints } = unit
    const { items } = await ask<{ items: readonly Person[] }>(page, 'GET', '/config/users')
    const ada = items.find(({ login, roles }) => login !== 'admin' && !roles?.length)
    if (!ada) throw new Error('the demo office has somebody without a role')
    const given = await ask<{ password: string }>(page, 'POST', `/people/${ada.id}/password`)

    // A call of theirs.
    const secret = await server.secretOf('101')
    const phone = await RtpPhone.open({ user: '101', password: secret, server: server.sip })
    t.teardown(() => phone.close())
    await phone.register()
    const call = await phone.call('100')
    await call.answered()
    await call.bye()

    // At the administrators' door, with the password that was good for one time.
    await signOut(page)
    await signIn(page, ada.login, given.password)
    await heading(page, 'Set a password of your own')
    await page.getByLabel('Current password').fill(given.password)
    await page.getByRole('textbox', { name: 'New password' }).fill(NEXT)
    await page.getByRole('button', { name: 'Change the password' }).click()
    await heading(page, /^Hello, /)
    t.match(page.url(), /\/portal$/)
    t.not(new URL(page.url()).port, new URL(server.pages).port, 'at a door of its own')
    const portal = page.url()

    await page.getByText('Can be reached').waitFor()
    await page.getByRole('row').filter({ hasText: '100' }).getByText('Answered').waitFor()
    t.equal(await page.getByRole('link', { name: 'People' }).count(), 0)
    await page.getByText('Español').click()
    await heading(page, /^Hola, /)
    await page.reload()
    await heading(page, /^Hola, /)
    await page.getByText('English').click()
    await heading(page, /^Hello, /)

    // Whatever page of the administrators' they ask for, it is theirs that comes.
    await page.goto(`${server.pages}/people`)
    await heading(page, /^Hello, /)
    t.equal(page.url(), portal)

    // The door of the portal alone does as well.
    await page.getByRole('button', { name: 'Sign out' }).click()
    await heading(page, /^Sign in to/)
    await page.goto(portal)
    await signIn(page, ada.login, NEXT)
    await heading(page, /^Hello, /)
    t.equal(page.url(), portal)
    t.strictSame(complaints, [])
  },
)

t.test('spec 33: an administrator has the portal beside the other pages', async (t) => {
  const unit = await aClaimedUnit(t)
  await visit(unit, '/portal')
  await heading(unit.page, /^Hello, /)
  await unit.page.getByRole('link', { name: 'Administration' }).click()
  await heading(unit.page, 'Home')
  t.strictSame(unit.complaints, [])
})
