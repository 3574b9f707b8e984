import t from 'tap'
import { VirtualClock } from '../firmware/clock/virtual-clock.ts'
import { giveBackMemory } from '../firmware/give-back-memory.ts'

const MB = 1024 * 1024

function aProcess() {
  const own = { octets: 60 * MB, us: 0, collections: 0, least: 40 * MB }
  const clock = new VirtualClock()
  giveBackMemory(clock, {
    heap: () => own.octets,
    cpu: () => own.us,
    collect: () => {
      own.collections++
      own.octets = own.least
    },
  })
  return { own, clock }
}

t.test('what loading took is given back once, and again only what is worth it', async (t) => {
  const { own, clock } = aProcess()
  await clock.advance(5000)
  t.equal(own.collections, 1)
  own.octets = 50 * MB
  await clock.advance(300_000)
  t.equal(own.collections, 1, '10 MB are not')
})

t.test('what a busy hour took is given back when it is quiet', async (t) => {
  const { own, clock } = aProcess()
  await clock.advance(5000)
  own.octets = 320 * MB
  for (let half = 0; half < 10; half++) {
    own.us += 5_000_000
    await clock.advance(30_000)
  }
  t.equal(own.collections, 1, 'not while it works')
  await clock.advance(30_000)
  t.equal(own.collections, 2)
  t.equal(own.octets, 40 * MB)
  own.least = 100 * MB // it needs more now
  own.octets = 120 * MB
  await clock.advance(30_000)
  await clock.advance(300_000)
  t.equal(own.collections, 3, 'what is needed is not looked for again and again')
})
