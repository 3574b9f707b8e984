import { join } from 'node:path'
import { openLines } from '../../hal/ffi/lines.ts'
import type { LinesEvent, LinesLibrary } from '../../hal/ffi/lines-library.ts'
import { LinesError } from '../../hal/ffi/lines-library.ts'
import type { RaisedCondition } from '../conditions.ts'
import type { Environment } from '../environment.ts'
import { SetupError } from '../setup-error.ts'
import { condition } from '../words/condition.ts'

const LIFELINE_AFTER_MS = 2000 // DESIGN §1

export interface OpenOptions {
  readonly environment: Pick<Environment, 'lines' | 'run'>
  readonly raise: (condition: RaisedCondition) => void
  readonly onEvent: (event: LinesEvent) => void
}

/**
 * Puts the cards of STROWGER_LINES into service. Where the file for their audio cannot be made, without it: no call has sound then,
 * but the lifeline reaches emergency all the same.
 * @throws {SetupError} when a person must mend something first
 */
export function openLibrary({ environment, raise, onEvent }: OpenOptions): LinesLibrary {
  const { lines, run } = environment
  const audioPath = join(run, 'line-audio')
  const open = (path: string) =>
    openLines({ lines, audioPath: path, lifelineAfterMs: LIFELINE_AFTER_MS }, onEvent)
  try {
    return open(audioPath)
  } catch (error) {
    if (!(error instanceof LinesError && isOfFile(error))) throw setupErrorOf(error)
    const library = open('')
    raise(condition('no-audio-file', { path: audioPath, why: error.code }))
    return library
  }
}

/** What the file system answers; the rest is about the cards or the machine. */
function isOfFile({ code }: LinesError): boolean {
  return ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EISDIR', 'ENOTDIR', 'ENOENT'].includes(
    code,
  )
}

/** Starting again would not help where a person must mend something: wrong cards named, a library that is missing or another. */
function setupErrorOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const cause = { cause: error }
  if (!(error instanceof LinesError))
    return new SetupError(error.message, "Run 'make' and start again.", cause)
  if (error.code !== 'EINVAL' && error.code !== 'ENODEV') return error
  return new SetupError(`STROWGER_LINES: ${error.message}.`, 'Set it so, and start again.', cause)
}
