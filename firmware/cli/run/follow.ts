import type { Environment } from '../../environment.ts'
import { plain } from '../../plain.ts'
import { followLogs } from '../../processes/follow-logs.ts'
import type { Unit } from '../../processes/unit.ts'
import { EX_DATAERR } from '../../setup-error.ts'
import type { CliIo } from '../command.ts'
import type { InstanceStatus } from '../read-status.ts'
import { readStatus } from '../read-status.ts'
import { greeting, ringOutsideLine } from './greeting.ts'
import { changes, readyLine, statusLine } from './progress.ts'
import type { Terminal } from './terminal.ts'

interface FollowOptions {
  /** The supervisor as this process keeps it. */
  readonly unit: Unit
  readonly terminal: Terminal
  /** The server ran already: what is wrong with it now is no failed start. */
  readonly attached: boolean
  readonly stopping: AbortController
}

const LOOK_MS = 100
const LATER_LOOK_MS = 1000

/**
 * Shows the server on the terminal until `stopping` fires. @returns undefined then; or, when its first start fails for a reason that
 * a person must mend, that reason.
 */
export async function follow(io: CliIo, options: FollowOptions): Promise<string | undefined> {
  const { clock, stdout, environment } = io
  const { terminal, stopping, attached } = options
  const signal = stopping.signal
  const startedAt = clock.uptime()
  const screen = new Screen(stdout, terminal.interactive)
  listenToKeys(io, options, screen)
  if (attached) screen.line('it runs already; this terminal shows it again')

  let before: InstanceStatus | undefined
  let ready = false
  let told: string | undefined
  while (!signal.aborted) {
    const status = await readStatus(environment, clock)
    const elapsed = clock.uptime() - startedAt
    const failure = ready || attached ? undefined : failureOf(status, options.unit)
    const lifeline = lifelineOf(environment, status)
    if (failure !== undefined && isDamage(status)) {
      if (failure !== told)
        screen.line(`! ${failure} The pages and the console restore a snapshot.`)
      told = failure
    } else if (failure !== undefined && lifeline !== 'none') {
      if (failure !== told && lifeline === 'serves') {
        screen.line(`! ${failure} The lifeline goes on: emergency calls only.`)
        told = failure
      }
    } else if (failure !== undefined) {
      screen.done()
      terminal.stop()
      return failure
    }
    if (status && isSupervised(status)) {
      for (const line of changes(before, status, elapsed)) screen.news(line, ready)
      if (!ready) screen.redraw(statusLine(status, elapsed))
      before = status
      if (status.ready && !ready) {
        ready = true
        screen.done()
        const { lines, canRing } = await greeting(io)
        for (const line of lines) screen.line(line)
        if (terminal.interactive) screen.line(keys(canRing))
        screen.line(readyLine(environment))
      }
    }
    await clock.sleep(ready ? LATER_LOOK_MS : LOOK_MS, signal).catch(() => {}) // stop: seen above
  }
  screen.done()
  terminal.stop()
  screen.line('stopping')
  return undefined
}

/** While the supervisor is away nobody knows how the others were before: nothing is compared. */
function isSupervised({ processes }: InstanceStatus): boolean {
  return !processes.some(({ state }) => state === 'unsupervised')
}

/**
 * Whether telephones on real lines reach emergency, or will in a moment: then nothing is ended, whatever else cannot start. It is 'none' where
 * there are no real lines, or the process that has them is what cannot start.
 */
function lifelineOf(
  { lines }: Pick<Environment, 'lines'>,
  status: InstanceStatus | undefined,
): 'serves' | 'starting' | 'none' {
  const real = lines.split(';').some((card) => !/^\s*(none|sim\b.*)?\s*$/.test(card))
  const process = status?.processes.find(({ name }) => name === 'lines')
  if (!real || !process) return 'none'
  if (process.ready) return 'serves'
  return process.lastExit?.cause === 'setup' ? 'none' : 'starting'
}

/** The reason for which nothing will come of this start, if there is one. */
function failureOf(status: InstanceStatus | undefined, unit: Unit): string | undefined {
  if (unit.trouble === 'setup') return plain(unit.status.lastExit?.text ?? '')
  const failed = status?.processes.find(({ ready, lastExit }) => {
    return !ready && lastExit?.cause === 'setup'
  })
  return failed && `${failed.name} cannot start. ${plain(failed.lastExit?.text ?? '')}`
}

/** What is stored is damaged, and the web server runs or will: a person restores a snapshot there. */
function isDamage(status: InstanceStatus | undefined): boolean {
  const failed = status?.processes.filter(({ ready, lastExit }) => {
    return !ready && lastExit?.cause === 'setup'
  })
  const isMended = failed?.every(({ name, lastExit }) => {
    return name !== 'web' && lastExit?.code === EX_DATAERR
  })
  return failed !== undefined && failed.length > 0 && isMended === true
}

function keys(canRing: boolean): string {
  return `keys      ${canRing ? 'r ring an outside line · ' : ''}l log · q quit`
}

function listenToKeys(io: CliIo, { terminal, stopping }: FollowOptions, screen: Screen): void {
  let log: AbortController | undefined
  terminal.keys((key) => {
    if (key === 'q' || key === '\u0003') stopping.abort() // raw mode hands Ctrl-C over as a character
    if (key === 'r') void ringOutsideLine(io).then((said) => screen.line(said))
    if (key !== 'l') return
    if (log) {
      log.abort()
      log = undefined
      screen.line('(log off)')
      return
    }
    log = new AbortController()
    const signal = AbortSignal.any([log.signal, stopping.signal])
    screen.line('(log on; l turns it off)')
    void followLogs(io, { names: [], lines: 10, signal, write: (line) => screen.line(line) }) // until l or the end
  })
}

/** Lines, and on a terminal one last line that is drawn anew. */
class Screen {
  readonly #write: (text: string) => void
  readonly #interactive: boolean
  #drawn = ''

  constructor(write: (text: string) => void, interactive: boolean) {
    this.#write = write
    this.#interactive = interactive
  }

  line(text: string): void {
    this.#write(this.#drawn ? `\r\x1b[K${text}\n${this.#drawn}` : `${text}\n`)
  }

  /** What changed. While the last line shows the dots, those that only became ready need no line of their own. */
  news(text: string, started: boolean): void {
    if (this.#interactive && !started && text.startsWith('●')) return
    this.line(text)
  }

  redraw(text: string): void {
    if (!this.#interactive) return
    this.#drawn = text
    this.#write(`\r\x1b[K${text}`)
  }

  /** The last line stays as it is. */
  done(): void {
    if (this.#drawn) this.#write('\n')
    this.#drawn = ''
  }
}
