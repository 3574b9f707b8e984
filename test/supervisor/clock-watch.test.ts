import t, { type Test } from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import type { RaisedCondition } from '../../firmware/conditions.ts'
import { watchClock } from '../../firmware/supervisor/clock-watch.ts'
import { aLog } from './a-log.ts'

const HOUR = 3_600_000

async function aUnit(t: Test, startsAt: number) {
  const clock = new VirtualClock(startsAt)
  const raised = new Map<string, RaisedCondition>()
  const stop = new AbortController()
  const ended = watchClock({
    clock,
    log: aLog(),
    signal: stop.signal,
    raise: (condition) => void raised.set(condition.id, condition),
    clear: (id) => void raised.delete(id),
  })
  t.teardown(async () => {
    stop.abort()
    await ended
    if (clock.waiting > 0) throw new Error('a timer was left')
  })
  await clock.advance(2000)
  return { clock, raised }
}

t.test('UX a clock that is not set is shown until it is', async (t) => {
  const { clock, raised } = await aUnit(t, 0)
  t.match(raised.get('clock-unset'), { severity: 'warning', effect: /shows the year 1970/ })
  clock.setUtc(Date.UTC(2027, 2, 1))
  await clock.advance(2000)
  t.equal(raised.size, 0, 'setting it is no jump to tell of')
})

t.test('UX a clock that jumps is told, both ways, for an hour', async (t) => {
  const { clock, raised } = await aUnit(t, Date.UTC(2027, 0, 1))
  clock.setUtc(clock.now() + 90_000)
  await clock.advance(2000)
  t.match(raised.get('clock-jumped'), {
    severity: 'notice',
    effect: /was set forward by 90 seconds/,
  })
  await clock.advance(HOUR / 2)
  clock.setUtc(clock.now() - 2 * HOUR)
  await clock.advance(2000)
  t.match(raised.get('clock-jumped'), { effect: /set back by 7200 seconds/ })
  await clock.advance(HOUR - 10_000)
  t.equal(raised.size, 1)
  await clock.advance(20_000)
  t.equal(raised.size, 0)
})

t.test('what NTP corrects in passing is not told', async (t) => {
  const { clock, raised } = await aUnit(t, Date.UTC(2027, 0, 1))
  clock.setUtc(clock.now() + 20_000)
  await clock.advance(HOUR)
  t.equal(raised.size, 0)
})

t.test('a clock that falls back to nothing is unset, not only set', async (t) => {
  const { clock, raised } = await aUnit(t, Date.UTC(2027, 0, 1))
  clock.setUtc(0)
  await clock.advance(2000)
  t.strictSame([...raised.keys()], ['clock-unset'])
})
