import type { Page } from 'playwright-core'
import t from 'tap'
import { until } from '../../firmware/demo/wait.ts'
import { AProvider } from '../access/a-provider.ts'
import { JPEG } from '../web/api/photos/pictures.ts'
import {
  addressOf,
  changeAtItsTime,
  importList,
  importWrong,
  signInAtProvider,
} from './people-parts.ts'
import { aClaimedUnit, ask, heading, OWN, signIn, signOut, visit } from './unit.ts'

t.setTimeout(600_000)

const STRONGER = `${OWN} 1`

interface Listed {
  readonly items: readonly Readonly<Record<string, unknown>>[]
}

/** What is stored under a login. */
async function person(page: Page, login: string) {
  const { items } = await ask<Listed>(page, 'GET', `/config/users?filter.login=${login}`)
  return items.find((one) => one.login === login)
}

t.test(
  'spec 33, 36, 11, 34: a person’s life, roles, PIN codes from a file, undo, a time and a provider, in a browser',
  async (t) => {
    const provider = new AProvider(t)
    await provider.start()
    const { server, page, complaints } = await aClaimedUnit(t, {
      authorities: [provider.authority.certificate],
    })
    const unit = { server, page }
    let [password, id] = ['', '']

    await t.test('USER-17: a template, and a person to whom it is applied', async (t) => {
      await visit(unit, '/people/templates')
      await page.getByRole('link', { name: 'Add a template' }).click()
      await page.getByLabel('Name', { exact: true }).fill('Sales')
      await page.getByLabel('Language').selectOption('es')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('link', { name: 'Sales' }).waitFor()

      await visit(unit, '/people/new')
      await page.getByLabel('First name').fill('Emma')
      await page.getByLabel('Last name').fill('Nutt')
      await page.getByRole('button', { name: 'Add a person' }).click()
      await page.getByRole('link', { name: 'See Emma Nutt' }).click()
      await heading(page, 'Emma Nutt')
      await page.getByLabel('Template', { exact: true }).selectOption({ label: 'Sales' })
      await page.getByRole('button', { name: 'Apply a template' }).click()
      await page.getByText('Applied to 1 person.').waitFor()
      t.match(await person(page, 'emma.nutt'), { language: 'es' }, 'USER-17')
    })

    await t.test(
      'a photo is cut in the browser, kept by the server, served as what it is',
      async () => {
        await page
          .locator('input[type=file]')
          .setInputFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: JPEG })
        await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
        await page.getByText('The photo is saved.').waitFor()
        await until(
          'the photo to be shown',
          async () =>
            (await page.evaluate<number>(
              `document.querySelector('main img.face')?.naturalWidth ?? 0`,
            )) === 320,
        )
      },
    )

    await t.test('ROLE-10: a password is given, then a role on the page of roles', async () => {
      await page.getByRole('button', { name: 'Give a password' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Give a password' }).click()
      await page.getByRole('button', { name: 'Done' }).waitFor()
      const given = await page.locator('[role=dialog] .secret > span').allInnerTexts()
      password = given[1] ?? ''
      await page.getByRole('button', { name: 'Done' }).click()
      await visit(unit, '/people/roles')
      await page.getByRole('button', { name: 'Give to somebody: Phone administrator' }).click()
      await page
        .getByRole('button', { name: 'Give the role Phone administrator to Emma Nutt' })
        .click()
      await page.getByText('Emma Nutt has the role Phone administrator').waitFor()
    })

    await t.test(
      'APIN-11: PIN codes from a file: mistakes have their rows; a known one gets its new description',
      async (t) => {
        const columns = 'PIN Code,Description\n'
        t.strictSame(
          await importWrong(unit, 'auditPins', `${columns}20701,Tunnel\n2070x,Bridge\n,None\n`),
          ['3', '4'],
        )
        await ask(page, 'POST', '/config/auditPins', { code: '20702', description: 'Bridge' })
        await importList(unit, 'auditPins', `${columns}20701,Tunnel\n20702,New bridge\n`)
        await visit(unit, '/people/pins')
        await page.getByText('New bridge').waitFor()
        await page.getByRole('checkbox', { name: 'Choose 20701' }).check()
        await page.getByRole('button', { name: 'Delete 1' }).click()
        await page.getByRole('dialog').getByRole('button', { name: 'Delete 1' }).click()
        await page.getByText('1 is deleted.').waitFor()
        await page.getByRole('button', { name: 'Undo' }).click()
        await page.getByText(/^Undone/).waitFor()
        await page.getByRole('link', { name: '20701' }).waitFor()
      },
    )

    await t.test(
      'APIN-6, PCON-8: a PIN code and a speed-dial number are chosen when they are added',
      async (t) => {
        await visit(unit, '/people/pins/new')
        await page.getByLabel('PIN Code').fill('20703')
        await page.getByLabel('Description').fill('Lighthouse')
        await page.getByRole('button', { name: 'Save' }).click()
        await page.getByRole('link', { name: '20703' }).click()
        await heading(page, '20703')
        t.equal(await page.getByLabel('PIN Code').isDisabled(), true, 'APIN-16: it stays as it is')
        await visit(unit, '/people/contacts/new')
        await page.getByLabel('Phone number').fill('15551234')
        await page.getByRole('button', { name: 'Save' }).click()
        await heading(page, '15551234')
        const { items } = await ask<Listed>(page, 'GET', '/config/publicContacts')
        t.match(items, [{ speedDial: '250', phoneNumber: '15551234' }])
      },
    )

    await t.test(
      'PWD-6: she chooses a password that the rules like, and is offered what her role may, and no more',
      async (t) => {
        await ask(page, 'PATCH', '/config/passwordRules/passwordRules', { digit: true })
        await signOut(page)
        await signIn(page, 'emma.nutt', password)
        await heading(page, /contraseña/i)
        const [old, next] = [
          page.getByLabel('Contraseña actual'),
          page.getByLabel('Contraseña nueva'),
        ]
        await old.fill(password)
        await next.fill('frequency hopping')
        await page.getByText('Una cifra').waitFor()
        await page
          .getByRole('button', { name: /contraseña/i })
          .last()
          .click()
        await page.locator('.wrong', { hasText: 'cifra' }).waitFor()
        await next.fill('frequency hopping 88 keys')
        await page
          .getByRole('button', { name: /contraseña/i })
          .last()
          .click()
        await heading(page, 'Inicio')
        await visit(unit, '/people/roles')
        t.equal(await page.getByRole('button', { name: /^Dar a alguien:/ }).count(), 1, 'ROLE-10')
        await visit(unit, '/activity')
        await page.getByText('Sus funciones no le permiten ver eso.').waitFor()
      },
    )

    await t.test(
      'deleting her says what still needs her; once that is mended she goes, and undo brings all of her back',
      async (t) => {
        await ask(page, 'PATCH', '/me', { language: 'en' })
        await visit(unit, '/activity')
        await signOut(page)
        await signIn(page, 'admin', OWN)
        await heading(page, 'Set a password of your own') // PWD-5: this one has no digit
        await page.getByLabel('Current password').fill(OWN)
        await page.getByLabel('New password').fill(STRONGER)
        await page.getByRole('button', { name: 'Change the password' }).click()
        await heading(page, 'Home')
        id = ((await person(page, 'emma.nutt')) as { id: string }).id
        const [number] = (await ask<Listed>(page, 'GET', `/config/extensions?filter.owner=${id}`))
          .items
        await ask(page, 'PATCH', '/config/dialPlan/dialPlan', { operator: number?.id })
        await visit(unit, `/people/${id}`)
        await page.getByRole('button', { name: 'Delete', exact: true }).click()
        const dialog = page.getByRole('dialog')
        await dialog.getByText('Still in use:').waitFor()
        await dialog.getByRole('button', { name: 'Delete' }).click()
        await dialog.locator('.wrong').waitFor()
        await dialog.getByRole('link', { name: 'dial plan' }).click()
        await heading(page, 'Call flow')
        await ask(page, 'PATCH', '/config/dialPlan/dialPlan', { operator: null })
        await visit(unit, `/people/${id}`)
        await page.getByRole('button', { name: 'Delete', exact: true }).click()
        await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
        await page.getByText('Emma Nutt is deleted').waitFor()
        t.equal(await person(page, 'emma.nutt'), undefined)
        await page.getByRole('button', { name: 'Undo' }).click()
        await page.getByText(/^Undone/).waitFor()
        t.match(await person(page, 'emma.nutt'), { id, roles: ['phone-admin'], language: 'en' })
      },
    )

    await t.test('a change is collected, and made at its time', (t) => changeAtItsTime(t, unit, id))

    await t.test(
      'under an address no passkey; under the unit’s name one is made, and is enough to sign in',
      async () => {
        await visit(unit, '/account')
        await page.getByText('Browsers make passkeys for names only.').waitFor()
        const cdp = await page.context().newCDPSession(page)
        await cdp.send('WebAuthn.enable')
        await cdp.send('WebAuthn.addVirtualAuthenticator', {
          options: {
            protocol: 'ctap2',
            transport: 'internal',
            hasResidentKey: true,
            hasUserVerification: true,
            isUserVerified: true,
            automaticPresenceSimulation: true,
          },
        })
        await page.goto(`${server.pages.replace('127.0.0.1', 'localhost')}/account`)
        await signIn(page, 'admin', STRONGER)
        await heading(page, 'Your account')
        await page.getByLabel('Your password, to add or delete one').fill(STRONGER)
        await page.getByLabel('Name of the passkey').fill('Virtual key')
        await page.getByRole('button', { name: 'Add a passkey' }).click()
        await page.getByText('The passkey is added.').waitFor()
        await page.getByText('Virtual key').waitFor()
        await signOut(page)
        await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
        await page.getByRole('button', { name: /^Signed in as/ }).waitFor()
      },
    )

    await t.test(
      'OIDC §3.1: a provider vouches for her; the administrator has tied her to a name there',
      async (t) => {
        await signInAtProvider(unit, provider, { id, subject: 'e-nutt', name: 'Emma Nutt' })
        t.equal(addressOf(page), '/', 'what the provider answered does not stay in the address')
      },
    )

    t.strictSame(complaints, [])
  },
)
