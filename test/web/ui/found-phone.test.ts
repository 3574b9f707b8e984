import t from 'tap'
import type { FoundPhone, ModelSection } from '../../../firmware/web/contract.ts'
import type { Extension, Handset } from '../../../firmware/web/ui/src/model.ts'
import { adoptionOf, macOf, modelOf } from '../../../firmware/web/ui/src/phones/found-phone.ts'
import { mockModel } from './mock-model.ts'

function phone(more: Partial<FoundPhone> = {}): FoundPhone {
  return {
    id: 'x',
    how: 'announced',
    userAgent: 'Acme/6',
    address: '192.168.1.61',
    transport: 'udp',
    tries: 1,
    firstSeen: 0,
    lastSeen: 0,
    ...more,
  }
}

const extension: Extension = {
  id: 'e-1',
  _revision: 7,
  number: '101',
  kind: 'user',
  route: {
    attempts: [{ destinations: [{ handset: 'h-1', rings: 6 }] }, { destinations: [] }],
    finally: { action: 'hang-up' },
  },
}
const handsets: Handset[] = [{ id: 'h-1', _revision: 1, sipUser: 'u-101', loginId: 'login-9' }]
const office = { handsets, model: mockModel() as readonly ModelSection[] }

t.test('UX an adopted phone rings beside those that ring already, in one change', async (t) => {
  const { changes } = adoptionOf(
    phone({ mac: '0004f2a1b2c3' }),
    { kind: 'extension', extension },
    office,
  )
  t.strictSame(changes, [
    {
      do: 'create',
      section: 'handsets',
      id: 'new:handset',
      values: { mac: '0004f2a1b2c3', extension: 'e-1' },
    },
    {
      do: 'update',
      section: 'extensions',
      id: 'e-1',
      values: {
        route: {
          attempts: [
            { destinations: [{ handset: 'h-1', rings: 6 }, { handset: 'new:handset' }] },
            { destinations: [] },
          ],
          finally: { action: 'hang-up' },
        },
      },
      _revision: 7,
    },
  ])
})

t.test('an adopted phone keeps the user that it registers with, where nobody has it', async (t) => {
  const userOf = (user: string) => {
    const { changes } = adoptionOf(phone({ user }), { kind: 'extension', extension }, office)
    const [made] = changes
    return made?.do === 'create' ? made.values.sipUser : 'nothing'
  }
  t.equal(userOf('4711'), '4711')
  t.equal(userOf('u-101'), undefined, 'it is the user of another')
  t.equal(userOf('login-9'), undefined, 'it is the login of another')
  t.equal(userOf('<img src=x>'), undefined)
  t.equal(userOf('x'.repeat(33)), undefined)
})

t.test(
  'UX a found phone of a new person brings person, number and phone in one change',
  async (t) => {
    const person = { firstName: '', lastName: 'Quill', login: 'quill', number: '161', phone: true }
    const { changes } = adoptionOf(phone({ user: '4711' }), { kind: 'new', person }, office)
    t.match(changes, [
      { section: 'users', values: { lastName: 'Quill' } },
      { section: 'extensions', values: { number: '161' } },
      { section: 'handsets', values: { sipUser: '4711', extension: 'new:extension' } },
      { do: 'update', section: 'extensions' },
    ])
  },
)

t.test('a found phone is called by its model, else as it calls itself', async (t) => {
  t.equal(modelOf(phone()), 'Acme/6')
  t.equal(modelOf(phone({ vendor: 'Acme', model: 'Desk 6', version: '2.0' })), 'Acme Desk 6 2.0')
  t.equal(macOf('0004f2a1b2c3'), '00:04:f2:a1:b2:c3')
})
