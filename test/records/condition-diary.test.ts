import t, { type Test } from 'tap'
import type { Bus } from '../../firmware/bus/bus.ts'
import type { Condition } from '../../firmware/bus/condition.ts'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { ConditionDiary, type NotedCondition } from '../../firmware/records/condition-diary.ts'
import { AdminEvents } from '../../firmware/store/admin-events.ts'
import { StoreError } from '../../firmware/store/store-error.ts'
import { condition } from '../../firmware/words/condition.ts'
import { aDirectory, opened } from '../store/a-store.ts'

/** A bus that only has conditions, and a diary that hears them. */
function aDiary(t: Test, data = aDirectory(t), clock = new VirtualClock()) {
  const store = opened(t, data, clock)
  const events = new AdminEvents(store.records, clock)
  let hear: (params: { owner: string; id: string }, told: Condition | undefined) => void = () => {}
  const bus = {
    connected: true,
    subscribe: (_topic: unknown, heard: typeof hear) => {
      hear = heard
    },
    whenConnected: (run: () => void) => run(),
  }
  const stop = new AbortController()
  t.teardown(() => stop.abort())
  new ConditionDiary({
    bus: bus as unknown as Bus,
    clock,
    events,
    noted: store.durable<NotedCondition>('noted-conditions'),
    signal: stop.signal,
  }).start()
  const raise = () => {
    const { id, ...raised } = condition('console-device', { why: 'it was pulled', path: 'ttyS0' })
    const told = { ...raised, id: `console/${id}`, since: clock.now() }
    hear({ owner: 'console', id }, told as Condition)
  }
  const clear = () => hear({ owner: 'console', id: 'device' }, undefined)
  const told = () => events.latest(10).map(({ severity, by, text }) => `${severity} ${by} ${text}`)
  return { store, data, clock, bus, events, raise, clear, told }
}

const CAME = 'notice console serial console: The serial console does not work: it was pulled'
const WENT =
  'informational console Over: serial console: The serial console does not work: it was pulled'

t.test(
  'EVT-2: a condition is an event when it came and when it was over, in every language',
  async (t) => {
    const { raise, clear, clock, told, events } = aDiary(t)
    raise()
    await clock.advance(6000)
    raise() // told anew
    await clock.advance(6000)
    t.strictSame(told(), [CAME])
    clear()
    await clock.advance(6000)
    t.strictSame(told(), [WENT, CAME])
    const [over] = await events.search({ limit: 1, language: 'fr', classes: ['condition'] })
    t.match(over?.text, /^Terminé : console série : La console série ne fonctionne pas/)
    t.strictSame(await events.search({ limit: 9, severities: ['critical'] }), [])
  },
)

t.test('a process that starts anew tells its conditions again: that is no event', async (t) => {
  const { raise, clear, clock, told } = aDiary(t)
  raise()
  await clock.advance(6000)
  clear()
  await clock.advance(2000)
  raise()
  await clock.advance(60_000)
  t.strictSame(told(), [CAME])
})

t.test('after a restart nothing is told twice, and what was over meanwhile is told', async (t) => {
  const first = aDiary(t)
  first.raise()
  await first.clock.advance(6000)
  await first.store.close()
  const second = aDiary(t, first.data, first.clock)
  second.raise()
  await first.clock.advance(6000)
  t.strictSame(second.told(), [CAME])
  await second.store.close()
  const third = aDiary(t, first.data, first.clock)
  third.bus.connected = false
  await first.clock.advance(60_000)
  t.strictSame(third.told(), [CAME], 'nobody knows while the bus is away')
  third.bus.connected = true
  third.clear()
  await first.clock.advance(6000)
  t.strictSame(third.told(), [WENT, CAME])
})

t.test('a condition that a full disk did not take is an event when there is room', async (t) => {
  const { raise, clock, told, events } = aDiary(t)
  const add = events.addCondition
  events.addCondition = () => {
    throw new StoreError('full', 'no space left', 'Free some space there.')
  }
  raise()
  await clock.advance(6000)
  t.strictSame(told(), [])
  events.addCondition = add
  await clock.advance(61_000)
  t.strictSame(told(), [CAME])
})
