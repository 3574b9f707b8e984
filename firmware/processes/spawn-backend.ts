import { spawn } from 'node:child_process'
import { closeSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../clock/clock.ts'
import type { Log } from '../log.ts'
import { logFile } from '../run-directory.ts'
import { EX_CONFIG } from '../setup-error.ts'
import type { Backend, Exit, ProcessSpec, Running } from './backend.ts'
import { lastWords } from './last-words.ts'
import type { ProcessIdentity } from './process-identity.ts'
import { identify, isAlive, readPidFile, writePidFile } from './process-identity.ts'

const VITAL_NICE = -10
const POLL_MS = 200 // how late the end of an adopted process may be noticed

interface Surroundings {
  /** The run directory: pid files, logs. */
  readonly run: string
  readonly clock: Clock
  readonly log: Log
}

/**
 * Starts processes as sessions of their own that write straight to their log files, so that they outlive a supervisor that dies.
 * They are found again by pid file and start time, or by STROWGER_PROCESS and STROWGER_RUN in their environment when the
 * supervisor died before it could write the file.
 */
export class SpawnBackend implements Backend {
  readonly #run: string
  readonly #clock: Clock
  readonly #log: Log

  constructor({ run, clock, log }: Surroundings) {
    this.#run = run
    this.#clock = clock
    this.#log = log
  }

  adopt(spec: ProcessSpec): Running | undefined {
    const [identity, ...others] = this.#find(spec)
    for (const { pid } of others) {
      this.#log.warn({ process: spec.name, other: pid }, 'a second copy is ended')
      kill(pid, 'SIGKILL')
    }
    if (!identity) return undefined
    this.#notePid(spec, identity)
    return {
      pid: identity.pid,
      since: this.#startOf(identity),
      adopted: true,
      exited: this.#watch(identity, spec),
      kill: (signal) => {
        if (isAlive(identity)) kill(identity.pid, signal)
      },
    }
  }

  start(spec: ProcessSpec): Running {
    const [program = '', ...args] = spec.command
    const path = logFile(this.#run, spec.name)
    const log = this.#openLog(path)
    const from = log === undefined ? 0 : statSync(path).size
    const child = spawn(program, args, {
      detached: true,
      stdio: ['ignore', log ?? 'ignore', log ?? 'ignore'],
      env: { ...process.env, ...spec.variables, ...this.#marks(spec) },
    })
    if (log !== undefined) closeSync(log)
    let ended = false
    const exited = new Promise<Exit>((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal, text: lastWords(path, from) }))
      child.once('error', (error) =>
        resolve({ code: EX_CONFIG, signal: null, text: cannotStart(program, error) }),
      )
    })
    void exited.then(() => {
      ended = true
    })
    child.unref()
    if (spec.vital && child.pid !== undefined) this.#prefer(child.pid)
    const identity = child.pid === undefined ? undefined : identify(child.pid)
    if (identity) this.#notePid(spec, identity)
    return {
      pid: child.pid ?? 0,
      since: this.#clock.now(),
      adopted: false,
      exited,
      kill: (signal) => {
        if (!ended) child.kill(signal)
      },
    }
  }

  /** UTC in ms since 1970. A tick is 10 ms on every Linux that we run on. */
  #startOf({ start }: ProcessIdentity): number {
    return Math.round(this.#clock.now() - (this.#clock.uptime() - Number.parseInt(start, 10) * 10))
  }

  #marks({ name }: ProcessSpec): Record<string, string> {
    return { STROWGER_RUN: this.#run, STROWGER_PROCESS: name }
  }

  /** Before other work of the machine, where this user may say so: who restarts must be back before callers notice. */
  #prefer(pid: number): void {
    try {
      setPriority(pid, VITAL_NICE)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'ERR_SYSTEM_ERROR') throw error // EACCES, EPERM: then not; ESRCH: it ended already
    }
  }

  /** Better a process without a log than none: the tmpfs may be full. */
  #openLog(path: string): number | undefined {
    try {
      return openSync(path, 'a', 0o600)
    } catch (error) {
      this.#log.error({ error, path }, 'a log cannot be opened')
      return undefined
    }
  }

  #notePid(spec: ProcessSpec, identity: ProcessIdentity): void {
    try {
      writePidFile(this.#pidFile(spec), identity)
    } catch (error) {
      this.#log.error({ error, process: spec.name }, 'a pid file cannot be written')
    }
  }

  #pidFile({ name }: ProcessSpec): string {
    return join(this.#run, `${name}.pid`)
  }

  /** The living copies, the one of the pid file first. */
  #find(spec: ProcessSpec): ProcessIdentity[] {
    const known = readPidFile(this.#pidFile(spec))
    const marked = this.#marked(spec).filter(({ pid }) => pid !== known?.pid)
    return known ? [known, ...marked] : marked
  }

  #marked(spec: ProcessSpec): ProcessIdentity[] {
    const marks = Object.entries(this.#marks(spec)).map(([name, value]) => `${name}=${value}`)
    const command = spec.command.join('\0')
    return readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .filter((pid) => {
        const cmdline = readProc(pid, 'cmdline')
        // A process that this one started inherits the marks, but not the command line.
        if (cmdline.slice(0, -1) !== command) return false
        const environ = readProc(pid, 'environ').split('\0')
        return marks.every((mark) => environ.includes(mark))
      })
      .flatMap((pid) => identify(Number(pid)) ?? [])
  }

  async #watch(identity: ProcessIdentity, { name }: ProcessSpec): Promise<Exit> {
    while (isAlive(identity)) await this.#clock.sleep(POLL_MS)
    return { code: null, signal: null, text: lastWords(logFile(this.#run, name), 0) }
  }
}

function readProc(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return '' // ended meanwhile, or another user's
  }
}

function kill(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error // ESRCH: it was faster
  }
}

function cannotStart(program: string, error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return `${program} is not installed. Run make, or install it.`
  return `${program} cannot be started: ${error.message}.`
}
