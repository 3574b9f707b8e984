/**
 * The whole product under load: CPU of a call in all our processes together, with and without digest on INVITE, beside Kamailio as a mere
 * proxy in the same run; memory idle, for each call that is on, and its growth (DESIGN §9). BENCH_MINUTES=10 lets it grow longer.
 */
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { callThroughKamailio } from './load/kamailio.ts'
import { MeasuredOffice, print, total } from './load/measured-office.ts'

const PHONES = 120 // half of them call
const CALLS = 6000
const WARM = 4000 // calls before, for the compiler
const RATE = 300 // calls/s: busy, so that wake-ups are shared as they are under load
const STANDING = 300 // calls at the same time, for their memory
const GROWTH_RATE = 200
const GROWTH_MINUTES = Number(process.env.BENCH_MINUTES ?? 1)

for (const trust of ['registrations', 'registrations-and-invites'] as const) {
  const office = await MeasuredOffice.start(PHONES, trust)
  try {
    await measure(office, trust === 'registrations')
  } finally {
    await office.stop()
  }
}
const proxied = await callThroughKamailio(CALLS, RATE)
print(
  'CPU of a call through Kamailio as a mere proxy',
  typeof proxied === 'number' ? `${proxied.toFixed(0)} µs` : proxied,
  'none',
)

async function measure(office: MeasuredOffice, isTrusted: boolean): Promise<void> {
  if (isTrusted) await idle(office)
  const call = (count: number) => office.order('call', office.callers, { count, rate: RATE })
  await call(WARM)
  const each = await office.cpuOfEach(() => call(CALLS))
  const what = isTrusted ? 'no digest on INVITE' : 'digest on INVITE'
  print(
    `CPU of a call, set-up and tear-down, ${what}`,
    `${each.toFixed(0)} µs`,
    isTrusted ? '600 µs' : '1,000 µs',
  )
  print(`calls/s a core, ${what}`, (1e6 / each).toFixed(0), isTrusted ? '1,600' : 'none')
  if (!isTrusted) return
  await standing(office)
  await growth(office)
}

async function idle(office: MeasuredOffice): Promise<void> {
  await systemClock.sleep(8000) // what starts up has started, and tidied up
  const memory = await office.memory()
  const each = [...memory].map(([name, megabytes]) => `${name} ${megabytes.toFixed(0)}`).join(', ')
  print('memory idle, all processes (PSS)', `${total(memory).toFixed(0)} MB`, `200 MB: ${each}`)
}

async function standing(office: MeasuredOffice): Promise<void> {
  const before = total(await office.memory())
  const on = office.order('call', office.callers, {
    ...{ count: STANDING, rate: 60, most: STANDING, holdMs: 15_000 },
  })
  await systemClock.sleep(12_000)
  const kilobytes = ((total(await office.memory()) - before) * 1000) / STANDING
  await on
  print('memory of a call (PSS)', `${kilobytes.toFixed(0)} kB`, '150 kB')
}

/** What is left of it when the last transaction is forgotten: collected garbage does not count, so half a minute passes. */
async function growth(office: MeasuredOffice): Promise<void> {
  const minute = () =>
    office.order('call', office.callers, { count: GROWTH_RATE * 60, rate: GROWTH_RATE })
  const megabytes: string[] = []
  for (let minutes = 0; minutes <= GROWTH_MINUTES; minutes++) {
    if (minutes > 0) await minute()
    await systemClock.sleep(40_000)
    const memory = await office.memory('Pss_Anon')
    megabytes.push(`${memory.get('exchange')?.toFixed(0)}+${memory.get('media')?.toFixed(0)}`)
  }
  print(
    `exchange+media, MB, after each of ${GROWTH_MINUTES} minutes at ${GROWTH_RATE} calls/s`,
    megabytes.join(' '),
    '1 MB in 10 minutes after warm-up',
  )
}
