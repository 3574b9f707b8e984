import t from 'tap'
import { Journal } from '../../firmware/calls/journal.ts'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { MemoryStore } from './fakes.ts'

t.test('nothing is sent before what it says is in the journal', async (t) => {
  const store = new MemoryStore()
  const journal = new Journal(store, new VirtualClock(), () => t.fail('the store works'))
  const call = { journalKey: 'call/1', snapshot: () => ({ phase: 'answered' }) }
  let atSending: unknown
  journal.outbox(() => {
    atSending = store.values.get('call/1')
  })
  journal.touch(call)
  t.equal(store.values.size, 0, 'the turn is not over')
  await new Promise((resolve) => setImmediate(resolve))
  t.strictSame(atSending, { phase: 'answered' })
})

t.test('messages leave in their order, what they cause in the next turn', async (t) => {
  const journal = new Journal(new MemoryStore(), new VirtualClock(), () => {})
  const sent: number[] = []
  journal.outbox(() => {
    sent.push(1)
    journal.outbox(() => sent.push(3))
  })
  journal.outbox(() => sent.push(2))
  await new Promise((resolve) => setImmediate(resolve))
  t.strictSame(sent, [1, 2])
  await new Promise((resolve) => setImmediate(resolve))
  t.strictSame(sent, [1, 2, 3])
})

t.test('a full store is told of and stops no call', async (t) => {
  const store = new MemoryStore()
  store.fails = true
  const failures: unknown[] = []
  const journal = new Journal(store, new VirtualClock(), (error) => failures.push(error))
  let sent = false
  journal.touch({ journalKey: 'call/1', snapshot: () => ({}) })
  journal.outbox(() => {
    sent = true
  })
  journal.flush()
  t.ok(sent)
  t.equal(failures.length, 1)
  store.fails = false
  journal.touch({ journalKey: 'call/1', snapshot: () => ({}) })
  journal.flush()
  t.strictSame(failures.at(-1), undefined, 'and told when it works again')
  t.equal(failures.length, 2)
})

t.test('what is over leaves the journal', async (t) => {
  const store = new MemoryStore()
  const journal = new Journal(store, new VirtualClock(), () => {})
  let value: unknown = { a: 1 }
  const call = { journalKey: 'call/1', snapshot: () => value }
  journal.touch(call)
  journal.flush()
  t.equal(store.values.size, 1)
  value = undefined
  journal.touch(call)
  journal.flush()
  t.equal(store.values.size, 0)
})

t.test('a change that nobody is told of waits for one that is, but not for long', async (t) => {
  const clock = new VirtualClock()
  const store = new MemoryStore()
  const journal = new Journal(store, clock, () => {})
  const entry = (journalKey: string) => ({ journalKey, snapshot: () => 1 })
  journal.touch(entry('a'))
  await clock.advance(19)
  t.equal(store.values.size, 0)
  journal.touch(entry('b'))
  journal.outbox(() => {})
  await clock.advance(0)
  t.equal(store.values.size, 2, 'written with what is sent')
  journal.touch(entry('c'))
  await clock.advance(20)
  t.equal(store.values.size, 3, 'or by itself')
})
