import type { Clock } from '../../firmware/clock/clock.ts'
import type { Log } from '../../firmware/log.ts'

const KEPT = 400

/** What happened in a virtual office, the latest of it: to be shown when a test fails. */
export class Diary {
  readonly #clock: Pick<Clock, 'uptime'>
  readonly #lines: string[] = []
  /** Errors that were logged: every one is a defect. */
  readonly errors: string[] = []
  /** How often each warning was logged. */
  readonly warnings = new Map<string, number>()

  constructor(clock: Pick<Clock, 'uptime'>) {
    this.#clock = clock
  }

  note(text: string): void {
    const seconds = (this.#clock.uptime() / 1000).toFixed(2)
    this.#lines.push(`${seconds} ${text}`)
    if (this.#lines.length > 2 * KEPT) this.#lines.splice(0, KEPT)
  }

  get tail(): string {
    return this.#lines.slice(-KEPT).join('\n')
  }

  /** The log of one process, as long as it lives. */
  log(name: string, isDead: () => boolean): Log {
    const write = (level: string) => (fields: object, text: string) => {
      if (isDead()) return
      const facts = JSON.stringify(fields, (_, value) =>
        value instanceof Error ? (level === 'error' ? value.stack : value.message) : value,
      )
      this.note(`${name} ${level}: ${text} ${facts}`)
      if (level === 'error') this.errors.push(`${text} ${facts}`)
      if (level === 'warn') this.warnings.set(text, (this.warnings.get(text) ?? 0) + 1)
    }
    const log: Log = {
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
      fatal: write('error'),
      child: () => log,
    }
    return log
  }
}
