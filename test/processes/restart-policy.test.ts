import t from 'tap'
import type { Cause, Plan } from '../../firmware/processes/restart-policy.ts'
import { planRestart } from '../../firmware/processes/restart-policy.ts'

function plans(cause: Cause, readyMs: readonly number[]): Plan[] {
  let failures = 0
  return readyMs.map((ready) => {
    const plan = planRestart(failures, { cause, readyMs: ready })
    failures = plan.failures
    return plan
  })
}
const waits = (cause: Cause, readyMs: readonly number[]) =>
  plans(cause, readyMs).map((p) => p.waitMs)
const never = (times: number) => new Array<number>(times).fill(0)

t.test('a first crash is mended at once, further ones ever later up to 10 s', async (t) => {
  t.strictSame(waits('crashed', never(8)), [0, 250, 500, 1000, 2000, 4000, 8000, 10_000])
})

t.test(
  'a crash loop is told after 4 failures, and after 8 tried every 30 s for ever',
  async (t) => {
    const all = plans('crashed', never(20))
    t.strictSame(
      all.findIndex((plan) => plan.looping),
      4,
    )
    t.ok(all.slice(8).every((plan) => plan.looping && plan.waitMs === 30_000))
  },
)

t.test('a healthy minute wipes the slate', async (t) => {
  t.strictSame(waits('crashed', [0, 0, 0, 60_000, 0]), [0, 250, 500, 0, 250])
})

t.test('one that had worked waits no more than 0.25 s', async (t) => {
  t.strictSame(waits('crashed', [0, 0, 0, 0, 2000]), [0, 250, 500, 1000, 250])
})

t.test('who is killed from outside while at work is back at once, however often', async (t) => {
  t.strictSame(waits('killed', new Array(30).fill(100)), never(30))
  t.strictSame(waits('killed', never(3)), [0, 250, 500], 'but not before it was ready')
})

t.test('what a person must mend is tried every 5 s', async (t) => {
  t.strictSame(waits('setup', never(12)), new Array(12).fill(5000))
})

t.test('a restart that was asked for counts as no failure', async (t) => {
  t.strictSame(plans('asked', never(12)).at(-1), { failures: 0, waitMs: 0, looping: false })
})
