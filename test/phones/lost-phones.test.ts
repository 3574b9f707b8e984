import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import type { RaisedCondition } from '../../firmware/conditions.ts'
import type { Binding } from '../../firmware/phones/bindings.ts'
import { AFTER_START_MS, LostPhones, MOST_ALONE } from '../../firmware/phones/lost-phones.ts'

const MINUTE = 60_000

/** An office whose telephones 1, 2, 3, … a test takes away and brings back; started long ago unless told. */
async function anOffice({ startedMs = AFTER_START_MS } = {}) {
  const clock = new VirtualClock()
  const away = new Set<string>()
  const deleted = new Set<string>()
  const raised = new Map<string, RaisedCondition>()
  const phones = new LostPhones({
    clock,
    bindings: { of: (handset) => (away.has(handset) ? [] : [{} as Binding]) },
    account: (handset) =>
      deleted.has(handset)
        ? undefined
        : { sipUser: `u${handset}`, caller: { number: `10${handset}`, name: '' }, description: '' },
    raise: (condition) => void raised.set(condition.id, condition),
    clear: (id) => void raised.delete(id),
  })
  phones.start()
  await clock.advance(startedMs)
  const goes = (handset: string, why: string) => {
    away.add(handset)
    phones.changed(handset, [{ why }])
  }
  const comes = (handset: string) => {
    away.delete(handset)
    phones.changed(handset, [])
  }
  return { clock, phones, raised, deleted, goes, comes }
}

t.test('UX a phone that does not refresh is shown by name, until it registers again', async (t) => {
  const { clock, raised, goes, comes, phones } = await anOffice()
  goes('1', 'expired')
  await clock.advance(20_000)
  t.equal(raised.size, 0, 'it may only restart')
  await clock.advance(20_000)
  t.match(raised.get('phone-lost-1'), {
    severity: 'notice',
    subject: 'phone 101',
    link: '/phones/1',
  })
  comes('1')
  t.equal(raised.size, 0)
  phones.stop()
  t.equal(clock.waiting, 0)
})

t.test('RFC 3261 §10.2.2 a phone that unregisters itself is not lost', async (t) => {
  const { clock, raised, goes } = await anOffice()
  goes('1', 'unregistered')
  await clock.advance(MINUTE)
  t.equal(raised.size, 0)
})

t.test('RFC 5626 §5.3 a phone whose only connection broke is lost', async (t) => {
  const { clock, raised, goes } = await anOffice()
  goes('1', 'deactivated')
  await clock.advance(MINUTE)
  t.ok(raised.has('phone-lost-1'))
})

t.test('a phone that is deleted is not missed any more', async (t) => {
  const { clock, raised, goes, deleted } = await anOffice()
  goes('1', 'expired')
  await clock.advance(MINUTE)
  t.equal(raised.size, 1)
  deleted.add('1')
  await clock.advance(1000)
  t.equal(raised.size, 0)
})

t.test('after a start nobody is missed for ten minutes', async (t) => {
  const { clock, raised, goes, comes } = await anOffice({ startedMs: 5 * MINUTE })
  goes('1', 'expired')
  goes('2', 'expired')
  await clock.advance(4 * MINUTE)
  t.equal(raised.size, 0)
  comes('2')
  await clock.advance(1.1 * MINUTE)
  t.strictSame([...raised.keys()], ['phone-lost-1'])
})

t.test('more than five are one condition, and become few again', async (t) => {
  const { clock, raised, goes, comes } = await anOffice()
  for (let one = 1; one <= MOST_ALONE; one++) goes(String(one), 'expired')
  await clock.advance(MINUTE)
  t.equal(raised.size, MOST_ALONE)
  goes('9', 'expired')
  await clock.advance(MINUTE)
  t.strictSame([...raised.keys()], ['phones-lost'])
  t.match(raised.get('phones-lost'), { severity: 'warning', effect: /^6 phones have not been/ })
  comes('1')
  t.equal(raised.size, MOST_ALONE)
  t.notOk(raised.has('phones-lost'))
  t.notOk(raised.has('phone-lost-1'))
})
