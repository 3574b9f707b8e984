import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { DATA_NAMES, RESETS_LOG } from '../data-directory.ts'

/** Who asked for it, and when. */
export interface Reset {
  /** UTC in milliseconds since 1970. */
  readonly at: number
  /** The login, or what stands for it. */
  readonly by: string
  /** `console`, or an address. */
  readonly from: string
}

interface Directories {
  readonly data: string
  readonly run: string
}

const mark = (data: string) => join(data, 'reset.pending')

/** From here on there is no way back, not by a power cut either: the next start ends what this one began. */
export function beginReset({ data }: Directories, reset: Reset): void {
  const draft = `${mark(data)}.new`
  mkdirSync(data, { recursive: true, mode: 0o770 })
  const file = openSync(draft, 'w', 0o600)
  try {
    writeSync(file, JSON.stringify(reset))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(draft, mark(data))
  syncDirectory(data)
}

export function resetIsPending({ data }: Directories): boolean {
  return existsSync(mark(data))
}

/**
 * Erases what FDEF-3 says: all settings, users, files and records. To be called when no process uses them. The unit makes itself a new key,
 * a new administrator and a new opening office when it starts.
 */
export function finishReset({ data, run }: Directories): Reset {
  const reset = readMark(data)
  const erase = (path: string) => rmSync(path, { recursive: true, force: true })
  for (const name of DATA_NAMES) erase(join(data, name))
  erase(join(run, 'hot')) // the journal of calls that are no more
  appendFileSync(join(data, RESETS_LOG), `${JSON.stringify(reset)}\n`, { mode: 0o600 })
  syncDirectory(data)
  erase(mark(data)) // last: a power cut before this begins again
  syncDirectory(data)
  return reset
}

function readMark(data: string): Reset {
  try {
    return JSON.parse(readFileSync(mark(data), 'utf8'))
  } catch {
    return { at: 0, by: 'unknown', from: 'unknown' } // renamed into place whole, so this is a worn-out disk
  }
}

function syncDirectory(path: string): void {
  const directory = openSync(path, 'r')
  try {
    fsyncSync(directory)
  } finally {
    closeSync(directory)
  }
}
