import t from 'tap'
import { Extension } from '../../../firmware/model/extension.ts'
import { Handset } from '../../../firmware/model/handset.ts'
import type { ConfigReport } from '../../../firmware/web/contract.ts'
import { change } from '../../store/a-store.ts'
import { aUser } from '../server/a-server.ts'
import { anApi } from './an-api.ts'

t.test(
  'UREP-1 RSUM-1: everybody with number, phones and roles, in the order of numbers; and the counts',
  async (t) => {
    const api = await anApi(t)
    const { admin, store, as } = api
    const ada = aUser(api, 'ada', ['phone-admin'])
    aUser(api, '=eve', [], { mustChangePassword: true })
    change(store, (edit) => {
      const route = { attempts: [] }
      const own = edit.create(Extension, { number: '1002', kind: 'user', owner: ada, route })
      edit.create(Extension, { number: '204', kind: 'system', route })
      edit.create(Handset, { sipUser: 'ada-desk', extension: own })
      edit.create(Handset, { sipUser: 'ada-home', extension: own })
    })
    const { body } = await admin.get<ConfigReport>('report/users')
    const [people, counts] = body.tables
    t.strictSame(
      people?.rows.map(([number, , login, phones, roles, , password]) => [
        number,
        login,
        phones,
        roles,
        password,
      ]),
      [
        ['1002', 'ada', '2', 'Phone administrator', ''],
        ['', 'admin', '0', 'Server administrator', ''],
        ['', '=eve', '0', '', 'must be changed'],
      ],
    )
    const counted = Object.fromEntries(counts?.rows ?? [])
    t.match(counted, { user: '3', extension: '2', handset: '2' })
    const csv = await admin.browser.request('GET', 'report/users/csv')
    t.match(
      csv.body,
      /^\u{feff}Number,Name,Login name,Phones,Roles,Language,Password\r\n1002,ada,ada,2,/u,
    )
    t.match(csv.body, /'=eve/, 'no cell is a formula')
    t.match((await admin.browser.request('GET', 'report/users/pdf')).body, /^%PDF-/)
    t.match((await admin.browser.request('GET', 'report/users/xlsx')).body, /^PK/)
    t.equal((await (await as('tess', 'support-technician')).get('report/users')).status, 403)
    t.equal((await (await as('nat', 'network-admin')).get('report/users')).status, 200)
  },
)
