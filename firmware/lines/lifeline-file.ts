import { readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Clock, Timer } from '../clock/clock.ts'
import type { RaisedCondition } from '../conditions.ts'
import { checkOperation } from '../gateway/check.ts'
import type { Provision } from '../gateway/provision.ts'
import type { Log } from '../log.ts'
import { makeDirectories } from '../make-directories.ts'
import type { Result } from '../result.ts'
import { ok, refuse } from '../result.ts'
import { syncDirectory, writeDurably } from '../store/durable-file.ts'
import { condition, conditionId } from '../words/condition.ts'

export interface LifelineFileOptions {
  readonly path: string
  readonly clock: Clock
  readonly log: Log
  readonly raise: (condition: RaisedCondition) => void
  readonly clear: (id: string) => void
}

const LONGEST = 256 * 1024 // bytes: 128 lines have 15 KB
const AGAIN_MS = 5000
const NOT_STORED = conditionId('lifeline-not-stored', { path: '', why: '' })
const UNREADABLE = conditionId('lifeline-unreadable', { path: '', why: '' })

/**
 * Settings of lines and the emergency table on the disk, so that the lifeline knows them before the exchange is there. Written when
 * they change, in one step; a disk that cannot be written is a condition and is tried again.
 */
export class LifelineFile {
  readonly #options: LifelineFileOptions
  #stored: Provision | undefined
  #wanted: Provision | undefined
  #again: Timer | undefined

  constructor(options: LifelineFileOptions) {
    this.#options = options
  }

  /** What was kept last; undefined when there is none, or none that can be read. */
  load(): Provision | undefined {
    const { path, log, raise } = this.#options
    const read = readProvision(path)
    if (read.ok) {
      this.#stored = read.value
      return read.value
    }
    log.error({ path, why: read.error }, 'the lifeline table cannot be read')
    raise(unreadable(path, read.error))
    return undefined
  }

  /** Never throws: what cannot be written now is kept in memory and written later. */
  keep(provision: Provision): void {
    this.#wanted = provision
    this.#write()
  }

  stop(): void {
    this.#again?.cancel()
  }

  #write(): void {
    const { path, clock, log, raise, clear } = this.#options
    this.#again?.cancel()
    try {
      if (this.#wanted && !isDeepStrictEqual(this.#wanted, this.#stored)) {
        replaceFile(path, `${JSON.stringify(this.#wanted, null, 1)}\n`)
        this.#stored = this.#wanted
        log.info({ path }, 'lifeline table stored')
      }
      clear(NOT_STORED)
      clear(UNREADABLE)
    } catch (error) {
      log.error({ path, error }, 'the lifeline table cannot be stored')
      raise(notStored(path, error as NodeJS.ErrnoException))
      this.#again = clock.after(AGAIN_MS, () => this.#write())
    }
  }
}

function readProvision(path: string): Result<Provision | undefined> {
  try {
    if (statSync(path).size > LONGEST) return refuse('it is too long')
    return parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return code === 'ENOENT' ? ok(undefined) : refuse(message)
  }
}

function parse(text: string): Result<Provision> {
  const value: unknown = JSON.parse(text)
  const checked = checkOperation({ ...(value as object), op: 'provision' })
  if (!checked.ok) return refuse(checked.error.text)
  const { lines, emergency } = checked.value as Provision
  return ok({ lines, emergency })
}

function replaceFile(path: string, text: string): void {
  const draft = `${path}.new`
  makeDirectories(dirname(path), 0o770)
  rmSync(draft, { force: true })
  try {
    writeDurably(draft, text, 0o640)
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
  syncDirectory(dirname(path))
}

function notStored(path: string, { code, message }: NodeJS.ErrnoException): RaisedCondition {
  return condition('lifeline-not-stored', { path, why: code ?? message })
}

function unreadable(path: string, why: string): RaisedCondition {
  return condition('lifeline-unreadable', { path, why })
}
