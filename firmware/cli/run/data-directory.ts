import { closeSync, fsyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { makeDirectories } from '../../make-directories.ts'
import { SetupError } from '../../setup-error.ts'

const LEAST_FREE = 16 * 2 ** 20 // bytes: the store grows in steps of this order

/** Makes the directory if need be, and throws a setup error that names it when it cannot be written to or is full. */
export function checkDataDirectory(path: string): void {
  const probe = join(path, `.probe-${process.pid}`)
  try {
    makeDirectories(path, 0o700)
    const file = openSync(probe, 'w', 0o600)
    try {
      writeSync(file, Buffer.alloc(4096))
      fsyncSync(file)
    } finally {
      closeSync(file)
      rmSync(probe, { force: true })
    }
  } catch (error) {
    throw describe(path, error as NodeJS.ErrnoException)
  }
  const { bavail, bsize } = statfsSync(path)
  if (bavail * bsize < LEAST_FREE) {
    const free = Math.floor((bavail * bsize) / 2 ** 20)
    throw new SetupError(
      `The data directory ${path} has only ${free} MB free.`,
      'Free some space there, or set STROWGER_DATA to another directory.',
    )
  }
}

function describe(path: string, error: NodeJS.ErrnoException): SetupError {
  const why: Record<string, string> = {
    ENOSPC: 'is full',
    EDQUOT: 'is full: the quota of this user is used up',
    EROFS: 'is on a read-only file system',
    EACCES: 'may not be written by this user',
    EPERM: 'may not be written by this user',
    ENOTDIR: 'is below something that is no directory',
    EEXIST: 'is no directory',
  }
  const reason = why[error.code ?? ''] ?? `cannot be used: ${error.message}`
  return new SetupError(
    `The data directory ${path} ${reason}.`,
    'Mend that, or set STROWGER_DATA to another directory.',
    { cause: error },
  )
}
