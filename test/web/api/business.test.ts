import t from 'tap'
import type { ShownEvent } from '../../../firmware/web/contract.ts'
import { anApi } from './an-api.ts'

t.test(
  'BINF-1 BINF-2 BINF-4: one record of the business contact, all of it optional, changed by its roles',
  async (t) => {
    const { admin, as } = await anApi(t)
    const [section, id] = ['businessInformation', 'businessInformation'] as const
    t.match((await admin.read(section, id)).body, { business: '', email: '' })
    const phone = await as('phil', 'phone-admin')
    const card = {
      business: 'Maple Street Dental',
      email: 'desk@maple.example',
      telephone: '+1 555 0100',
    }
    t.equal((await phone.patch(section, id, card)).status, 200)
    t.match((await admin.read(section, id)).body, card)
    t.equal((await phone.patch(section, id, { email: 'nobody' })).status, 422)
    for (const [login, role] of [
      ['nat', 'network-admin'],
      ['tess', 'support-technician'],
    ] as const) {
      t.equal((await (await as(login, role)).patch(section, id, { city: 'X' })).status, 403, role)
    }
    t.equal((await admin.ask('POST', `config/${section}`, card)).status, 422, 'there is only one')
  },
)

t.test('EVT-7 APIN-13: what an import left out is an event', async (t) => {
  const { admin } = await anApi(t)
  const send = (...names: string[]) =>
    admin.browser.request(
      'POST',
      'import/auditPins?mode=add',
      Buffer.from(`PIN Code,Description\n${names.map((name) => `11111,${name}\n`).join('')}`),
      { 'content-type': 'application/octet-stream' },
    )
  t.equal((await send('One')).statusCode, 200)
  t.strictSame((await admin.get<ShownEvent[]>('events?class=import')).body, [])
  const again = await send('Two')
  t.equal(again.statusCode, 200, again.body)
  const { body } = await admin.get<ShownEvent[]>('events?class=import')
  t.match(body, [{ by: 'admin', text: /^An import renamed or left out 1 row: / }])
  t.notMatch(JSON.stringify(body), /11111/, 'support technicians read events, and no PIN codes')
})
