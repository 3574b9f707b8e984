import t from 'tap'
import { overrides, withTemplate } from '../../../firmware/model/apply-template.ts'
import { User } from '../../../firmware/model/user.ts'
import type { ApiError, Changed, ConfigObject, Use } from '../../../firmware/web/contract.ts'
import { anApi } from './an-api.ts'

t.test(
  'USER-17: set takes all of a template, merge keeps what differs from the last one',
  async (t) => {
    const [last, next] = [
      { language: 'es', ownPhoto: false, browserPhone: true },
      { language: 'fr', ownPhoto: true, browserPhone: false },
    ]
    const person = { language: 'en', ownPhoto: false, browserPhone: true } // English by hand
    t.strictSame(withTemplate(person, 'set', { last, next }), next)
    t.strictSame(withTemplate(person, 'merge', { last, next }), {
      ownPhoto: true,
      browserPhone: false,
    })
    t.strictSame(
      withTemplate(person, 'set', { last }),
      { language: 'en', ownPhoto: false, browserPhone: true },
      'UTPL-1',
    )
    t.strictSame(overrides(person, last), ['language'], 'USER-2')
    t.strictSame(overrides(person), [])
  },
)

t.test(
  'USER-17 USER-18 UTPL-5: a template is applied to several at once, undone at once, and stays while it is in use',
  async (t) => {
    const { admin, as, store } = await anApi(t)
    const template = await admin.create('userTemplates', { name: 'Sales', language: 'es' })
    const people = [
      await admin.create('users', { login: 'ada', lastName: 'King' }),
      await admin.create('users', { login: 'bob', lastName: 'Ross' }),
    ]
    const apply = (page: typeof admin, body: object) =>
      page.ask<Changed & ApiError>('POST', 'people/template', body)
    const network = await as('net', 'network-admin')
    t.equal((await apply(network, { people, template, how: 'set' })).status, 403)
    const { body } = await apply(admin, { people, template, how: 'set' })
    const of = (id = '') => store.get(User, id)
    t.match(of(people[0]), { language: 'es', template })
    t.match(of(people[1]), { language: 'es', template })
    await admin.patch('userTemplates', template, { language: 'fr' })
    t.match(of(people[0]), { language: 'es' }, 'USER-18')
    t.equal((await admin.remove<ApiError>('userTemplates', template)).status, 422)
    const uses = await admin.get<Use[]>(`config/userTemplates/${template}/uses`)
    t.match(uses.body, [
      { section: 'users', id: people[0], label: 'user', name: 'ada', blocks: true },
      { section: 'users', id: people[1], name: 'bob' },
    ])
    t.equal((await admin.ask('POST', `history/${body.revision}/undo`)).status, 200)
    t.match(of(people[1]), { language: 'en', template: undefined })
    t.equal((await admin.remove('userTemplates', template)).status, 200)
    t.equal((await apply(admin, { people, template, how: 'set' })).status, 404)
    t.equal((await apply(admin, { people: [], template: null, how: 'set' })).status, 400)
    t.equal(
      (await apply(admin, { people: ['0'.repeat(36)], template: null, how: 'set' })).status,
      404,
    )
  },
)

t.test('USER-22: what uses somebody is told before they are deleted', async (t) => {
  const { admin } = await anApi(t)
  const owner = await admin.create('users', { login: 'ada', lastName: 'King' })
  const extension = await admin.create('extensions', { number: '201', kind: 'user', owner })
  await admin.patch('dialPlan', 'dialPlan', { operator: extension })
  const uses = async (section: string, id: string) =>
    (await admin.get<Use[]>(`config/${section}/${id}/uses`)).body
  t.match(await uses('users', owner), [
    { section: 'extensions', id: extension, name: '201', blocks: true },
  ])
  t.match(await uses('extensions', extension), [
    { section: 'dialPlan', id: 'dialPlan', name: '', blocks: true },
  ])
  t.equal((await admin.get<ConfigObject>(`config/users/${'0'.repeat(36)}/uses`)).status, 404)
})

t.test(
  'APIN-5 APIN-6 APIN-7 APIN-16: PIN codes have the one length, which changes while there is none',
  async (t) => {
    const { admin, as } = await anApi(t)
    const make = (code: string, description = 'Bridge') =>
      admin.ask<ApiError & Changed>('POST', 'config/auditPins', { code, description })
    t.equal((await make('1234')).status, 422)
    const id = (await make('12345')).body.ids.new ?? ''
    t.equal((await make('12345', 'Again')).status, 422, 'each is there once')
    for (const bad of ['', 'a%b', 'a<b', 'a>b', 'a;b', 'a:b', 'x'.repeat(33)]) {
      t.equal((await make('54321', bad)).status, 422, bad)
    }
    t.equal((await admin.patch('auditPins', id, { code: '99999' })).status, 422)
    t.equal((await admin.patch('auditPins', id, { description: 'Tunnel' })).status, 200)
    const length = (digits: number) =>
      admin.patch<ApiError>('auditPinSettings', 'auditPinSettings', { length: digits })
    t.match((await length(6)).body.problems, [{ what: 'there are PIN codes of 5 digits' }])
    t.equal((await admin.remove('auditPins', id)).status, 200)
    t.equal((await length(6)).status, 200)
    t.equal((await make('123456')).status, 201)
    const network = await as('net', 'network-admin')
    t.equal((await network.list('auditPins')).status, 403, 'who sees a code dials with it')
    for (const path of ['export/auditPins', 'export?sections=auditPins']) {
      t.equal((await network.browser.request('GET', path)).statusCode, 403, path)
    }
    const whole = await network.browser.request('GET', 'export')
    t.notMatch(whole.body, /123456/)
    t.notMatch((await network.browser.request('GET', 'history')).body, /123456/)
    t.match((await admin.browser.request('GET', 'export/auditPins')).body, /123456/, 'APIN-14')
  },
)

t.test(
  'APIN-11 APIN-13 PCON-11: PIN codes and contacts come from CSV; a known code gets its new description',
  async (t) => {
    const { admin, as } = await anApi(t)
    const phone = await as('phone', 'phone-admin')
    const send = async (section: string, text: string) =>
      (
        await phone.browser.request('POST', `import/${section}`, Buffer.from(text), {
          'content-type': 'application/octet-stream',
        })
      ).statusCode
    t.equal(await send('auditPins', 'PIN Code,Description\n11111,One\n22222,Two\n'), 200)
    t.equal(await send('auditPins', 'PIN Code,Description\n22222,Second\n'), 200)
    const { items } = (await admin.list('auditPins')).body
    t.strictSame(
      items.map(({ code, description }) => [code, description]),
      [
        ['11111', 'One'],
        ['22222', 'Second'],
      ],
    )
    t.equal(await send('auditPins', 'PIN Code,Description\n333,Short\n'), 422)
    const contacts =
      'Phone Number,Speed #,First Name,Last Name,Organization\n9P15855551212,250,Ada,King,Acme\n'
    t.equal(await send('publicContacts', contacts), 200)
    t.match((await admin.list('publicContacts')).body.items, [
      { firstName: 'Ada', speedDial: '250' },
    ])
  },
)
