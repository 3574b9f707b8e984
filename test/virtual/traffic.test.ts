import t from 'tap'
import { Traffic } from './traffic.ts'

const SEED = 20261122

t.test('an hour of people, faults and crashes leaves nothing behind', async (t) => {
  const traffic = await Traffic.open(SEED)
  await using _office = traffic.office
  await traffic.hours(1)
  t.ok(traffic.calls > 100, `${traffic.calls} calls`)
  t.ok(traffic.watch.counts.heard > 100, 'many were listened to')
  t.ok(traffic.watch.counts.kept > 1000, 'and no stranger was heard')
  t.ok(traffic.trouble.counts.faults > 5)
})

t.test('the same seed makes the same hour', async (t) => {
  const days: string[] = []
  for (let day = 0; day < 2; day++) {
    const traffic = await Traffic.open(SEED + 1)
    await using office = traffic.office
    await traffic.hours(0.4)
    days.push(`${office.uptime}\n${office.diary.tail}`)
  }
  t.equal(days[0], days[1])
})
