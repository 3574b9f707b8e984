import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { AnalogHandset } from '../../firmware/model/analog-handset.ts'
import { DialPlan } from '../../firmware/model/dial-plan.ts'
import { Extension } from '../../firmware/model/extension.ts'
import { FxoLine } from '../../firmware/model/fxo-line.ts'
import { Handset } from '../../firmware/model/handset.ts'
import { sentence } from '../../firmware/model/problem.ts'
import { ServerSettings } from '../../firmware/model/server-settings.ts'
import { SipTrunk } from '../../firmware/model/sip-trunk.ts'
import { Site } from '../../firmware/model/site.ts'
import { User } from '../../firmware/model/user.ts'
import { type ApplyOptions, applyOffice } from '../../firmware/store/office.ts'
import { exportOffice } from '../../firmware/store/office-export.ts'
import { showChanges } from '../../firmware/store/show-change.ts'
import type { Store } from '../../firmware/store/store.ts'
import { accepted, aDirectory, opened } from './a-store.ts'

const DEMO = readFileSync(new URL('../../firmware/store/demo-office.yaml', import.meta.url), 'utf8')
const FIXTURES = new URL('office/', import.meta.url)

type Test = Parameters<typeof aDirectory>[0]

function empty(t: Test): Store {
  return opened(t, aDirectory(t))
}

function demo(t: Test): Store {
  const store = empty(t)
  accepted(applyOffice(store, DEMO, { by: 'test' }))
  return store
}

function apply(store: Store, text: string, options: Partial<ApplyOptions> = {}) {
  return accepted(applyOffice(store, text, { by: 'test', ...options }))
}

function refusedFor(store: Store, text: string, options: Partial<ApplyOptions> = {}): string[] {
  const before = store.revision()
  const result = applyOffice(store, text, { by: 'test', ...options })
  if (result.ok) throw new Error('accepted')
  if (store.revision() !== before) throw new Error('something was written')
  return result.error.map(sentence)
}

t.test(
  'the demo office has a test extension, and six users whose extensions ring their handsets',
  async (t) => {
    const store = demo(t)
    t.equal(store.revision(), 1)
    t.match(store.find(Extension, 'number', '100'), { kind: 'test' })
    for (const number of ['101', '102', '103', '104', '105', '106']) {
      const extension = store.find(Extension, 'number', number)
      const handset = store.find(Handset, 'sipUser', number)
      t.match(extension?.route.attempts, [{ destinations: [{ handset: handset?.id, rings: 4 }] }])
      t.equal(handset?.extension, extension?.id)
      t.ok(store.get(User, extension?.owner ?? '')?.firstName)
      t.match(store.reveal(Handset, handset?.id ?? '', 'secret'), /^.{24}$/)
    }
  },
)

t.test(
  'ANLG-5, CO-19, FC-21 the demo office has analog phones, outside lines and an operator',
  async (t) => {
    const store = demo(t)
    const number = (id: string | undefined) => store.get(Extension, id ?? '')?.number
    const rung = (dialled: string) =>
      (store.find(Extension, 'number', dialled)?.route.attempts ?? []).map(({ destinations }) =>
        destinations.map(
          ({ analog, handset }) =>
            store.get(AnalogHandset, analog ?? '')?.port ??
            store.get(Handset, handset ?? '')?.sipUser,
        ),
      )
    t.strictSame(
      store.all(AnalogHandset).map(({ port, extension }) => [port, number(extension)]),
      [
        ['fxs-1', '107'],
        ['fxs-2', '108'],
      ],
    )
    t.strictSame([rung('107'), rung('108')], [[['fxs-1']], [['fxs-2']]])
    t.strictSame(
      store.all(FxoLine).map(({ port, route }) => [port, number(route.extension)]),
      [
        ['fxo-1', '120'],
        ['fxo-2', '120'],
      ],
    )
    t.strictSame(rung('120'), [['fxs-1', '101']], 'both ring at the same time')
    t.equal(number(store.only(DialPlan).operator), '101')
  },
)

t.test('applying a file twice makes no second revision and keeps the secrets', async (t) => {
  const store = demo(t)
  const [handset] = store.all(Handset)
  const secret = store.reveal(Handset, handset?.id ?? '', 'secret')
  t.match(apply(store, DEMO), { revision: 1, changes: [] })
  t.equal(store.revision(), 1)
  t.equal(store.reveal(Handset, handset?.id ?? '', 'secret'), secret)
})

