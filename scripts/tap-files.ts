/**
 * Runs test files as tap's own runner does, and prints the same: `tap-files.ts JOBS SECONDS FILE...`. Node strips the types itself here, so that none
 * of the runner's loaders is started with each file, which is most of what a short one costs.
 */
import { t } from 'tap'

const [jobs, seconds, ...files] = process.argv.slice(2)
const limit = Number(seconds)
const env = { ...process.env, TAP_TIMEOUT: String(limit) }
t.jobs = Number(jobs)
t.setTimeout(0)
for (const file of files) {
  t.spawn(process.execPath, [file], { buffered: true, timeout: limit * 1000, env }, file)
}
