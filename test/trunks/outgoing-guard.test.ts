import t from 'tap'
import type { Leg } from '../../firmware/calls/leg.ts'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { dialledNumber, outsideNumber } from '../../firmware/model/party-number.ts'
import { route } from '../../firmware/numbers/dial-plan.ts'
import type {
  GuardRules,
  OutgoingGuardOptions,
  Payer,
} from '../../firmware/trunks/outgoing-guard.ts'
import { OutgoingGuard } from '../../firmware/trunks/outgoing-guard.ts'
import { aSpace } from '../numbers/a-space.ts'

const RULES: GuardRules = {
  outsideCalls: 'national',
  nightCalls: 'as-by-day',
  nightBegins: '20:00',
  nightEnds: '06:00',
  nightWeekends: false,
  outsideAtOnce: 2,
  outsideMinutes: 10,
  distantNumbers: 2,
}
const ANN: Payer = { id: 'ann', name: '201', level: 'as-office' }
const MINUTE = 60_000
const NOON = Date.UTC(2026, 10, 23, 17) // a Monday, 12:00 in New York

/** The number as somebody dials it after the digit for outside calls. */
function number(dialled: string) {
  const { target } = route(dialledNumber(`9${dialled}`), aSpace([]))
  if (target.kind !== 'outside') throw new Error(`${dialled} is no outside number`)
  return target.number
}
const TOWN = number('5855550100')
const FREE = number('8005550100')
const LONDON = number('011442071234567')
const PARIS = number('01133142345678')
const CARIBBEAN = number('8095550100')
const CHAT = number('19005550100')

function aGuard(rules: Partial<GuardRules> = {}, options: Partial<OutgoingGuardOptions> = {}) {
  const clock = new VirtualClock(NOON)
  const alarms: string[] = []
  const guard = new OutgoingGuard({
    clock,
    rules: () => ({ ...RULES, ...rules }),
    zone: () => 'America/New_York',
    alarm: ({ name }, blocked) => alarms.push(`${name} ${blocked ?? 'over'}`),
    ...options,
  })
  let legs = 0
  const calls = (to = TOWN, payer = ANN) => {
    const leg = { id: `1-1-1.${++legs}`, party: to, phase: 'calling' } as {
      -readonly [K in keyof Leg]: Leg[K]
    }
    guard.began(leg, payer)
    const becomes = (phase: Leg['phase']) => {
      leg.phase = phase
      guard.changed(leg, () => payer)
    }
    return { leg, answers: () => becomes('answered'), ends: () => becomes('released') }
  }
  return { clock, guard, alarms, calls }
}

t.test(
  'SECURITY row 10 abroad and premium rate are barred until somebody allows them',
  async (t) => {
    const { guard } = aGuard()
    for (const to of [TOWN, FREE]) t.equal(guard.judge(ANN, to), undefined)
    for (const to of [LONDON, CARIBBEAN, CHAT]) t.equal(guard.judge(ANN, to), 'level')
    const abroad = { ...ANN, level: 'international' } as const
    for (const to of [TOWN, LONDON, CARIBBEAN]) t.equal(guard.judge(abroad, to), undefined)
    t.equal(guard.judge(abroad, CHAT), 'level')
    t.equal(guard.judge({ ...ANN, level: 'premium' }, CHAT), undefined)
    t.equal(guard.judge({ ...ANN, level: 'none' }, TOWN), 'level')
    t.equal(guard.judge(undefined, TOWN), 'nobody', 'whoever is no telephone of ours')
  },
)

t.test(
  'SECURITY row 10 at night, and on weekends where it is set so, less is possible',
  async (t) => {
    const rules = {
      outsideCalls: 'international',
      nightCalls: 'national',
      nightWeekends: true,
    } as const
    const { guard, clock } = aGuard(rules)
    const at = async (hours: number) => {
      await clock.advance(hours * 60 * MINUTE)
      return guard.judge(ANN, LONDON)
    }
    t.equal(await at(0), undefined, 'Monday, noon')
    t.equal(await at(7.9), undefined, '19:54')
    t.equal(await at(0.2), 'night', '20:06')
    t.equal(guard.judge(ANN, TOWN), undefined)
    t.equal(await at(9.8), 'night', '05:54')
    t.equal(await at(0.2), undefined, '06:06')
    t.equal(await at(4 * 24 + 6), 'night', 'Saturday, noon')
    const none = aGuard({ nightCalls: 'none', nightBegins: '09:00', nightEnds: '17:00' })
    t.equal(none.guard.judge(ANN, TOWN), 'night', 'within one day too')
  },
)

