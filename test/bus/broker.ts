import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { connectBus } from '../../firmware/bus/connect.ts'
import type { Credentials } from '../../firmware/bus/credentials.ts'
import { readCredentials } from '../../firmware/bus/credentials.ts'
import { systemClock as clock } from '../../firmware/clock/system-clock.ts'
import { silentLog as log } from '../../firmware/log.ts'
import { busCredentials, busSocket } from '../../firmware/run-directory.ts'
import { writeBrokerConfig } from '../../firmware/supervisor/broker-config.ts'
import { brokerSpec } from '../../firmware/supervisor/table.ts'

/** A real Mosquitto as the supervisor sets it up. */
export class Broker {
  readonly run: string
  readonly #config: string
  #child: ChildProcess | undefined
  said = ''

  constructor(t: Test) {
    this.run = mkdtempSync(join(tmpdir(), 'strowger-bus-'))
    this.#config = writeBrokerConfig(this.run)
    t.teardown(async () => {
      await this.kill()
      rmSync(this.run, { recursive: true })
    })
  }

  async start(): Promise<void> {
    const { command, probe } = brokerSpec(this.run, this.#config, clock)
    const [program = '', ...args] = command
    this.#child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk) => {
        this.said += chunk
      })
    }
    const giveUp = clock.uptime() + 30_000
    while (!(await probe(1000)).answered) {
      if (clock.uptime() > giveUp) throw new Error(`no broker: ${this.said}`)
      await clock.sleep(20)
    }
  }

  async kill(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child) return
    const exited = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await exited
  }

  account(name: string): Credentials | undefined {
    return readCredentials(busCredentials(this.run, name))
  }

  /** A bus connection of a process, closed with the test. */
  connect(t: Test, name: string, credentials = () => this.account(name)) {
    const bus = connectBus({ path: busSocket(this.run), credentials, clock, log })
    t.teardown(() => bus.close())
    return bus
  }

  /** A bus connection that is there. */
  async connected(t: Test, name: string) {
    const bus = this.connect(t, name)
    const once = new AbortController()
    await new Promise<void>((resolve) => bus.whenConnected(resolve, once.signal))
    once.abort()
    return bus
  }
}
