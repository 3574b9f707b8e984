import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { AdminEvents } from '../../firmware/store/admin-events.ts'
import { aDirectory, opened } from './a-store.ts'

const who = { by: 'ada', from: 'address 192.0.2.7' }

t.test('events are there after a restart, the latest first', async (t) => {
  const clock = new VirtualClock()
  const data = aDirectory(t)
  const store = opened(t, data, clock)
  const events = new AdminEvents(store.records, clock)
  events.add({ ...who, text: 'One.' })
  await clock.advance(1000)
  events.add({ ...who, text: 'Two.' })
  await store.close()
  const later = new AdminEvents(opened(t, data, clock).records, clock)
  t.match(later.latest(10), [
    { ...who, at: clock.now(), text: 'Two.' },
    { ...who, at: clock.now() - 1000, text: 'One.' },
  ])
  t.equal(later.latest(1).length, 1)
})

t.test('two processes that add do not overwrite each other', async (t) => {
  const clock = new VirtualClock()
  const data = aDirectory(t)
  const [one, two] = [opened(t, data, clock), opened(t, data, clock)]
  for (let i = 0; i < 5; i++) {
    new AdminEvents(one.records, clock).add({ ...who, text: `one ${i}` })
    new AdminEvents(two.records, clock).add({ ...who, text: `two ${i}` })
  }
  t.equal(new AdminEvents(one.records, clock).latest(100).length, 10)
})
