import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Program } from '../program.ts'
import { condition } from '../words/condition.ts'

const RESTORE = fileURLToPath(new URL('../store/restore-main.ts', import.meta.url))
const LONGEST_MS = 60_000

/** A rescue file's name, and nothing else: no path comes in by it. */
export const SNAPSHOT_NAME = /^revision-\d{1,12}\.json$/

/** Puts that rescue file in the place of the configuration, while no process uses it. What does not work leaves what was, and is told. */
export function restoreSnapshot({ environment, log, raise, clear }: Program, file: string): void {
  try {
    execFileSync(process.execPath, [RESTORE, environment.data, file], {
      timeout: LONGEST_MS,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    clear('restore-failed')
    log.warn({ file }, 'the configuration was restored from a snapshot')
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer }
    const why = stderr?.toString('utf8').trim().slice(0, 200) || (error as Error).message
    log.error({ file, why }, 'the snapshot could not be restored')
    raise(condition('restore-failed', { why }))
  }
}
