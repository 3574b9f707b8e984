import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { systemClock } from '../clock/system-clock.ts'

export interface ChildOptions {
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly directory?: string
}

const KEPT_CHARACTERS = 4_000_000 // of output: the beginning matters least

/** A foreign program that must not outlive us; what it prints is kept for whoever asks why it failed. */
export class Child {
  readonly name: string
  readonly #process: ChildProcess
  readonly #exited: Promise<number | string>
  #output = ''
  #exit: number | string | undefined

  private constructor(name: string, child: ChildProcess) {
    this.name = name
    this.#process = child
    const keep = (text: string) => {
      this.#output = (this.#output + text).slice(-KEPT_CHARACTERS)
    }
    child.stdout?.setEncoding('utf8').on('data', keep)
    child.stderr?.setEncoding('utf8').on('data', keep)
    this.#exited = new Promise((resolve) => {
      const ended = (how: number | string) => {
        this.#exit ??= how
        running.delete(child)
        resolve(this.#exit)
      }
      child.once('error', (error) => ended(error.message)) // the program is not installed
      child.once('close', (code, signal) => ended(code ?? signal ?? 'unknown'))
    })
    running.add(child)
  }

  static spawn(command: string, args: readonly string[], options: ChildOptions = {}): Child {
    const child = spawn(command, args, {
      cwd: options.directory,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return new Child(command, child)
  }

  /** @throws Error when it never started */
  get pid(): number {
    const { pid } = this.#process
    if (pid === undefined) throw new Error(`${this.name} did not start: ${this.#exit}`)
    return pid
  }

  /** Everything it printed, both streams in the order in which they came. */
  get output(): string {
    return this.#output
  }

  /** Exit code or name of the signal; undefined while it runs. */
  get exit(): number | string | undefined {
    return this.#exit
  }

  /** Resolves with the exit code or the name of the signal. */
  get exited(): Promise<number | string> {
    return this.#exited
  }

  signal(signal: NodeJS.Signals): void {
    if (this.#exit === undefined) this.#process.kill(signal)
  }

  /** Asks it to end, insists after `graceMs`, and answers how it ended. */
  async stop(graceMs = 3000): Promise<number | string> {
    this.signal('SIGTERM')
    const insist = systemClock.after(graceMs, () => this.signal('SIGKILL'))
    const how = await this.#exited
    insist.cancel()
    return how
  }
}

const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})
