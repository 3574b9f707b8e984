/**
 * From Save on a page to what the exchange does, with calls running: a number is added over HTTPS, and the exchange is asked where it leads
 * until it knows. Budget 100 ms. Run: node test/bench/change.bench.ts [changes] [calls]
 */
import { performance } from 'node:perf_hooks'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { Administrator } from './load/administrator.ts'
import { MeasuredOffice, print } from './load/measured-office.ts'

const PHONES = 120
const changes = Number(process.argv[2] ?? 60)
const calls = Number(process.argv[3] ?? 200)
const CALLS_A_SECOND = 20
const BUDGET_MS = 100
const PATIENCE_MS = 10_000
const BETWEEN_MS = 100

const office = await MeasuredOffice.start(PHONES, 'registrations')
try {
  const { server } = office
  const administrator = await Administrator.of(server)
  const traffic = office.order('call', office.callers, {
    ...{ count: calls, rate: CALLS_A_SECOND, most: calls, holdMs: 5000 },
  })
  await systemClock.sleep(2000)
  const times: number[] = []
  const saved: number[] = []
  for (let n = 0; n < changes; n++) {
    const number = String(5000 + n)
    const before = performance.now()
    await administrator.ask('POST', '/config/extensions', { number })
    saved.push(performance.now() - before)
    await known(number, before)
    times.push(performance.now() - before)
    await systemClock.sleep(BETWEEN_MS)
  }
  const { done, failed } = await traffic
  console.log(`${done} calls meanwhile, ${failed} failed`)
  print('from Save to its answer, median', `${at(saved, 0.5)} ms`, 'none')
  print('from Save to its effect in the exchange, median', `${at(times, 0.5)} ms`, 'none')
  print('  of a hundred the slowest but one', `${at(times, 0.99)} ms`, `${BUDGET_MS} ms`)
} finally {
  await office.stop()
}

/** Resolves when the exchange would put a call to this number through. */
async function known(number: string, since: number): Promise<void> {
  while (performance.now() - since < PATIENCE_MS) {
    const { target } = (await office.server.ask('exchange', 'explain', { digits: number })) as {
      target: { kind: string }
    }
    if (target.kind === 'extension') return
  }
  throw new Error(`after ${PATIENCE_MS} ms the exchange does not know ${number}`)
}

function at(times: readonly number[], part: number): string {
  const sorted = times.toSorted((a, b) => a - b)
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1)
}
