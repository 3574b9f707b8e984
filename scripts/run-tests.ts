/**
 * Runs the test suite and says how it went: one line a file, all of a failure, what was skipped and why, and at the very
 * end `N passed, N failed` (assertions). `--long` runs test/long instead; file names run these files only.
 * Exits 0 only if something ran and nothing failed.
 */
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Summary } from './tap-report.ts'
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

async function runTap(): Promise<Summary & { readonly code: number }> {
  const tap = spawn('tap', ['run', '--reporter=tap', ...options, ...files], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { NODE_COMPILE_CACHE: resolve('build/compile-cache'), ...process.env }, // a third of what a short file takes
  })
  const ended = new Promise<number>((resolve) => tap.on('close', (code) => resolve(code ?? 1)))
  const summary = await readTap(createInterface({ input: tap.stdout }), (line) => console.log(line))
  return { ...summary, code: await ended }
}

// Without a file to run tap would look for some itself.
const { passed, failed, skipped, code } =
  files.length > 0 ? await runTap() : { passed: 0, failed: 0, skipped: [], code: 1 }

for (const skip of skipped) console.log(`skipped: ${skip}`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = code || (passed > 0 && failed === 0 ? 0 : 1)
