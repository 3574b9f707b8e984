import { statfsSync } from 'node:fs'
import { EX_CONFIG, EX_DATAERR, SetupError } from '../setup-error.ts'
import { asMessage, type Message, type Text } from '../words/message.ts'
import { message, say } from '../words/say.ts'

export type StoreErrorCode =
  | 'corrupt' // a checksum or a chain of numbers is wrong
  | 'full' // no space left
  | 'read-only' // the file system or the rights forbid writing
  | 'lock' // the lock file cannot be written
  | 'missing' // nothing there yet, and we may not make it
  | 'key' // the unit key is missing, unreadable or another unit's
  | 'newer' // written by a later version
  | 'io' // anything else that the world did

/** The world failed the store. The message names the file or key; the remedy says what to do. */
export class StoreError extends SetupError {
  readonly code: StoreErrorCode
  override readonly exitCode: number
  /** Text and remedy for any language; message and `remedy` are English. */
  readonly said: Message

  constructor(code: StoreErrorCode, text: Text, remedy: Text, cause?: unknown) {
    super(say('en', text), say('en', remedy), cause === undefined ? undefined : { cause })
    this.name = 'StoreError'
    this.code = code
    this.exitCode = code === 'corrupt' ? EX_DATAERR : EX_CONFIG
    this.said = message('store.error', { text: asMessage(text), remedy: asMessage(remedy) })
  }
}

const OUT_OF_SPACE: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG', 28, 122, 27]
const FORBIDDEN: readonly unknown[] = ['EROFS', 'EACCES', 'EPERM', 30, 13, 1]

/** An error of the file system or of LMDB (which gives errno as a number), in words that name the path. */
export function worldError(error: unknown, path: string): StoreError {
  if (error instanceof StoreError) return error
  const code: unknown = (error as { code?: unknown }).code
  const text = error instanceof Error ? error.message : String(error)
  if ((code === 5 || code === 'EIO') && isFull(path)) return worldError({ code: 'ENOSPC' }, path)
  if (OUT_OF_SPACE.includes(code) || /no space left|file too large/i.test(text)) {
    return new StoreError('full', message('store.full', { path }), 'Free some space there.', error)
  }
  if (FORBIDDEN.includes(code) || /permission denied|read-only file system/i.test(text)) {
    const remedy = 'Make it writable for this user, or set STROWGER_DATA to a directory that is.'
    return new StoreError('read-only', message('store.read-only', { path }), remedy, error)
  }
  return new StoreError(
    'io',
    message('store.io', { path, why: text }),
    'Check the disk and the file.',
    error,
  )
}

/** LMDB calls a half-written page an input/output error, also where the reason is a full disk. */
function isFull(path: string): boolean {
  const { bavail, bsize } = statfsSync(path)
  return bavail * bsize < 1_000_000
}

/** Whether an error is the file system's own (and not a mistake of ours). */
export function isWorldError(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code === 'string') return /^E[A-Z]+$/.test(code)
  if (typeof code === 'number') return true
  return /no space left|file too large|MDB_|input\/output error/i.test(String(message))
}
