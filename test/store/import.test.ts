import t from 'tap'
import { AnalogHandset } from '../../firmware/model/analog-handset.ts'
import type { Entity } from '../../firmware/model/entity.ts'
import { Extension } from '../../firmware/model/extension.ts'
import { Handset } from '../../firmware/model/handset.ts'
import { type Problem, sentence } from '../../firmware/model/problem.ts'
import { User } from '../../firmware/model/user.ts'
import { exportCsv } from '../../firmware/store/csv-export.ts'
import { readCsvList } from '../../firmware/store/csv-list.ts'
import { settleConflicts } from '../../firmware/store/import-conflicts.ts'
import { applyRead } from '../../firmware/store/office.ts'
import { readOfficeFile } from '../../firmware/store/office-file.ts'
import type { Store } from '../../firmware/store/store.ts'
import { say } from '../../firmware/words/say.ts'
import { accepted, anOffice, aStore, change } from './a-store.ts'

const applied = (store: Store, entity: Entity, text: string, dryRun = false) =>
  applyRead(store, readCsvList(entity, text), { by: 'ada', dryRun })
const told = (result: { ok: boolean; error?: readonly Problem[] }) =>
  (result.error ?? []).map(sentence)

t.test('APIN-11 a list of a spreadsheet makes and changes objects, as one revision', async (t) => {
  const { store, handset } = anOffice(t)
  const { revision } = { revision: store.revision() }
  const text = 'User ID;lines;extension;Descripción\n101;TRUE;;\n'
  t.strictSame(told(applied(store, Handset, text)), [
    "2:2: handset 101, field lines: 'TRUE' is not a whole number from 1 to 12. Give a number from 1 to 12.",
  ])
  accepted(
    applied(store, Handset, 'User ID;lines;extension;Descripción\n101;3;101;=SUM(1)\nnew;;101;\n'),
  )
  t.equal(store.revision(), revision + 1)
  t.match(store.get(Handset, handset), { lines: 3, description: '=SUM(1)' })
  const made = store.find(Handset, 'sipUser', 'new')
  t.match(made, { lines: 2, description: '' }, 'an empty cell is the default')
  t.ok(made && store.reveal(Handset, made.id, 'secret'), 'it has a password of its own')
  t.match(exportCsv(store, Handset), /'=SUM\(1\)/)
  t.notMatch(exportCsv(store, Handset), /secret/)
})

t.test('every bad row is told with its row and column, and nothing is written', async (t) => {
  const { store } = anOffice(t)
  const before = store.revision()
  const rows = Array.from({ length: 150 }, (_, n) => `9${n}x,system,`)
  const problems = told(applied(store, Extension, `number,kind,owner\n${rows.join('\n')}\n`))
  t.equal(problems.length, 150)
  t.match(problems[149], /^151:1: extension 9149x, field number: /)
  const mixed =
    'number,kind,owner,route.attempts\n201,uesr,,\n,user,,\n202,user,nobody,\n203,,,[{\n'
  t.strictSame(
    told(applied(store, Extension, mixed)).map((one) => one.split(':').slice(0, 3).join(':')),
    [
      '2:2: extension 201, field kind',
      '3:1: extension',
      '4:3: extension 202, field owner',
      '5:4: extension 203, field route.attempts',
    ],
  )
  t.strictSame(told(applied(store, Extension, 'nummer\n1\n')).length, 1)
  t.match(told(applied(store, Extension, 'nummer\n1\n'))[0], /1:1: .*no column 'nummer'.*number/)
  t.match(told(applied(store, Extension, 'kind\nuser\n'))[0], /1:1: .*column number is missing/)
  t.match(told(applied(store, Extension, 'number,number\n1,1\n'))[0], /1:2: .*twice/)
  t.match(told(applied(store, Extension, ''))[0], /no first row/)
  t.equal(store.revision(), before)
})

t.test('SECURITY 12 a list gives nobody a password, and names no prototype', async (t) => {
  const store = aStore(t)
  for (const column of ['passwordHash', 'totpSecret', '__proto__', 'constructor', 'id', 'site']) {
    t.match(told(applied(store, User, `login,lastName,${column}\neve,Eve,x\n`))[0], /no column/)
  }
  const list = 'number,route.attempts\n201,"[{""__proto__"":{""x"":1},""destinations"":[]}]"\n'
  t.match(told(applied(store, Extension, list))[0], /no such field/)
  t.equal(({} as { x?: number }).x, undefined)
})

const other = `
users: [{ login: ada, firstName: Ada, lastName: King }]
extensions:
  - { number: 101, kind: user, owner: ada, route: { attempts: [{ destinations: [{ handset: 101 }, { handset: known }, { analog: fxs-1 }] }] } }
handsets: [{ sipUser: 101, extension: 101 }, { sipUser: known, mac: "00:15:65:AA:BB:CC" }]
analogHandsets: [{ port: fxs-1, extension: 101 }, { port: fxs-2, extension: 101 }]
`

t.test(
  'IMEX-10 IMEX-11 IMEX-12 IMEX-13 IMEX-14 an import beside what is there overwrites nothing',
  async (t) => {
    const { store, user, extension, handset } = anOffice(t)
    change(store, (edit) => {
      edit.create(Handset, { sipUser: 'mine', mac: '001565aabbcc' })
      edit.create(AnalogHandset, { port: 'fxs-1' })
      edit.create(Extension, { number: '100' })
    })
    const before = [
      store.get(User, user),
      store.get(Extension, extension),
      store.get(Handset, handset),
    ]
    const { file, notes } = settleConflicts(store, readOfficeFile(other))
    accepted(applyRead(store, file, { by: 'ada' }))
    t.strictSame(
      [store.get(User, user), store.get(Extension, extension), store.get(Handset, handset)],
      before,
    )
    const ada = store.find(User, 'login', 'ada01') // IMEX-10
    const added = store.find(Extension, 'number', '102') // IMEX-11: 100 and 101 are taken
    t.equal(added?.owner, ada?.id)
    const phone = store.all(Handset).find((one) => one.extension === added?.id)
    t.match(phone?.sipUser, /^\d{8}$/) // IMEX-14
    t.strictSame(
      added?.route.attempts.map((one) => one.destinations.map((to) => to.handset ?? to.analog)),
      [[phone?.id]],
      'IMEX-12, IMEX-13: what is left out is referred to by nobody',
    )
    t.equal(store.find(AnalogHandset, 'port', 'fxs-2')?.extension, added?.id)
    t.strictSame(
      notes.map((one) => say('en', one)).map((one) => one.replace(/\d{8}/, 'N')),
      [
        "user 'ada' is there already: this one becomes 'ada01'",
        "extension '101' is there already: this one becomes '102'",
        "handset '101' is there already: this one becomes 'N'",
        "handset 'known' is there already: it is left out, and everything that refers to it",
        "analog handset 'fxs-1' is there already: it is left out, and everything that refers to it",
      ],
    )
  },
)
