import t from 'tap'
import { cannotRecord, powerCuts } from '../store/power/trials.ts'

const SKIP = { skip: cannotRecord() ?? false }
const CUTS = { 'busy office': 1000, update: 150, restore: 150 }

t.setTimeout(3_600_000)

for (const [work, cuts] of Object.entries(CUTS)) {
  t.test(
    `${work}: the power fails at ${cuts} moments, and nothing promised is lost`,
    SKIP,
    async (t) => {
      const seed = Number(process.env.POWER_SEED ?? 2026)
      const trial = await powerCuts(t, { work, seed, cuts })
      const { lossy, writes, flushes, complaints, wrong } = trial
      t.comment(
        `seed ${seed}: ${writes} writes, ${flushes} flushes; ${lossy} cuts met unflushed writes`,
      )
      t.strictSame(complaints, [])
      t.equal(wrong, 0)
      t.equal(trial.cuts, cuts)
      t.ok(lossy > cuts / 10)
    },
  )
}
