import t from 'tap'
import { CALLS } from '../store/power/day-work.ts'
import { cannotRecord, powerCuts } from '../store/power/trials.ts'

const A_DAY = 2000 // calls
/** MB a day, the budget (DESIGN §4): a count that no machine's speed moves. */
const MOST = 150

t.setTimeout(900_000)

t.test(
  'DESIGN §4 a day of 2,000 calls writes at most 150 MB to the flash',
  { skip: cannotRecord() ?? false },
  async (t) => {
    const { bytes } = await powerCuts(t, { work: 'day', seed: 1, cuts: 0 })
    const day = (bytes / CALLS / 1e6) * A_DAY
    t.comment(`${day.toFixed(0)} MB a day ; ${bytes} octets for ${CALLS} calls`)
    t.ok(day > 10, 'something was counted')
    t.ok(day <= MOST, `${day} MB`)
  },
)
