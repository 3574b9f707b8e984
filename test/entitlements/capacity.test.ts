/** PLAT-39: what a capacity profile takes, through each way that leads into the configuration. */
import t, { type Test } from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { type CAPACITY, capacity, PROFILES } from '../../firmware/entitlements/capacity-table.ts'
import { used } from '../../firmware/entitlements/counts.ts'
import { entitled, unitOf } from '../../firmware/entitlements/entitled.ts'
import { compact } from '../../firmware/entitlements/feature-key.ts'
import { AnalogHandset } from '../../firmware/model/analog-handset.ts'
import { Capacity } from '../../firmware/model/capacity.ts'
import { Extension } from '../../firmware/model/extension.ts'
import { FxoLine } from '../../firmware/model/fxo-line.ts'
import { Handset } from '../../firmware/model/handset.ts'
import { InstalledKey } from '../../firmware/model/installed-key.ts'
import { sentence } from '../../firmware/model/problem.ts'
import { Site } from '../../firmware/model/site.ts'
import { User } from '../../firmware/model/user.ts'
import { applyOffice } from '../../firmware/store/office.ts'
import type { Edit } from '../../firmware/store/staging.ts'
import type { Store } from '../../firmware/store/store.ts'
import { accepted, aDirectory, opened, origin } from '../store/a-store.ts'
import { DAY, ISSUED, issue } from './issue.ts'

/** An empty office of this profile, at the time when keys are issued. */
function anOffice(t: Test, profile: Capacity['profile']) {
  const clock = new VirtualClock(ISSUED)
  const store = opened(t, aDirectory(t), clock)
  const change = (edit: (edit: Edit) => void) => accepted(store.change(origin, edit))
  const tried = (edit: (edit: Edit) => void): string => {
    const before = store.revision()
    const made = store.change(origin, edit)
    if (made.ok) return ''
    t.equal(store.revision(), before, 'nothing was written')
    return made.error.map(sentence).join('\n')
  }
  change((edit) => edit.create(Site, { name: 'Main', number: 1 }))
  change((edit) => edit.update(Capacity, edit.only(Capacity).id, { profile }))
  return { store, clock, change, tried }
}

const people = (edit: Edit, count: number, from = 0) =>
  Array.from({ length: count }, (_, n) =>
    edit.create(User, { login: `user${from + n}`, lastName: `Person ${from + n}` }),
  )

/** Enters the key without the checks of the endpoint. */
function enter(store: Store, code: string, series = 'PEOPLE'): void {
  accepted(
    store.change(origin, (edit) => edit.create(InstalledKey, { series, code: compact(code) })),
  )
}

t.test(
  'PLAT-7 to PLAT-22, PLAT-35 the table of profiles is that of the specification',
  async (t) => {
    const of = (name: keyof typeof CAPACITY) => PROFILES.map((one) => capacity(one, name))
    t.strictSame(
      of('people').map((one) => one?.base),
      [12, 12, 30, 30, 30, 5],
    )
    t.strictSame(
      of('extensions').map((one) => one?.most),
      [20, 20, 60, 60, 250, 250],
    )
    t.strictSame(
      of('externalCalls').map((one) => one?.most),
      [12, 12, 30, 30, 60, 60],
    )
    t.strictSame(capacity('731', 'sipHandsets'), { base: 12, most: 180 })
    t.equal(capacity('community', 'fxoPorts'), undefined, 'as many as the unit has')
  },
)

t.test(
  'PLAT-9 one person too many is refused by name, with the limit and the remedy',
  async (t) => {
    const { change, tried, store } = anOffice(t, '320')
    change((edit) => people(edit, 12))
    t.equal(
      tried((edit) => people(edit, 1, 12)),
      'user user12: capacity profile 320 has room for 12 (people), and with this there would be 13. ' +
        'Delete what nobody uses, enter a feature key that raises the limit, or choose a larger profile (System, Entitlements).',
    )
    const changed = tried((edit) =>
      edit.update(User, store.all(User)[0]?.id ?? '', { lastName: 'X' }),
    )
    t.equal(changed, '', 'who is there is changed as ever')
    t.equal(
      tried((edit) => {
        edit.remove(User, store.all(User)[0]?.id ?? '')
        people(edit, 1, 12)
      }),
      '',
      'one goes, one comes',
    )
    t.match(
      tried((edit) => people(edit, 9, 20)),
      /user user20: .* there would be 21/,
    )
  },
)

