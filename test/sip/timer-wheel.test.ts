import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { TimerWheel } from '../../firmware/sip/timer-wheel.ts'

t.test('a timer fires once, not early, and at most one tick late', async (t) => {
  const clock = new VirtualClock()
  const wheel = new TimerWheel(clock)
  await clock.advance(3)
  for (const ms of [0, 1, 10, 11, 499, 500, 32_000]) {
    const begun = clock.uptime()
    let fired = -1
    wheel.after(ms, () => {
      t.equal(fired, -1)
      fired = clock.uptime() - begun
    })
    await clock.advance(ms + 10)
    t.ok(fired >= ms && fired <= ms + 10, `${ms} fired after ${fired}`)
  }
  t.equal(clock.waiting, 0)
})

t.test('long timers leave the wheel when they are cancelled', async (t) => {
  const clock = new VirtualClock()
  const wheel = new TimerWheel(clock)
  await clock.advance(7)
  const fired: number[] = []
  const timers = Array.from({ length: 3000 }, (_, n) =>
    wheel.after(60_001 + ((n * 7919) % 90_000), () => fired.push(n)),
  )
  timers.forEach((timer, n) => {
    if (n % 3) timer.cancel()
    if (n % 6 === 1) timer.cancel()
  })
  t.equal(wheel.waiting, 1000)
  t.equal(wheel.held, 1000)
  await clock.advance(152_000)
  t.strictSame(
    fired.sort((a, b) => a - b),
    timers.flatMap((_, n) => (n % 3 ? [] : [n])),
  )
  t.equal(wheel.held, 0)
  const begun = clock.uptime()
  let late = -1
  wheel.after(600_000, () => {
    late = clock.uptime() - begun - 600_000
  })
  await clock.advance(601_001)
  t.ok(late >= 0 && late <= 1010)
})

t.test('thousands of timers hang on one timer of the clock', async (t) => {
  const clock = new VirtualClock()
  const wheel = new TimerWheel(clock)
  const order: number[] = []
  const timers = Array.from({ length: 5000 }, (_, n) => {
    const ms = (n * 7919) % 40_000
    return wheel.after(ms, () => order.push(ms))
  })
  t.equal(clock.waiting, 1)
  timers.forEach((timer, n) => {
    if (n % 2) timer.cancel()
    if (n % 4) timer.cancel()
  })
  t.equal(wheel.waiting, 1250)
  await clock.advance(40_010)
  t.equal(order.length, 1250)
  const late = order.filter((ms, at) => ms + 10 < (order[at - 1] ?? 0))
  t.strictSame(late, [], 'in order, to a tick')
  t.equal(wheel.waiting, 0)
})

t.test('a timer may start and cancel others while it fires', async (t) => {
  const clock = new VirtualClock()
  const wheel = new TimerWheel(clock)
  const fired: string[] = []
  const doomed = wheel.after(20, () => fired.push('doomed'))
  wheel.after(5, () => {
    doomed.cancel()
    wheel.after(0, () => fired.push('soon'))
    wheel.after(100, () => fired.push('later'))
    fired.push('first')
  })
  await clock.advance(50)
  t.strictSame(fired, ['first', 'soon'])
  await clock.advance(100)
  t.strictSame(fired, ['first', 'soon', 'later'])
})

t.test('a stopped wheel fires nothing', async (t) => {
  const clock = new VirtualClock()
  const wheel = new TimerWheel(clock)
  wheel.after(10, () => t.fail('fired'))
  wheel.stop()
  await clock.advance(100)
  t.equal(clock.waiting, 0)
})