t.test('SECURITY row 10 an extension has so many outside calls at once', async (t) => {
  const { guard, alarms, calls } = aGuard()
  const [first, second] = [calls(), calls(FREE)]
  t.equal(guard.judge(ANN, TOWN), 'at-once')
  t.equal(
    guard.judge(ANN, TOWN, [second.leg]),
    undefined,
    'the legs of the call itself do not count',
  )
  t.equal(guard.judge({ ...ANN, id: 'ben' }, TOWN), undefined, 'each extension has its own')
  first.ends()
  t.equal(guard.judge(ANN, TOWN), undefined)
  t.strictSame(alarms, ['201 true', '201 over'])
})

t.test(
  'SECURITY row 10 an extension has so many minutes a day: an alarm first, then a block',
  async (t) => {
    const { guard, alarms, calls, clock } = aGuard()
    const call = calls()
    await clock.advance(30 * MINUTE)
    t.equal(guard.judge(ANN, TOWN), undefined, 'ringing costs nothing')
    call.answers()
    await clock.advance(8 * MINUTE)
    call.ends()
    t.strictSame(alarms, ['201 false'], 'at 80 %')
    const free = calls(FREE)
    free.answers()
    await clock.advance(60 * MINUTE)
    free.ends()
    t.equal(guard.judge(ANN, TOWN), undefined, 'toll-free numbers cost nothing')
    const next = calls()
    next.answers()
    await clock.advance(2 * MINUTE)
    t.equal(guard.judge(ANN, TOWN), 'minutes', 'a call that goes on counts')
    t.equal(guard.judge(ANN, FREE), undefined)
    t.equal(guard.judge(ANN, outsideNumber('911', 'emergency')), undefined, 'SECURITY row 22')
    t.strictSame(alarms, ['201 false', '201 true'])
    next.ends()
    await clock.advance(12 * 60 * MINUTE)
    t.equal(guard.judge(ANN, TOWN), undefined, 'another day')
    guard.reconsider()
    t.equal(alarms.at(-1), '201 over')
  },
)

t.test('SECURITY row 10 an extension calls so many numbers abroad a day', async (t) => {
  const { guard, calls } = aGuard({ outsideCalls: 'international' })
  calls(LONDON).ends()
  calls(PARIS).ends()
  t.equal(guard.judge(ANN, CARIBBEAN), 'numbers')
  t.equal(guard.judge(ANN, LONDON), undefined, 'the same again')
  t.equal(guard.judge(ANN, TOWN), undefined)
  const { guard: unlimited, calls: more } = aGuard({ outsideCalls: 'premium', distantNumbers: 0 })
  for (const to of [LONDON, PARIS, CARIBBEAN]) more(to).ends()
  t.equal(unlimited.judge(ANN, CHAT), undefined)
})

t.test('what was spent, and what is being spent, outlives the exchange', async (t) => {
  const before = aGuard()
  const over = before.calls()
  over.answers()
  await before.clock.advance(4 * MINUTE)
  over.ends()
  const on = before.calls(TOWN)
  on.answers()
  const kept = structuredClone(before.guard.spending.snapshot())

  const { guard, clock } = aGuard({}, { kept })
  await clock.advance(5 * MINUTE)
  t.equal(guard.spending.minutesOf('ann'), 4)
  guard.spending.adopt({ ...on.leg, phase: 'answered' } as Leg)
  t.equal(guard.spending.callsOf('ann', []), 1)
  t.equal(guard.spending.minutesOf('ann'), 5, 'from its answer on')
})
