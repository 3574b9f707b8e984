import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { aDirectory, opened } from './a-store.ts'

t.test('a durable map answers at once and is on the disk within a second', async (t) => {
  const data = aDirectory(t)
  const clock = new VirtualClock()
  const store = opened(t, data, clock)
  const bindings = store.durable<{ contact: string }>('bindings')
  bindings.put('101', { contact: 'sip:101@192.0.2.1' })
  bindings.put('102', { contact: 'sip:102@192.0.2.2' })
  bindings.remove('102')
  t.same(bindings.get('101'), { contact: 'sip:101@192.0.2.1' })
  t.same(bindings.entries(), [['101', { contact: 'sip:101@192.0.2.1' }]])

  const other = opened(t, data, clock)
  t.strictSame(other.durable('bindings').entries(), [], 'not written yet')
  await clock.advance(1000)
  await bindings.flush()
  await other.close()
  t.strictSame(opened(t, data, clock).durable('bindings').entries(), bindings.entries())
})

t.test('maps with names that begin alike are apart', async (t) => {
  const data = aDirectory(t)
  const store = opened(t, data)
  for (const name of ['a', 'ab', 'a0']) store.durable(name).put('key', name)
  await store.close()
  const again = opened(t, data)
  for (const name of ['a', 'ab', 'a0']) t.strictSame(again.durable(name).entries(), [['key', name]])
})

t.test('closing the store writes what waits', async (t) => {
  const data = aDirectory(t)
  const store = opened(t, data)
  const map = store.durable<number>('numbers')
  for (let n = 0; n < 100; n++) map.put(`k${n % 10}`, n)
  map.remove('k3')
  await store.close()
  const kept = opened(t, data).durable<number>('numbers').entries()
  t.equal(kept.length, 9)
  t.ok(kept.every(([, value]) => value >= 90))
})

t.test('a clock with nothing to write has no timer', async (t) => {
  const clock = new VirtualClock()
  const store = opened(t, aDirectory(t), clock)
  const map = store.durable<number>('numbers')
  t.equal(clock.waiting, 0)
  map.put('a', 1)
  t.equal(clock.waiting, 1)
  map.put('b', 1)
  t.equal(clock.waiting, 1, 'one commit for both')
  await map.flush()
  t.equal(clock.waiting, 0)
})

t.test('epochs count up over every opening, each name by itself', async (t) => {
  const data = aDirectory(t)
  for (const epoch of [1, 2, 3]) {
    const store = opened(t, data)
    t.equal(store.nextEpoch('exchange'), epoch)
    await store.close()
  }
  t.equal(opened(t, data).nextEpoch('media'), 1)
})