t.test('what is exported and applied to an empty store is exported alike', async (t) => {
  const first = demo(t)
  apply(first, 'sites: [{ name: Branch, number: 2 }, { name: Another, number: 3 }]')
  const text = exportOffice(first)
  const second = empty(t)
  apply(second, text)
  t.equal(exportOffice(second), text)
  t.strictSame(apply(first, text).changes, [])
  t.equal(
    second.get(Site, second.site() ?? '')?.name,
    'Demo office',
    'the own site stays the own one',
  )
})

t.test('SECURITY 2 an export holds no secret and no realm', async (t) => {
  const store = demo(t)
  const text = exportOffice(store)
  for (const { id } of store.all(Handset)) {
    t.notOk(text.includes(store.reveal(Handset, id, 'secret') ?? 'none'))
  }
  t.notMatch(text, /secret|sipRealm/)
})

t.test('a rehearsal says what would change, and writes nothing', async (t) => {
  const store = empty(t)
  const { revision, changes } = apply(store, DEMO, { dryRun: true })
  t.equal(revision, 1)
  t.equal(changes.length, 28)
  t.equal(store.revision(), 0)
})

t.test('what the file leaves out stays, of objects and of fields', async (t) => {
  const store = demo(t)
  apply(store, 'handsets: [{ sipUser: 101, lines: 5 }]')
  t.match(store.find(Handset, 'sipUser', '101'), { lines: 5, description: 'Front desk' })
  t.equal(store.all(Handset).length, 6)
  apply(store, 'settings: { rtpDscp: 40 }')
  apply(store, 'settings: { sipDscp: 26 }')
  t.match(store.only(ServerSettings), { rtpDscp: 40, sipDscp: 26 })
  apply(store, 'extensions: [{ number: 101, route: { finally: { action: hang-up } } }]')
  t.equal(store.find(Extension, 'number', '101')?.route.attempts.length, 1, 'also within a group')
})

t.test('nothing in the place of a value takes it away or brings back the default', async (t) => {
  const store = demo(t)
  apply(
    store,
    'handsets: [{ sipUser: 101, extension: null, lines: 5 }, { sipUser: 102, extension: }]',
  )
  t.notOk(store.find(Handset, 'sipUser', '101')?.extension)
  t.notOk(store.find(Handset, 'sipUser', '102')?.extension)
  apply(store, 'handsets: [{ sipUser: 101, lines: ~, description: "null" }]')
  t.match(store.find(Handset, 'sipUser', '101'), { lines: 2, description: 'null' })
})

t.test(
  'values are what the field makes of them: numbers keep their zeros, no is a name',
  async (t) => {
    const store = empty(t)
    apply(
      store,
      `sites: [{ name: 1.0, number: 7 }]
users: [{ login: no, lastName: 0x1F, firstName: 2026-01-05 }]
extensions: [{ number: 0101 }]`,
    )
    t.ok(store.find(Site, 'name', '1.0'))
    t.match(store.find(User, 'login', 'no'), { lastName: '0x1F', firstName: '2026-01-05' })
    t.ok(store.find(Extension, 'number', '0101'))
    const again = empty(t)
    apply(again, exportOffice(store))
    t.ok(again.find(Extension, 'number', '0101'))
  },
)

t.test('a given secret is taken, and given again changes nothing', async (t) => {
  const store = demo(t)
  const text = 'handsets: [{ sipUser: 101, secret: copper-otter-71-and-more }]'
  t.match(apply(store, text).changes, [{ fields: { secret: { after: '•••' } } }])
  const id = store.find(Handset, 'sipUser', '101')?.id ?? ''
  t.equal(store.reveal(Handset, id, 'secret'), 'copper-otter-71-and-more')
  t.strictSame(apply(store, text).changes, [])
})

t.test('a file for an empty store need name no site', async (t) => {
  const store = empty(t)
  apply(store, 'extensions: [{ number: 101 }]')
  t.match(store.all(Site), [{ name: 'Main office', number: 1, timeZone: 'UTC', country: 'US' }])
  apply(store, 'extensions: [{ number: 102 }]')
  t.equal(store.all(Site).length, 1)
  const other = empty(t)
  apply(other, 'sites: [{ name: Lighthouse }]')
  t.match(other.all(Site), [{ name: 'Lighthouse', number: 1 }])
})

