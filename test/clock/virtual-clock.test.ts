import t from 'tap'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'

t.test('timers fire in the order of their time, and at it', async (t) => {
  const clock = new VirtualClock()
  const fired: [string, number][] = []
  clock.after(30, () => fired.push(['c', clock.uptime()]))
  clock.after(10, () => {
    fired.push(['a', clock.uptime()])
    clock.after(5, () => fired.push(['b', clock.uptime()]))
  })
  clock.after(20, () => fired.push(['never', 0])).cancel()
  await clock.advance(30)
  t.strictSame(fired, [
    ['a', 10],
    ['b', 15],
    ['c', 30],
  ])
})

t.test('a simulated day of a five-second loop takes no day', async (t) => {
  const clock = new VirtualClock()
  let turns = 0
  void (async () => {
    for (;;) {
      await clock.sleep(5000)
      turns++
    }
  })()
  await clock.advance(86_400_000)
  t.equal(turns, 17_280)
})

t.test('NTP moves the time of day, and no deadline', async (t) => {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1))
  let fired = false
  clock.after(1000, () => {
    fired = true
  })
  clock.setUtc(Date.UTC(2030, 0, 1))
  t.equal(clock.now(), Date.UTC(2030, 0, 1))
  await clock.advance(999)
  t.notOk(fired)
  await clock.advance(1)
  t.ok(fired)
})

t.test('a sleep ends with its signal and leaves no timer, on either clock', async (t) => {
  const virtual = new VirtualClock()
  for (const clock of [virtual, systemClock]) {
    const stop = new AbortController()
    const sleeping = clock.sleep(60_000, stop.signal)
    stop.abort(new Error('enough'))
    await t.rejects(sleeping, { message: 'enough' })
    await t.rejects(clock.sleep(60_000, stop.signal), { message: 'enough' })
  }
  t.equal(virtual.waiting, 0)
})
