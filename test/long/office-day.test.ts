import { availableParallelism, loadavg } from 'node:os'
import t from 'tap'
import { Traffic } from '../virtual/traffic.ts'

// The whole day again: SEED=1234 npx tap test/long/office-day.test.ts
const seed = Number(process.env.SEED) || Math.floor(Math.random() * 2 ** 31)
const HOURS = 24

t.test(`DESIGN §10 a day of office traffic without a stuck port, seed ${seed}`, async (t) => {
  const traffic = await Traffic.open(seed)
  await using office = traffic.office
  const before = process.cpuUsage()
  await traffic.hours(HOURS)
  const { user, system } = process.cpuUsage(before)
  const minutes = (user + system) / 60e6
  t.comment(`${(HOURS / minutes).toFixed(1)} virtual hours a minute of CPU`)
  t.comment(`load ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`)
  t.comment(JSON.stringify({ calls: traffic.calls, ...traffic.watch.counts }))
  t.comment(
    JSON.stringify({ ...traffic.trouble.counts, ...Object.fromEntries(office.diary.warnings) }),
  )
  t.ok(traffic.calls > 2000, `${traffic.calls} calls`)
  t.ok(traffic.closings >= 70, 'everybody went home now and then, and nothing was left')
})
