/**
 * Puts a rescue file in the place of the configuration, for the supervisor, which opens no store itself. Arguments: DATA directory, FILE (its name
 * there). No process may have the store open. Says what went wrong on standard error.
 */
import { join } from 'node:path'
import { systemClock } from '../clock/system-clock.ts'
import { revisionOf } from './rescue.ts'
import { restoreRescue } from './restore.ts'

const [data = '', file = ''] = process.argv.slice(2)
try {
  if (revisionOf(file) === 0) throw new Error(`${file} is no rescue file.`)
  restoreRescue({ data, file: join(data, 'rescue', file), clock: systemClock })
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 1
}
