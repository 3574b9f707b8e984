/**
 * Runs the test suite and says how it went: one line a file, all of a failure, what was skipped and why, and at the very
 * end `N passed, N failed` (assertions). `--long` runs test/long instead; file names run these files only.
 * Exits 0 only if something ran and nothing failed.
 */
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { readTap } from './tap-report.ts'

const LONG_TEST_SECONDS = 3 * 3600

const named = process.argv.slice(2).filter((word) => word !== '--long')
const long = process.argv.includes('--long')
const files = named.length > 0 ? named : filesOf(long)
const options = long ? ['--jobs=1', `--timeout=${LONG_TEST_SECONDS}`] : []

function filesOf(wantLong: boolean): string[] {
  return globSync('test/**/*.test.ts')
    .filter((file) => file.startsWith('test/long/') === wantLong)
    .filter((file) => !file.includes('/fixtures/'))
    .sort()
}

const tap = spawn('tap', ['run', '--reporter=tap', ...options, ...files], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
const ended = new Promise<number>((resolve) => tap.on('close', (code) => resolve(code ?? 1)))
const summary = await readTap(createInterface({ input: tap.stdout }), (line) => console.log(line))
const code = await ended

for (const skip of summary.skipped) console.log(`skipped: ${skip}`)
console.log(`${summary.passed} passed, ${summary.failed} failed`)
process.exitCode = code || (summary.passed > 0 && summary.failed === 0 ? 0 : 1)
