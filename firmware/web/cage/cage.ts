import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Clock } from '../../clock/clock.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { Text } from '../../words/message.ts'
import type { Kind } from './readers.ts'

const PROGRAM = resolve(import.meta.dirname, 'cage-main.ts')
const CODE = resolve(import.meta.dirname, '../../..')
const NOBODY = 65_534
const PATHS = { PATH: '/usr/bin:/bin' }

const LONGEST_MS = 60_000
const MOST_CPU = 20 // seconds
const HEAP_MB = 384 // a file of 2 MB that is all brackets takes 250
const MOST_ANSWERED = 24 * 1024 * 1024 // bytes
const AT_ONCE = 2
const MOST_WAITING = 8

export const TOO_MUCH = 'That file takes more memory or time to read than any should. Split it.'
export const TOO_MANY = 'Other files are being read. Try again in a minute.'
const FAILED = 'That file could not be read. Save it again, and try once more.'

/**
 * Reads a file from outside in a process of its own that lives as long as the file (SECURITY 13). It may read this program's code, and no other
 * file; it may write nothing and start nothing (Node's permissions, which also keep native code out); before it gets the file its limit of open
 * files falls to none, so that it can open no socket and no file either; it is nobody where this process is root; it has no environment, and
 * bounds of memory, CPU and time. What it answers is data of strangers all the same.
 */
export class Cages {
  readonly #clock: Pick<Clock, 'after'>
  readonly #program: string
  #busy = 0
  readonly #waiting: (() => void)[] = []

  /** @param program what runs in the cage; another one only to try its bars */
  constructor(clock: Pick<Clock, 'after'>, program = PROGRAM) {
    this.#clock = clock
    this.#program = program
  }

  /** Plain data as READERS has it, of this kind if nobody has broken the reader; or why not, fit for a person. */
  async read(kind: Kind, given: Uint8Array): Promise<Result<unknown, Text>> {
    if (this.#busy >= AT_ONCE) {
      if (this.#waiting.length >= MOST_WAITING) return refuse(TOO_MANY)
      await new Promise<void>((go) => this.#waiting.push(go)) // who goes hands its place over
    } else this.#busy++
    try {
      return await this.#inCage(kind, given)
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#busy--
    }
  }

  async #inCage(kind: Kind, given: Uint8Array): Promise<Result<unknown, Text>> {
    const child = spawnCage(this.#program, kind)
    const limit = this.#clock.after(LONGEST_MS, () => child.kill('SIGKILL'))
    try {
      const told = await answerOf(child, given)
      return told === undefined ? refuse(TOO_MUCH) : ok(JSON.parse(told))
    } catch {
      return refuse(FAILED) // it did not start, or what it said is no JSON
    } finally {
      limit.cancel()
      child.kill('SIGKILL')
    }
  }
}

function spawnCage(program: string, kind: Kind): ChildProcess {
  const words = ['--permission', `--allow-fs-read=${CODE}/*`, `--max-old-space-size=${HEAP_MB}`]
  // env(1), for whoever watches processes may give them more than they are given here.
  return spawn('env', ['-i', process.execPath, ...words, program, kind], {
    cwd: '/',
    env: PATHS,
    stdio: ['pipe', 'pipe', 'ignore'],
    ...who(),
  })
}

function who(): { readonly uid?: number; readonly gid?: number } {
  const isFree = process.geteuid?.() === 0 && isReadByAll(PROGRAM) && isReadByAll(process.execPath)
  return isFree ? { uid: NOBODY, gid: NOBODY } : {}
}

/** Undefined where it was ended before it had answered, or answered too much. */
async function answerOf(child: ChildProcess, given: Uint8Array): Promise<string | undefined> {
  const { stdin, stdout, pid } = child
  if (!stdin || !stdout || pid === undefined) throw new Error('no cage')
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('close', resolve)
    child.on('error', reject)
  })
  stdin.on('error', () => {}) // it ended before it had read all: its end says so
  const ready = new Promise<void>((resolve) => stdout.once('data', () => resolve()))
  const early = await Promise.race([ready, ended.then(() => 'ended')])
  if (early) throw new Error('no cage')
  await confine(pid)
  const parts: Buffer[] = []
  let size = 0
  stdout.on('data', (part: Buffer) => {
    size += part.length
    if (size <= MOST_ANSWERED) parts.push(part)
    else child.kill('SIGKILL')
  })
  stdin.end(given)
  const code = await ended
  return code === 0 ? Buffer.concat(parts).toString('utf8') : undefined
}

/** From here on it opens nothing: no file, no socket, no program. @throws Error when it cannot be confined: it gets no file then */
async function confine(pid: number): Promise<void> {
  const limits = ['--nofile=0:0', `--cpu=${MOST_CPU}:${MOST_CPU}`, '--nproc=0:0', '--core=0:0']
  await new Promise<void>((resolve, reject) => {
    const words = ['--pid', String(pid), ...limits, '--fsize=0:0']
    // As the same user: a root that may not raise limits may not lower those of others either.
    execFile('prlimit', words, { ...who(), env: PATHS }, (error) =>
      error ? reject(error) : resolve(),
    )
  })
}

/** Whether whoever is nobody can read this file: on a laptop it may lie in somebody's own directory. */
function isReadByAll(path: string): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (!(statSync(folder).mode & 0o001)) return false
    if (folder === dirname(folder)) return Boolean(statSync(path).mode & 0o004)
  }
}