t.test('prune deletes what the sections of the file do not name', async (t) => {
  const store = demo(t)
  apply(store, 'handsets: [{ sipUser: 101 }, { sipUser: 102 }]', { prune: true })
  t.equal(store.all(Handset).length, 2)
  t.equal(store.all(Extension).length, 10, 'a section that is not there is left alone')
  t.strictSame(store.find(Extension, 'number', '103')?.route.attempts, [])
  t.match(refusedFor(store, 'users: []', { prune: true }), [/extension 101 \(field owner\)/])
  t.match(
    refusedFor(store, 'extensions: []', { prune: true }).join('\n'),
    /dial plan \(field operator\)/,
  )
  const rest = 'analogHandsets: []\nfxoLines: []\ndialPlan: { operator: ~ }'
  apply(store, `users: []\nextensions: []\nhandsets: []\n${rest}`, { prune: true })
  t.equal(store.all(User).length + store.all(Extension).length + store.all(Handset).length, 0)
  t.match(refusedFor(store, 'sites: [{ name: X, number: 9 }]', { prune: true }), [/own site/])
})

t.test('changes are shown by the names that people know', async (t) => {
  const store = demo(t)
  const { changes } = apply(
    store,
    `handsets:
  - { sipUser: 107 }
  - { sipUser: 101, lines: 4, extension: 102, secret: a-new-one-of-20-letters }
extensions:
  - { number: 101, route: { attempts: [{ destinations: [{ handset: 102 }, { handset: 107 }] }] } }`,
  )
  t.strictSame(showChanges(store, changes), [
    '+ handset 107',
    '~ handset 101',
    '    extension: 101 → 102',
    '    lines: 2 → 4',
    '    secret: a new one',
    '~ extension 101',
    '    route: {attempts [{destinations [{handset 101, rings 4, ringType single}]}], finally {action hang-up}} → {attempts [{destinations [{handset 102, rings 4, ringType single}, {handset 107, rings 4, ringType single}]}], finally {action hang-up}}',
  ])
})

for (const name of readdirSync(FIXTURES).filter((name) => name.endsWith('.office'))) {
  t.test(
    `a wrong office file is refused whole, each problem with its place: ${name}`,
    async (t) => {
      const text = readFileSync(new URL(name, FIXTURES), 'utf8')
      const expected = readFileSync(new URL(name.replace('.office', '.txt'), FIXTURES), 'utf8')
      t.equal(`${refusedFor(demo(t), text).join('\n')}\n`, expected)
    },
  )
}

t.test('SECURITY 13 bombs are refused without being built', async (t) => {
  const store = demo(t)
  const bombs = {
    brackets: '['.repeat(1e6),
    braces: '{a: '.repeat(3e5),
    dashes: '- '.repeat(5e5),
    keys: '? '.repeat(1e5),
    indents: Array.from({ length: 1200 }, (_, n) => `${' '.repeat(n)}a:\n`).join(''),
    laughs: `a: &a [x]\n${Array.from({ length: 26 }, (_, n) => `b${n}: &b${n} [*a, *a]`).join('\n')}`,
    long: 'x'.repeat(3e6),
    many: `users:\n${'- { login: a, lastName: b }\n'.repeat(5000)}`,
  }
  for (const [name, bomb] of Object.entries(bombs)) {
    const reasons = refusedFor(store, bomb)
    t.ok(reasons.length > 0 && reasons.length <= 1001, `${name}: ${reasons[0]}`)
  }
})

t.test(
  'SIPT-19 SIPT-21 trunks are added, changed, deleted, and kept by export and import',
  async (t) => {
    const trunks = `
sipTrunks:
  - description: East
    server: sip.east.example
    userId: '5855550188'
    notes: Their desk answers at night too.
    route: { numbers: [{ number: '5855550142', extension: '101' }], extension: '102' }
  - { description: Gate, kind: gateway, server: 192.0.2.30, prefixString: '9' }
`
    const store = demo(t)
    apply(store, DEMO + trunks)
    const copied = empty(t)
    apply(copied, exportOffice(store))
    const known = (one: Store) =>
      one.all(SipTrunk).map(({ id, site, route, ...rest }) => ({
        ...rest,
        numbers: route.numbers.map(({ number, extension }) => [
          number,
          one.get(Extension, extension)?.number,
        ]),
        otherwise: one.get(Extension, route.extension ?? '')?.number,
      }))
    t.match(known(copied), [
      { description: 'East', numbers: [['5855550142', '101']], otherwise: '102' },
      { description: 'Gate', server: '192.0.2.30', prefixString: '9' },
    ])
    t.strictSame(known(copied), known(store))

    apply(store, DEMO + trunks.replace('sip.east.example', 'sip.other.example'))
    t.match(store.find(SipTrunk, 'description', 'East'), { server: 'sip.other.example' })
    const gate = 'sipTrunks: [{ description: Gate, kind: gateway, server: 192.0.2.30 }]'
    apply(store, gate, { prune: true })
    t.match(store.all(SipTrunk), [{ description: 'Gate' }])
    t.equal(store.find(SipTrunk, 'description', 'East'), undefined)
  },
)