t.test('the administrator that the unit makes for itself takes nobody’s place', async (t) => {
  const { change, store } = anOffice(t, '320')
  change((edit) =>
    edit.create(User, { login: 'admin', lastName: 'Admin', roles: ['server-admin'] }),
  )
  change((edit) => people(edit, 12))
  t.equal(used(store, 'people'), 12)
})

t.test(
  'PLAT-4, PLAT-5, PLAT-7, PLAT-11, PLAT-35 lines, extensions and telephones have their limits',
  async (t) => {
    const { change, tried } = anOffice(t, '320')
    t.match(
      tried((edit) => edit.create(FxoLine, { port: 'fxo-1' })),
      /CO line fxo-1: .*room for 0 \(lines on FXO ports\)/,
    )
    change((edit) => {
      for (let n = 1; n <= 2; n++) edit.create(AnalogHandset, { port: `fxs-${n}` })
      for (let n = 0; n < 4; n++) edit.create(Handset, { sipUser: `phone${n}` })
      for (let n = 0; n < 12; n++) edit.create(Extension, { number: String(200 + n) })
      edit.create(Extension, { number: '300', kind: 'test' })
      edit.create(Handset, { sipUser: 'page', kind: 'browser' })
    })
    t.match(
      tried((edit) => edit.create(AnalogHandset, { port: 'fxs-3' })),
      /room for 2 \(telephones on FXS ports\)/,
    )
    t.match(
      tried((edit) => edit.create(Handset, { sipUser: 'phone4' })),
      /room for 4 \(SIP telephones\).*enter a feature key/,
    )
    t.match(
      tried((edit) => edit.create(Handset, { sipUser: 'page2', kind: 'browser' })),
      /room for 1 \(browser phones\)/,
    )
    t.match(
      tried((edit) => edit.create(Extension, { number: '212' })),
      /room for 12 \(system extensions\)/,
    )
    const { id } =
      change((edit) => edit.create(Extension, { number: '301', kind: 'test' })).changes[0] ?? {}
    t.match(
      tried((edit) => edit.update(Extension, id ?? '', { kind: 'system' })),
      /system extensions/,
      'one that becomes a system extension counts too',
    )
  },
)

t.test('PLAT-39 an import over the limit names the row, and imports nothing', async (t) => {
  const { store, change } = anOffice(t, '320')
  change((edit) => people(edit, 10))
  const rows = ['ada', 'bob', 'cyd', 'dan'].map((one) => `  - { login: ${one}, lastName: ${one} }`)
  const applied = applyOffice(store, `users:\n${rows.join('\n')}\n`, { by: 'test' })
  t.notOk(applied.ok)
  if (applied.ok) return
  t.match(applied.error.map(sentence), [/^4:\d+: user cyd: .*room for 12 \(people\).*would be 14/])
  t.equal(used(store, 'people'), 10)
})

t.test('PLAT-39 a profile made smaller keeps what exists, and only adds no more', async (t) => {
  const { store, change, tried } = anOffice(t, '536')
  change((edit) => people(edit, 25))
  change((edit) => edit.update(Capacity, edit.only(Capacity).id, { profile: '320' }))
  t.equal(used(store, 'people'), 25)
  t.equal(entitled(store, ISSUED).limit('people'), 12)
  t.match(
    tried((edit) => people(edit, 1, 25)),
    /there would be 26/,
  )
  const gone = store.all(User)[0]?.id ?? ''
  const removed = change((edit) => edit.remove(User, gone))
  t.ok(store.undo(origin, removed.number).ok, 'an undo brings back what was there')
  t.equal(used(store, 'people'), 25)
  const again = change((edit) => edit.remove(User, gone))
  t.ok(store.restoreObject(origin, gone).ok, 'so does Deleted')
  t.ok(store.restoreTo(origin, again.number - 1).ok)
})

