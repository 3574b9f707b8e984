/**
 * Runs the test suite and says how it went: one line a file, all of a failure, what was skipped and why, and at the very
 * end `N passed, N failed` (assertions). `--long` runs test/long instead; file names run these files only.
 * A few files of the whole product that failed run once more, alone: telephones, timers and audio live in real time, and a machine that stood still
 * tears holes into them. What passes only then is named in the summary, for it is a defect to be found: of the test, or a race of the product.
 * Exits 0 only if something ran and nothing failed.
 */
import { spawn } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Summary } from './tap-report.ts'
import { readTap } from './tap-report.ts'

type Run = Summary & { readonly code: number }

const LONG_TEST_SECONDS = 3 * 3600
/** Whole products, or parts of them with real peers. */
const IN_REAL_TIME = /^test\/(integration|e2e|cli|hal|forwarding)\//
const AGAIN_AT_MOST = 4

const named = process.argv.slice(2).filter((word) => word !== '--long')
const long = process.argv.includes('--long')
const files = named.length > 0 ? named : filesOf(long)
const PROGRAM = fileURLToPath(new URL('tap-files.ts', import.meta.url))
const usual = {
  jobs: setting('jobs'),
  seconds: setting('timeout'),
}

function filesOf(wantLong: boolean): string[] {
  return globSync('test/**/*.test.ts')
    .filter((file) => file.startsWith('test/long/') === wantLong)
    .filter((file) => !file.includes('/fixtures/'))
    .sort()
}

/** What .taprc says. */
function setting(name: string): number {
  return Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(readFileSync('.taprc', 'utf8'))?.[1])
}

async function runTap(
  files: readonly string[],
  { jobs, seconds }: { readonly jobs: number; readonly seconds: number },
): Promise<Run> {
  const tap = spawn(process.execPath, [PROGRAM, String(jobs), String(seconds), ...files], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { NODE_COMPILE_CACHE: resolve('build/compile-cache'), ...process.env }, // a third of what a short file takes
  })
  const ended = new Promise<number>((resolve) => tap.on('close', (code) => resolve(code ?? 1)))
  const summary = await readTap(createInterface({ input: tap.stdout }), (line) => console.log(line))
  return { ...summary, code: await ended }
}

/** What a run amounts to after its failures in real time have had another chance. */
async function secondChance(first: Run): Promise<Run> {
  const { failedFiles } = first
  const all = failedFiles.length > 0 && failedFiles.length <= AGAIN_AT_MOST
  if (long || !all || !failedFiles.every((file) => IN_REAL_TIME.test(file))) return first
  console.log(`once more, alone: ${failedFiles.join(', ')}`)
  const again = await runTap(failedFiles, { ...usual, jobs: 1 })
  const mended = failedFiles.filter((file) => !again.failedFiles.includes(file))
  for (const file of mended) console.log(`passed only alone, look into it: ${file}`)
  return { ...again, passed: first.passed, skipped: first.skipped }
}

// Without a file to run tap would look for some itself.
const first =
  files.length > 0
    ? await runTap(files, long ? { jobs: 1, seconds: LONG_TEST_SECONDS } : usual)
    : { passed: 0, failed: 0, failedFiles: [], skipped: [], code: 1 }
const { passed, failed, skipped, code } = await secondChance(first)

for (const skip of skipped) console.log(`skipped: ${skip}`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = code || (passed > 0 && failed === 0 ? 0 : 1)
