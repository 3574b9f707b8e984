import t from 'tap'
import { contactName, freeSpeedDial } from '../../../firmware/web/ui/src/lists/kinds.ts'
import { squareOf, WHOLE } from '../../../firmware/web/ui/src/parts/square.ts'
import { removalOf } from '../../../firmware/web/ui/src/people/bulk.ts'
import { additionOf } from '../../../firmware/web/ui/src/people/new-person.ts'
import { differing } from '../../../firmware/web/ui/src/people/people.ts'
import { holders, others } from '../../../firmware/web/ui/src/people/role-holders.ts'
import { demandsOn, strengthOf, USUAL } from '../../../firmware/web/ui/src/sign-in/strength.ts'
import { isTrustedName } from '../../../firmware/web/ui/src/sign-in/trusted-name.ts'

const base = { _revision: 1 }

t.test('PWD-6: what a password still lacks is told while it is typed', async (t) => {
  const strict = { ...USUAL, upper: true, digit: true }
  t.strictSame(demandsOn('long enough', strict), [
    { demand: 'length', met: true },
    { demand: 'upper', met: false },
    { demand: 'digit', met: false },
  ])
  t.strictSame(demandsOn('x', USUAL), [{ demand: 'length', met: false }])
})

t.test('the meter grows with what one has to try, not with what repeats', async (t) => {
  t.equal(strengthOf(''), 0)
  t.equal(strengthOf('aaaaaaaaaaaaaaaaaaaa'), 0)
  t.equal(strengthOf('abcdefghijkl'), 0)
  t.equal(strengthOf('1234567890'), 0)
  t.ok(strengthOf('horse battery') >= 2)
  t.equal(strengthOf('correct horse battery staple'), 4)
  t.equal(strengthOf('kD7!qx#W9z%Lm2&v'), 4)
  for (const word of ['ä', 'пароль', '密码密码']) t.ok(strengthOf(word) < 3, word)
})

t.test(
  'ROLE-12: holders of a role and the others, found by name, without the server administrator',
  async (t) => {
    const people = [
      { ...base, id: '1', login: 'admin', lastName: 'Administrator', roles: ['server-admin'] },
      { ...base, id: '2', login: 'zoe', firstName: 'Zoé', lastName: 'Ba', roles: ['phone-admin'] },
      { ...base, id: '3', login: 'ann', firstName: 'Ann', lastName: 'Lee' },
    ]
    t.match(holders(people, 'phone-admin'), [{ id: '2' }])
    t.match(others(people, 'phone-admin', '', 'en'), [{ id: '3' }])
    t.match(others(people, 'system-admin', 'zoe ba', 'en'), [{ id: '2' }])
    t.equal(others(people, 'system-admin', 'admin', 'en').length, 0)
  },
)

t.test('USER-2: a person differs from a template in its settings alone', async (t) => {
  const template = { ...base, id: 't', name: 'Sales', site: 's', language: 'es', ownPhoto: true }
  const person = {
    ...base,
    id: 'p',
    login: 'ann',
    lastName: 'Lee',
    language: 'es',
    ownPhoto: false,
  }
  t.strictSame(differing(person, template), ['ownPhoto'])
})

t.test(
  'USER-24: people are deleted with their numbers and SIP phones, as one change',
  async (t) => {
    const extension = { ...base, kind: 'user' as const }
    const office = {
      extensions: [
        { ...extension, id: 'e1', number: '101', owner: 'p1' },
        { ...extension, id: 'e2', number: '102', owner: 'p2' },
      ],
      handsets: [{ ...base, id: 'h1', sipUser: 'x', extension: 'e1' }],
    }
    const changes = removalOf([{ id: 'p1', handsets: ['h1', 'analog-1'] }], office)
    t.strictSame(
      changes.map(({ section, id }) => `${section} ${id}`),
      ['handsets h1', 'extensions e1', 'users p1'],
    )
  },
)

t.test(
  'PCON-8: the lowest number that is free; PCON-6: a contact has a name, whatever it lacks',
  async (t) => {
    t.equal(freeSpeedDial(new Set()), '250')
    t.equal(freeSpeedDial(new Set(['250', '252'])), '251')
    const all = Array.from({ length: 50 }, (_, index) => String(250 + index))
    t.equal(freeSpeedDial(new Set(all)), '24000')
    const long = Array.from({ length: 1000 }, (_, index) => String(24_000 + index))
    t.equal(freeSpeedDial(new Set([...all, ...long])), undefined)
    const contact = { ...base, id: 'c', phoneNumber: '915551234' }
    t.equal(contactName(contact), '915551234')
    t.equal(contactName({ ...contact, organization: 'Acme' }), 'Acme')
    t.equal(
      contactName({ ...contact, firstName: 'Ada', lastName: 'King', suffix: 'PhD' }),
      'Ada King PhD',
    )
  },
)

t.test('USER-13: a photo is cut to a square within it, wherever it is moved', async (t) => {
  const wide = { width: 400, height: 200 }
  t.strictSame(squareOf(wide, WHOLE), { left: 100, top: 0, side: 200 })
  t.strictSame(squareOf(wide, { zoom: 2, across: 1, down: 0 }), { left: 300, top: 0, side: 100 })
})

t.test(
  'UX passkeys are offered under a name in a secure page, never under an address',
  async (t) => {
    t.ok(isTrustedName('pbx.example.com', true))
    t.ok(isTrustedName('localhost', true))
    for (const address of ['192.168.1.20', '127.0.0.1', '[::1]', '::1']) {
      t.notOk(isTrustedName(address, true), address)
    }
    t.notOk(isTrustedName('pbx.example.com', false))
  },
)

t.test(
  'USER-17: a new person has what the template gives, and the template as the last',
  async (t) => {
    const person = { firstName: 'Ada', lastName: 'King', login: 'ada', number: '201', phone: false }
    const id = '0192aaaa-0000-7000-8000-00000000000b'
    const template = { id, _revision: 7, site: 's', name: 'Sales', language: 'es', ownPhoto: true }
    const [user] = additionOf({ ...person, template }).changes
    t.strictSame(user && 'values' in user && user.values, {
      ...{ language: 'es', ownPhoto: true, template: id },
      ...{ firstName: 'Ada', lastName: 'King', login: 'ada' },
    })
    const [plain] = additionOf(person).changes
    t.notOk(plain && 'values' in plain && 'template' in plain.values)
  },
)
