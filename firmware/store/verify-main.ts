/**
 * Checks the store of the data directory that the first argument names, for the process that the second one names and no longer than it lives; a process
 * of its own, because damage may end it. Prints one line of JSON, {"values", "damage"}; exit code 0: all is well, 3: something is damaged, anything else: it could not look.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { dieWithParent } from '../processes/die-with-parent.ts'
import { checkRecords } from '../records/check-records.ts'
import { LmdbEnvironment } from './lmdb-environment.ts'
import { RECORDS_FORMAT } from './record-tables.ts'
import { type Verdict, verifyConfig } from './verify.ts'

const [data, parent] = process.argv.slice(2)
if (data === undefined || parent === undefined) {
  process.stderr.write('usage: verify-main.ts DATA-DIRECTORY PARENT-PID\n')
  process.exit(2)
}
dieWithParent(Number(parent))
const verdicts = [verifyConfig(data), verifyRecords(join(data, 'records', RECORDS_FORMAT))]
const values = verdicts.reduce((sum, verdict) => sum + verdict.values, 0)
const damage = verdicts.flatMap((verdict) => verdict.damage)
process.stdout.write(`${JSON.stringify({ values, damage })}\n`)
process.exitCode = damage.length > 0 ? 3 : 0

function verifyRecords(path: string): Verdict {
  if (!existsSync(join(path, 'data.mdb'))) return { values: 0, damage: [] }
  return checkRecords(new LmdbEnvironment({ name: 'records', path, durable: true, readOnly: true }))
}
