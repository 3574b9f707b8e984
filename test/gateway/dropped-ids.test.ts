import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { DroppedIds } from '../../firmware/gateway/dropped-ids.ts'

t.test('dropped IDs are remembered for their time and never more than fit', async (t) => {
  const clock = new VirtualClock()
  const dropped = new DroppedIds(clock, 1000, 3)
  dropped.add('a')
  await clock.advance(999)
  dropped.add('b')
  t.ok(dropped.has('a'))
  await clock.advance(1)
  dropped.add('c')
  t.notOk(dropped.has('a'), 'its time is over')
  dropped.add('b')
  dropped.add('d')
  dropped.add('e')
  t.strictSame(
    ['b', 'c', 'd', 'e'].map((id) => dropped.has(id)),
    [true, false, true, true],
    'the oldest makes room; one dropped again is young again',
  )
  t.equal(dropped.size, 3)
})

t.test(
  'IDs that are dropped again and again keep their number, and the youngest stay',
  async (t) => {
    const dropped = new DroppedIds(new VirtualClock(), 1000, 2000)
    for (let round = 0; round < 3; round++) {
      for (let id = 0; id < 5000; id++) dropped.add(`${id}`)
      for (let id = 4000; id < 5000; id++) dropped.add(`${id}`) // repeated, and none the more for it
      t.equal(dropped.size, 2000)
      t.strictSame(
        [2999, 3000, 4999].map((id) => dropped.has(`${id}`)),
        [false, true, true],
      )
    }
  },
)
