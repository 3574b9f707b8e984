import t, { type Test } from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import type { RaisedCondition } from '../../firmware/conditions.ts'
import { entitled, unitOf } from '../../firmware/entitlements/entitled.ts'
import { compact } from '../../firmware/entitlements/feature-key.ts'
import { installKey } from '../../firmware/entitlements/install-key.ts'
import { EntitlementWatch } from '../../firmware/entitlements/watch.ts'
import { Capacity } from '../../firmware/model/capacity.ts'
import { InstalledKey } from '../../firmware/model/installed-key.ts'
import { Site } from '../../firmware/model/site.ts'
import { User } from '../../firmware/model/user.ts'
import { AdminEvents } from '../../firmware/store/admin-events.ts'
import { aDirectory, change, opened, origin } from '../store/a-store.ts'
import { DAY, ISSUED, issue } from './issue.ts'

const HOUR = 3_600_000

function aWatched(t: Test, profile: Capacity['profile'] = '320') {
  const clock = new VirtualClock(ISSUED)
  const store = opened(t, aDirectory(t), clock)
  change(store, (edit) => edit.create(Site, { name: 'Main' }))
  change(store, (edit) => edit.update(Capacity, edit.only(Capacity).id, { profile }))
  const raised = new Map<string, RaisedCondition>()
  const watch = new EntitlementWatch({
    clock,
    store: () => store,
    conditions: {
      raise: (one) => void raised.set(one.id, one),
      clear: (id) => void raised.delete(id),
    },
  })
  watch.start()
  t.teardown(() => watch.stop())
  const effects = () => [...raised.values()].map(({ effect }) => effect).join('\n')
  return { clock, store, effects }
}

t.test(
  'FKEY-11 people are told of a key that ends: before, while it still acts, and after',
  async (t) => {
    const { clock, store, effects } = aWatched(t)
    const expires = ISSUED + 60 * DAY
    t.ok(installKey(store, clock, issue(unitOf(store), { expires }), origin).ok)
    await clock.advance(HOUR)
    t.equal(effects(), '')
    await clock.advance(30 * DAY)
    t.equal(effects(), 'Feature key PEOPLE ends on 2026-03-02.')
    await clock.advance(30 * DAY)
    t.match(effects(), /is over. It still acts, until 2026-04-01/)
    await clock.advance(31 * DAY)
    t.match(effects(), /acts no longer. All that is set up goes on/)
    const next = issue(unitOf(store), { number: 2, issued: expires, expires: expires + 365 * DAY })
    t.ok(installKey(store, clock, next, origin).ok)
    await clock.advance(2 * 60_000)
    t.equal(effects(), '', 'a new key mends it')
  },
)

t.test('PLAT-39 more than the profile takes is told, and goes on', async (t) => {
  const { clock, store, effects } = aWatched(t, 'community')
  change(store, (edit) => {
    for (let n = 0; n < 14; n++) edit.create(User, { login: `u${n}`, lastName: `U${n}` })
  })
  await clock.advance(2 * 60_000)
  t.equal(effects(), '')
  change(store, (edit) => edit.update(Capacity, edit.only(Capacity).id, { profile: '324' }))
  await clock.advance(2 * 60_000)
  t.equal(
    effects(),
    'There is more than capacity profile 324 takes: people 14/12. All of it goes on working; nothing can be added to it.',
  )
  change(store, (edit) => edit.update(Capacity, edit.only(Capacity).id, { profile: '530' }))
  await clock.advance(2 * 60_000)
  t.equal(effects(), '')
})

t.test(
  'a key that has ended stays so when the clock is put back; an hour that was wrong takes nothing',
  async (t) => {
    const { clock, store } = aWatched(t)
    const code = issue(unitOf(store), { expires: ISSUED + 60 * DAY })
    t.ok(installKey(store, clock, code, origin).ok)
    const limit = () => entitled(store, clock.now()).limit('people')
    await clock.advance(HOUR)

    clock.setUtc(ISSUED + 5000 * DAY) // a clock gone wrong
    await clock.advance(2 * HOUR)
    t.equal(limit(), 12)
    clock.setUtc(ISSUED + DAY)
    await clock.advance(2 * HOUR)
    t.equal(limit(), 20)

    await clock.advance(95 * DAY)
    const [key] = store.all(InstalledKey)
    t.equal(key?.ended, true)
    t.match(new AdminEvents(store.records, clock).latest(1), [{ text: /PEOPLE has ended/ }])
    clock.setUtc(ISSUED + DAY)
    t.equal(limit(), 12)
    const again = installKey(store, clock, code, origin)
    t.notOk(again.ok, 'nor when it is entered again')
    t.equal(store.all(InstalledKey)[0]?.code, compact(code))
  },
)

t.test('nothing is written while nothing changes, but that a key has ended, once', async (t) => {
  const { clock, store } = aWatched(t)
  t.ok(installKey(store, clock, issue(unitOf(store), { expires: ISSUED + DAY }), origin).ok)
  const before = store.revision()
  await clock.advance(100 * DAY)
  t.equal(store.revision(), before + 1)
})