t.test('KEY-21 a key raises people and extensions as far as the profile goes', async (t) => {
  const { store, change, tried } = anOffice(t, '320')
  enter(store, issue(unitOf(store), { grants: [{ feature: 'users', count: 250 }] }))
  t.equal(entitled(store, ISSUED).limit('people'), 20, 'KEY-21 not beyond PLAT-10')
  t.equal(entitled(store, ISSUED).limit('extensions'), 20)
  change((edit) => people(edit, 20))
  t.match(
    tried((edit) => people(edit, 1, 20)),
    /room for 20 .*or choose a larger profile/,
  )
})

t.test('FKEY-9 counts of several keys add up', async (t) => {
  const { store } = anOffice(t, '530')
  const grants = [{ feature: 'sip-handsets', count: 10 }]
  enter(store, issue(unitOf(store), { series: 'A', grants }), 'A')
  enter(store, issue(unitOf(store), { series: 'B', grants }), 'B')
  t.equal(entitled(store, ISSUED).limit('sipHandsets'), 26)
})

t.test(
  'a key that is over acts for 30 days more; what it brought stays, nothing is added',
  async (t) => {
    const { store, clock, change, tried } = anOffice(t, '320')
    enter(store, issue(unitOf(store), { expires: ISSUED + 10 * DAY }))
    await clock.advance(20 * DAY)
    t.equal(
      tried((edit) => people(edit, 13)),
      '',
      'in its grace',
    )
    await clock.advance(20 * DAY)
    t.match(
      tried((edit) => people(edit, 1, 13)),
      /room for 12 .*would be 14/,
    )
    t.equal(used(store, 'people'), 13)
    change((edit) => edit.update(User, store.all(User)[12]?.id ?? '', { lastName: 'Same' }))
  },
)

t.test(
  'a clock that is put back gives nothing back: no earlier than the last change',
  async (t) => {
    const { store, clock, change, tried } = anOffice(t, '320')
    enter(store, issue(unitOf(store), { expires: ISSUED + 10 * DAY }))
    change((edit) => people(edit, 12))
    await clock.advance(50 * DAY)
    change((edit) => edit.update(User, store.all(User)[0]?.id ?? '', { lastName: 'Later' }))
    clock.setUtc(ISSUED + DAY)
    t.match(
      tried((edit) => people(edit, 1, 12)),
      /room for 12/,
    )
  },
)

t.test('keys of another unit, and unsigned ones, give nothing and are not kept', async (t) => {
  const { store, tried } = anOffice(t, '320')
  const other = issue('01890a5d-ac96-774b-bcce-b302099a8057')
  t.match(
    tried((edit) => edit.create(InstalledKey, { series: 'PEOPLE', code: compact(other) })),
    /This key is for unit 01890a5d/,
  )
  t.match(
    tried((edit) => edit.create(InstalledKey, { series: 'PEOPLE', code: 'SK1ABC' })),
    /no feature key/,
  )
  t.match(
    tried((edit) =>
      edit.create(InstalledKey, { series: 'OTHER', code: compact(issue(unitOf(store))) }),
    ),
    /not that of the key/,
  )
  t.equal(entitled(store, ISSUED).limit('people'), 12)
})

t.test(
  'the open profile needs no key: every feature is open, and people come by the hundred',
  async (t) => {
    const { store, change, tried } = anOffice(t, 'community')
    change((edit) => people(edit, 300))
    t.ok(
      entitled(store, ISSUED)
        .features()
        .every(({ state }) => state === 'open'),
    )
    t.match(
      tried((edit) => people(edit, 2300, 300)),
      /capacity profile Open has room for 2500 .*This unit bears no more|this unit bears no more/,
    )
  },
)

t.test(
  'KEY-3, FKEY-12 features of a sold profile: what a key implies, what the profile has not',
  async (t) => {
    const { store, change } = anOffice(t, '530')
    const stateOf = (name: string) =>
      entitled(store, ISSUED)
        .features()
        .find(({ feature }) => feature.name === name)?.state
    t.equal(stateOf('queues'), 'none')
    enter(store, issue(unitOf(store), { grants: [{ feature: 'acd' }] }))
    t.equal(stateOf('acd'), 'valid')
    t.equal(stateOf('queues'), 'valid', 'comes with it')
    t.equal(stateOf('t1'), undefined, 'KEY-20 only on 731')
    change((edit) => edit.update(Capacity, edit.only(Capacity).id, { profile: '320' }))
    t.equal(stateOf('acd'), undefined, 'KEY-3 not on 320')
  },
)
