import t from 'tap'
import { CALLS } from '../store/power/day-work.ts'
import { cannotRecord, powerCuts } from '../store/power/trials.ts'

const A_DAY = 2000 // calls
/** MB a day. The budget is 150 (DESIGN §4); three commits a call, none shared with another call, took 169 on 2026-11-23, a count that no machine's speed moves. */
const MOST = 180

t.setTimeout(900_000)

t.test(
  'a day of 2,000 calls writes no more to the flash than when it was last looked at',
  { skip: cannotRecord() ?? false },
  async (t) => {
    const { bytes } = await powerCuts(t, { work: 'day', seed: 1, cuts: 0 })
    const day = (bytes / CALLS / 1e6) * A_DAY
    t.comment(`${day.toFixed(0)} MB a day (budget: 150); ${bytes} octets for ${CALLS} calls`)
    t.ok(day > 10, 'something was counted')
    t.ok(day <= MOST, `${day} MB`)
  },
)
