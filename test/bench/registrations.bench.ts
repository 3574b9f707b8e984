/** CPU of a registration in all our processes: challenged each time (two requests), and refreshed with the nonce known (one). */
import { MeasuredOffice, print } from './load/measured-office.ts'

const PHONES = 120
const WARM = 4000
const COUNT = 8000
const RATE = 800 // a second

const office = await MeasuredOffice.start(PHONES, 'registrations')
try {
  for (const again of [false, true]) {
    const run = (count: number) =>
      office.order('register', office.phones, { count, rate: RATE, again })
    await run(WARM)
    const each = await office.cpuOfEach(() => run(COUNT))
    const what = again ? 'refresh with the known nonce' : 'registration with a challenge'
    print(`CPU of a ${what}`, `${each.toFixed(0)} µs`, again ? 'none' : '200 µs')
    print(`  a second and core`, (1e6 / each).toFixed(0), again ? 'none' : '5,000')
  }
} finally {
  await office.stop()
}
