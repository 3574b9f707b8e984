import t from 'tap'
import { CommandError } from '../../firmware/bus/command-error.ts'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { silentLog } from '../../firmware/log.ts'
import { ok, refuse } from '../../firmware/result.ts'
import { GRACE_MS, PowerPlan, type PowerRequest } from '../../firmware/supervisor/power-plan.ts'
import { readPowerRequest } from '../../firmware/supervisor/power-request.ts'

const MINUTE = 60_000
const WHO = { by: 'ada', from: 'page 192.0.2.7' }

/** A plan over an exchange and a host whose answers the test chooses. */
function aPlan() {
  const clock = new VirtualClock()
  const world = {
    calls: [] as { program: string }[],
    exchange: 'answers' as 'answers' | 'not-running' | 'timeout',
    isImage: true,
    done: [] as string[],
    raised: [] as string[],
  }
  const plan = new PowerPlan({
    clock,
    log: silentLog,
    ask: async (process, verb, args) => {
      if (process === 'exchange') {
        if (world.exchange === 'answers') return ok(world.calls)
        return refuse({ code: world.exchange, text: 'No answer.' })
      }
      if (!world.isImage) return refuse({ code: 'not-here', text: 'Not here.' })
      world.done.push(`${process} ${verb} ${(args as { action: string }).action}`)
      return ok({})
    },
    restartAll: async () => void world.done.push('restart-all'),
    raise: ({ effect }) => void world.raised.push(effect),
    clear: () => void world.raised.pop(),
  })
  const request = (more: Partial<PowerRequest>) =>
    plan.plan({ action: 'restart-all', when: 'now', ...WHO, ...more })
  return { clock, world, plan, request }
}

t.test('RST-11: now is in ten seconds, until which it can be called off', async (t) => {
  const { clock, world, plan, request } = aPlan()
  request({})
  t.match(plan.current, { state: 'waits', at: clock.now() + GRACE_MS })
  t.match(world.raised, [/^Everything restarts in a moment\. Calls that are on then end\.$/])
  await clock.advance(GRACE_MS - 2000)
  plan.cancel('bob')
  await clock.advance(MINUTE)
  t.strictSame([world.done, world.raised, plan.current], [[], [], undefined])
  request({})
  await clock.advance(GRACE_MS + 2000)
  t.strictSame([world.done, plan.current], [['restart-all'], undefined])
})

t.test('RST-2: when calls have ended means all of them, however long they take', async (t) => {
  const { clock, world, request } = aPlan()
  world.calls = [{ program: 'extension' }]
  request({ when: 'calls-ended' })
  await clock.advance(90 * MINUTE)
  t.strictSame(world.done, [])
  world.exchange = 'timeout'
  await clock.advance(MINUTE)
  t.strictSame(world.done, [], 'who does not answer may have calls')
  world.exchange = 'answers'
  world.calls = []
  await clock.advance(3000)
  t.strictSame(world.done, ['restart-all'])
})

t.test('RST-10 RST-11: at a time within a week, and no other', async (t) => {
  const { clock, world, request } = aPlan()
  for (const at of [clock.now(), clock.now() - 1, clock.now() + 8 * 1440 * MINUTE, undefined]) {
    t.throws(
      () => request({ when: 'at', ...(at !== undefined && { at }) }),
      /within the next seven days/,
    )
  }
  request({ action: 'off', when: 'at', at: clock.now() + 30 * MINUTE })
  await clock.advance(29 * MINUTE)
  t.strictSame(world.done, [])
  await clock.advance(MINUTE + 2000)
  t.strictSame(world.done, ['host power off'])
})

t.test('SECURITY 22: an emergency call is not cut off, whatever was planned', async (t) => {
  for (const when of ['now', 'calls-ended'] as const) {
    const { clock, world, plan, request } = aPlan()
    world.calls = [{ program: 'emergency' }, { program: 'extension' }]
    request({ action: 'restart', when })
    await clock.advance(20 * MINUTE)
    t.strictSame([world.done, plan.current?.state], [[], 'emergency'])
    world.calls = []
    await clock.advance(3000)
    t.strictSame(world.done, ['host power restart'])
  }
})

t.test('one plan at a time; calls that never end end it after a day', async (t) => {
  const { clock, world, plan, request } = aPlan()
  world.calls = [{ program: 'extension' }]
  request({ when: 'calls-ended' })
  t.throws(() => request({}), { code: 'refused' })
  await clock.advance(1441 * MINUTE)
  t.match(plan.current, { state: 'failed', why: 'Calls did not end for a day.' })
  t.strictSame(world.raised, [])
  world.calls = []
  request({})
  await clock.advance(GRACE_MS + 2000)
  t.strictSame(world.done, ['restart-all'], 'one that failed is in nobody’s way')
})

t.test('a machine that is no appliance says so, and goes on', async (t) => {
  const { clock, world, plan, request } = aPlan()
  world.isImage = false
  request({ action: 'off' })
  await clock.advance(GRACE_MS + 2000)
  t.match(plan.current, { state: 'failed', why: 'Not here.' })
  t.strictSame(world.done, [])
})

t.test('an exchange that does not run has no calls to wait for', async (t) => {
  const { clock, world, request } = aPlan()
  world.exchange = 'not-running'
  request({ when: 'calls-ended' })
  await clock.advance(GRACE_MS + 2000)
  t.strictSame(world.done, ['restart-all'])
})

t.test('what the verb is handed is checked', async (t) => {
  for (const wrong of [undefined, 7, {}, { action: 'explode', when: 'now' }, { action: 'off' }]) {
    t.throws(() => readPowerRequest(wrong), CommandError)
  }
  t.strictSame(
    readPowerRequest({ action: 'off', when: 'at', at: Number.NaN, by: 7, from: 'x'.repeat(500) }),
    {
      action: 'off',
      when: 'at',
      by: '',
      from: 'x'.repeat(128),
    },
  )
})
