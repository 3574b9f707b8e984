import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Test } from 'tap'
import { systemClock } from '../../firmware/clock/system-clock.ts'

const FIRMWARE = resolve(import.meta.dirname, '../../firmware')

export interface GatewayProcessOptions {
  readonly ports?: string
  /** Shares the directories of this one, as two processes of one server do. */
  readonly beside?: GatewayProcess
  /** A run directory that is there: with a broker in it. */
  readonly run?: string
}

/** A gateway program as the supervisor runs it, in directories of its own. */
export class GatewayProcess {
  readonly name: 'media' | 'lines'
  readonly run: string
  readonly folder: string
  output = ''
  #child: ChildProcess | undefined
  readonly #ports: string

  constructor(t: Test, name: 'media' | 'lines', options: GatewayProcessOptions = {}) {
    const { ports = '36000-39999', beside, run } = options
    this.name = name
    this.folder = beside?.folder ?? mkdtempSync(join(tmpdir(), `${name}-`))
    this.run = run ?? join(this.folder, 'run')
    this.#ports = ports
    t.teardown(async () => {
      await this.kill()
      if (!beside) rmSync(this.folder, { recursive: true, force: true })
    })
  }

  get gatewaySocket(): string {
    return join(this.run, `${this.name}-gateway.sock`)
  }

  get commandSocket(): string {
    return join(this.run, `${this.name}.sock`)
  }

  /** 0 while it is not there. */
  get pid(): number {
    return this.#child?.pid ?? 0
  }

  start(extra: NodeJS.ProcessEnv = {}): void {
    const child = spawn(process.execPath, [join(FIRMWARE, this.name, 'main.ts')], {
      env: {
        PATH: process.env.PATH,
        STROWGER_DATA: this.folder,
        STROWGER_RUN: this.run,
        STROWGER_BIND: '127.0.0.1',
        STROWGER_RTP_PORTS: this.#ports,
        ...extra,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const out of [child.stdout, child.stderr]) {
      out?.on('data', (text) => {
        this.output += text
      })
    }
    this.#child = child
  }

  /** Sends a signal and waits for the end; the exit code or the signal's name. */
  async end(signal: NodeJS.Signals): Promise<number | string | null> {
    this.#child?.kill(signal)
    return this.exited()
  }

  async exited(): Promise<number | string | null> {
    const child = this.#child
    if (!child) return null
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    this.#child = undefined
    return child.exitCode ?? child.signalCode
  }

  async kill(): Promise<void> {
    await this.end('SIGKILL')
  }
}

/** Waits generously for something to come about. */
export async function until(what: () => boolean, name: string): Promise<void> {
  for (let n = 0; n < 4000 && !what(); n++) await systemClock.sleep(5)
  if (!what()) throw new Error(`not within 20 s: ${name}`)
}
