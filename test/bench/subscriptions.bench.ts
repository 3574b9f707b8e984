/** 5,000 lamps that watch 100 telephones of which some call: CPU of a NOTIFY in all our processes, beside the calls that cause it. */
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { freePort } from '../../firmware/demo/free-ports.ts'
import { crowd } from './load/crowd.ts'
import { cpuOf, MeasuredOffice, print } from './load/measured-office.ts'

const PHONES = 100
const LAMPS = 50 // of each telephone
const CALLS = 250
const CALL_RATE = 10 // a second: each changes the state of two telephones some five times

const office = await MeasuredOffice.start(PHONES, 'registrations')
try {
  const call = (count: number) =>
    office.order('call', office.callers, { count, rate: CALL_RATE, holdMs: 200 })
  await call(CALLS)
  const alone = await office.cpuOfEach(() => call(CALLS))

  const { address, port } = office.server.sip
  const watching = crowd({
    kind: 'subscribe',
    server: { address, port },
    port: await freePort(),
    phones: office.phones.flatMap(({ user, password }, from) =>
      Array.from({ length: LAMPS }, (_, n) => ({
        user,
        password,
        calls: office.phones[(from + n) % PHONES]?.user ?? user,
      })),
    ),
    count: PHONES * LAMPS,
    rate: 400,
    most: 40,
    again: true,
    lastsMs: 60_000,
  })
  await systemClock.sleep(30_000) // all have subscribed
  const pids = await office.pids()
  const before = cpuOf(pids)
  const begunAt = systemClock.uptime()
  const { done } = await call(CALLS)
  await systemClock.sleep(2000)
  const [us, seconds] = [cpuOf(pids) - before, (systemClock.uptime() - begunAt) / 1000]
  const { notified, done: subscribed } = await watching
  const notifies = notified - subscribed // each subscription begins with one
  print(
    'subscriptions; NOTIFYs a second',
    `${subscribed}; ${(notifies / seconds).toFixed(0)}`,
    'none',
  )
  print(
    'CPU of a NOTIFY and its answer',
    `${((us - alone * done) / notifies).toFixed(0)} µs`,
    'none',
  )
  print('CPU in all', `${(us / seconds / 10_000).toFixed(0)} %`, 'none')
} finally {
  await office.stop()
}
