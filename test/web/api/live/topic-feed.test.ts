import t from 'tap'
import type { CommandProblem } from '../../../../firmware/bus/command-error.ts'
import { VirtualClock } from '../../../../firmware/clock/virtual-clock.ts'
import { ok, type Result, refuse } from '../../../../firmware/result.ts'
import { type Told, TopicFeed } from '../../../../firmware/web/api/live/topic-feed.ts'

function aFeed(everyMs = 1000) {
  const clock = new VirtualClock()
  const world = {
    reads: 0,
    answer: ok(['one']) as Result<unknown, CommandProblem>,
  }
  const read = async () => {
    world.reads++
    return world.answer
  }
  const feed = new TopicFeed({ everyMs, read }, clock)
  const told: Told[] = []
  const watch = () => feed.watch((one) => told.push(one))
  return { clock, world, feed, told, watch }
}

const away = refuse({ code: 'not-running', text: 'The exchange does not run.' })

t.test('nothing is read while nobody watches', async (t) => {
  const { clock, world, feed, watch } = aFeed()
  feed.hint()
  await clock.advance(10_000)
  t.equal(world.reads, 0)
  const leave = watch()
  await clock.advance(3000)
  t.ok(world.reads >= 3)
  leave()
  const before = world.reads
  feed.hint()
  await clock.advance(10_000)
  t.equal(world.reads, before)
  t.equal(clock.waiting, 0)
})

t.test('watchers hear the value at once, and then only what changed', async (t) => {
  const { clock, world, told, watch } = aFeed()
  watch()
  await clock.advance(5000)
  t.strictSame(told, [{ value: '["one"]' }])
  world.answer = ok(['two'])
  await clock.advance(5000)
  t.strictSame(told.slice(1), [{ value: '["two"]' }])
  watch()
  t.strictSame(told.slice(2), [{ value: '["two"]' }], 'the second watcher too')
})

t.test('however often something happens, it is read four times a second at most', async (t) => {
  const { clock, world, feed, watch } = aFeed(60_000)
  watch()
  await clock.advance(0)
  const before = world.reads
  for (let ms = 0; ms < 2000; ms += 10) {
    feed.hint()
    await clock.advance(10)
  }
  t.ok(world.reads - before <= 9 && world.reads - before >= 7, String(world.reads - before))
})

t.test('a hint during a read is not lost', async (t) => {
  const clock = new VirtualClock()
  let answer: (value: Result<unknown, CommandProblem>) => void = () => {}
  let reads = 0
  const read = () => {
    reads++
    return new Promise<Result<unknown, CommandProblem>>((resolve) => {
      answer = resolve
    })
  }
  const feed = new TopicFeed({ everyMs: 60_000, read }, clock)
  const told: Told[] = []
  feed.watch((one) => told.push(one))
  await clock.advance(0)
  feed.hint()
  await clock.advance(300)
  answer(ok(1))
  await clock.advance(300)
  t.equal(reads, 2)
  answer(ok(2))
  await clock.advance(300)
  t.strictSame(told, [{ value: '1' }, { value: '2' }])
})

t.test(
  'while nobody can tell the value stays, one message says so, and it comes back by itself',
  async (t) => {
    const { clock, world, told, watch, feed } = aFeed()
    watch()
    await clock.advance(0)
    world.answer = away
    await clock.advance(10_000)
    t.strictSame(told.slice(1), [{ unavailable: 'The exchange does not run.' }])
    t.match(await feed.now(), { ok: false })
    world.answer = ok(['one'])
    await clock.advance(2000)
    t.strictSame(told.slice(2), [{ value: '["one"]' }], 'the same value again: it is true again')
  },
)

t.test('requests share what was read just now', async (t) => {
  const { clock, world, feed } = aFeed()
  const answers = await Promise.all([feed.now(), feed.now(), feed.now()])
  t.strictSame(answers[0], ok('["one"]'))
  t.equal(world.reads, 1)
  await clock.advance(1000)
  await feed.now()
  t.equal(world.reads, 2)
})
