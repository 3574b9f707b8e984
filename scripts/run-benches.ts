/** Runs every test/bench/*.bench.ts, one after the other: each prints its figures beside their budgets (DESIGN §9). */
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'

const wanted = process.argv.slice(2)
const benches = wanted.length > 0 ? wanted : globSync('test/bench/*.bench.ts').sort()

for (const bench of benches) {
  console.log(`\n${bench}`)
  const { status, error } = spawnSync(process.execPath, [bench], { stdio: 'inherit' })
  if (error) console.error(error.message)
  if (status !== 0) process.exitCode = 1
}
if (benches.length === 0) console.log('there is no test/bench/*.bench.ts yet')
