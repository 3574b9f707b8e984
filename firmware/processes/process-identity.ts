import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { SetupError } from '../setup-error.ts'

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number
  /** Clock ticks since boot at which it started, field 22 of /proc/<pid>/stat (proc(5)); then `@` and which boot. */
  readonly start: string
}

/** A pid file on a disk may be older than the boot, and boots of one machine are much alike. */
const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()

/** Who has this number now; undefined when nobody has, or a zombie that only waits to be reaped. */
export function identify(pid: number): ProcessIdentity | undefined {
  const stat = readOrNothing(`/proc/${pid}/stat`)
  if (stat === undefined) return undefined
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ') // the name before may hold blanks
  const [state] = fields
  const ticks = fields[19]
  if (!ticks || state === 'Z' || state === 'X') return undefined
  return { pid, start: `${ticks}@${boot}` }
}

export function isAlive({ pid, start }: ProcessIdentity): boolean {
  return identify(pid)?.start === start
}

/** The living process that a pid file names: its number on the first line, its start on the second. */
export function readPidFile(path: string): ProcessIdentity | undefined {
  const [number = '', start = ''] = (readOrNothing(path) ?? '').split('\n')
  const identity = { pid: Number(number), start }
  return identity.pid > 0 && isAlive(identity) ? identity : undefined
}

export function writePidFile(path: string, { pid, start }: ProcessIdentity): void {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, `${pid}\n${start}\n`, { mode: 0o600 })
  rmSync(path, { force: true })
  linkSync(draft, path)
  rmSync(draft)
}

/**
 * Makes this process the one that the pid file names. Answers another living one that has it already, or undefined when it is ours
 * now.
 */
export function claimPidFile(path: string): ProcessIdentity | undefined {
  const self = identify(process.pid)
  if (!self) throw new SetupError('/proc cannot be read.', 'Mount it.')
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, `${self.pid}\n${self.start}\n`, { mode: 0o600 })
  try {
    for (let turn = 0; turn < 3; turn++) {
      try {
        linkSync(draft, path)
        return undefined
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const holder = readPidFile(path)
      if (holder) return holder.pid === process.pid ? undefined : holder
      rmSync(path, { force: true })
    }
    return readPidFile(path)
  } finally {
    rmSync(draft)
  }
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES') return undefined
    throw error
  }
}
