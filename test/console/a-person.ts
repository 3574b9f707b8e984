import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { closeSync, constants, existsSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../../firmware/demo/wait.ts'
import { Screen } from './screen.ts'

const LIMIT_MS = 60_000

/** A cable with a tty at one end and a person at a terminal of 80×24 at the other. */
export class Person {
  readonly screen = new Screen()
  readonly #folder = mkdtempSync('/dev/shm/strowger-tty-')
  /** The end for the unit. */
  readonly tty = join(this.#folder, 'tty')
  #cable: ChildProcessWithoutNullStreams | undefined
  #held: number | undefined
  #mark = 0 // rows that there were when something was last begun

  /** Plugs the cable in. */
  async plugIn(): Promise<void> {
    const cable = spawn('socat', ['-b', '512', `PTY,link=${this.tty},raw,echo=0`, 'STDIO'])
    this.#cable = cable
    cable.stdout.on('data', (bytes: Buffer) => this.screen.write(bytes.toString('latin1')))
    cable.stdin.on('error', () => {}) // unplugged while typing
    await until('the tty', () => existsSync(this.tty))
    // Held, so that the cable stays while the unit has it closed; to read would be to take its characters.
    this.#held = openSync(this.tty, constants.O_WRONLY | constants.O_NOCTTY)
  }

  /** Pulls it out. */
  async unplug(): Promise<void> {
    if (this.#held !== undefined) closeSync(this.#held)
    this.#held = undefined
    const cable = this.#cable
    if (!cable || cable.exitCode !== null) return
    const gone = new Promise((resolve) => cable.once('close', resolve))
    cable.kill('SIGKILL')
    await gone
    rmSync(this.tty, { force: true })
  }

  async leave(): Promise<void> {
    await this.unplug()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** Presses keys, as bytes. */
  press(keys: string | Buffer): void {
    this.#cable?.stdin.write(keys)
  }

  /** Types a line when the cursor stands behind this prompt. */
  async type(prompt: RegExp, line: string): Promise<void> {
    await this.prompted(prompt)
    this.press(`${line}\r`)
  }

  /** Waits until the row of the cursor ends like this. */
  async prompted(prompt: RegExp): Promise<void> {
    await this.#until(`the prompt ${prompt}`, () => prompt.test(this.screen.current))
  }

  /** Types a line behind a prompt: what is seen from now on has come after it. */
  async begin(prompt: RegExp, line: string): Promise<void> {
    await this.prompted(prompt)
    this.mark()
    this.press(`${line}\r`)
  }

  mark(): void {
    this.#mark = this.screen.past.length + this.screen.row
  }

  /** What is on the screen, or has been, since `begin`. */
  get seen(): string {
    return [...this.screen.past, ...this.screen.rows].slice(this.#mark).join('\n')
  }

  /** Waits until this is on the screen, or has been since `begin`. Answers all of that. */
  async sees(what: RegExp, limitMs = LIMIT_MS): Promise<string> {
    await this.#until(`${what}`, () => what.test(this.seen), limitMs)
    return this.seen
  }

  /** What comes onto the screen between a line and the next prompt. */
  async says(line: string, prompt: RegExp): Promise<string> {
    await this.begin(prompt, line)
    await this.#until(`the prompt ${prompt} after ${line}`, () => {
      const moved = this.screen.past.length + this.screen.row > this.#mark
      return moved && prompt.test(this.screen.current)
    })
    return this.seen
  }

  async #until(what: string, holds: () => boolean, limitMs = LIMIT_MS): Promise<void> {
    await until(what, holds, limitMs).catch((error: Error) => {
      throw new Error(`${error.message}; the screen:\n${this.screen.text}`)
    })
  }
}
