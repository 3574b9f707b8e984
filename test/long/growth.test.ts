import t from 'tap'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { MeasuredOffice } from '../bench/load/measured-office.ts'
import type { Memory } from './load/memory-of.ts'
import { memoryOf, PROBED } from './load/memory-of.ts'

/** Calls a second; a slower machine takes longer for as many calls. */
const RATE = 200
/** DESIGN §9: ten minutes of them. Fewer for a look in between. */
const MINUTES = Number(process.env.STROWGER_GROWTH_MINUTES ?? 10)
/** Looks at the memory, and calls between two of them. */
const LOOKS = 5
const BETWEEN = (MINUTES * 60 * RATE) / LOOKS
/** By then the 65,536 dropped IDs that the media process remembers are those of calls, and what the compiler learns it has learned. */
const WARM = 4 * 60 * RATE
const BUDGET_MB = 1
/** The last transactions are forgotten by then, and records are on the disk. */
const LINGER_MS = 40_000
const PHONES = 120

t.setTimeout(3 * 3600 * 1000)

t.test(
  `DESIGN §9 after warm-up exchange and media grow by less than 1 MB over ${MINUTES} minutes of 200 calls/s`,
  async (t) => {
    const office = await MeasuredOffice.start(PHONES, 'registrations', PROBED)
    t.teardown(() => office.stop())
    const looks = { exchange: [] as Memory[], media: [] as Memory[] }
    let [done, failed, ms] = [0, 0, 0]

    const calls = async (count: number) => {
      const outcome = await office.order('call', office.callers, { count, rate: RATE })
      done += outcome.done
      failed += outcome.failed
      ms += outcome.ms
      await systemClock.sleep(LINGER_MS)
    }
    const look = async () => {
      for (const name of ['exchange', 'media'] as const) {
        looks[name].push(await memoryOf(office.server.run, await office.server.pidOf(name)))
      }
    }

    await calls(WARM)
    await look()
    for (let round = 0; round < LOOKS; round++) {
      await calls(BETWEEN)
      await look()
    }
    t.equal(failed, 0, `of ${done} calls, ${((done * 1000) / ms).toFixed(0)} a second`)
    for (const [name, [first, ...others]] of Object.entries(looks)) {
      const all = [first, ...others].map((memory) => memory?.objects.toFixed(2)).join(', ')
      const native = [first, ...others].map((memory) => memory?.native.toFixed(1)).join(', ')
      t.comment(`${name}: objects ${all} MB; besides ${native} MB`)
      const growth = (others.at(-1)?.objects ?? Number.NaN) - (first?.objects ?? Number.NaN)
      t.ok(growth < BUDGET_MB, `${name} grew by ${growth.toFixed(2)} MB`)
    }
  },
)
