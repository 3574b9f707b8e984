import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { command } from '../bus/command.ts'
import { systemClock } from '../clock/system-clock.ts'
import type { CallRecord } from '../records/call-record.ts'
import { commandSocket } from '../run-directory.ts'
import { Child } from './child.ts'
import { freePort, mediaPorts } from './free-ports.ts'
import { until } from './wait.ts'

const STROWGER = fileURLToPath(new URL('../../bin/strowger', import.meta.url))
const ADDRESS = '127.0.0.1'
const START_ATTEMPTS = 3
const STOPS_WITHIN_MS = 30_000
const COMMAND_LIMIT_MS = 60_000

export interface InstanceOptions {
  /** YAML applied to the empty store; without it, the demo office. */
  readonly office?: string
  /** More variables of the environment. */
  readonly env?: Readonly<Record<string, string>>
  readonly limitMs?: number
}

/** What `status --json` prints, as far as it is used here. */
export interface InstanceStatus {
  readonly ready: boolean
  readonly processes: readonly {
    readonly name: string
    readonly pid: number | null
    readonly state: string
    readonly ready: boolean
    readonly restarts: number
  }[]
  readonly conditions: readonly { readonly id: string; readonly effect: string }[]
}

interface InstanceAddress {
  readonly address: string
  readonly port: number
}

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A telephone server of its own: the whole product by `bin/strowger run`, on loopback, with directories that are thrown away. */
export class Instance {
  readonly sip: InstanceAddress
  readonly #directory: string
  readonly #run: string
  readonly #env: Readonly<Record<string, string>>
  #child: Child | undefined
  #before = '' // what earlier runs printed

  private constructor(
    directory: string,
    run: string,
    sipPort: number,
    env: Readonly<Record<string, string>>,
  ) {
    this.#directory = directory
    this.#run = run
    this.sip = { address: ADDRESS, port: sipPort }
    this.#env = env
  }

  /** Resolves when phones can register. Tries other ports when somebody was faster to take one. */
  static async start(options: InstanceOptions = {}): Promise<Instance> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await Instance.#startOnce(options)
      } catch (error) {
        const taken = error instanceof Error && /port \d+ is in use/.test(error.message)
        if (!taken || attempt === START_ATTEMPTS) throw error
      }
    }
  }

  static async #startOnce(options: InstanceOptions): Promise<Instance> {
    const directory = mkdtempSync(join(tmpdir(), 'strowger-'))
    const run = mkdtempSync('/dev/shm/strowger-') // short: sockets lie in it
    const [sip, sips, web] = [await freePort(), await freePort(), await freePort()]
    const [portal, remote, wss] = [await freePort(), await freePort(), await freePort()]
    const office = join(directory, 'office.yaml')
    if (options.office !== undefined) writeFileSync(office, options.office)
    const instance = new Instance(directory, run, sip, {
      STROWGER_BIND: ADDRESS,
      STROWGER_DATA: join(directory, 'data'),
      STROWGER_RUN: run,
      STROWGER_SIP_PORT: String(sip),
      STROWGER_SIPS_PORT: String(sips),
      STROWGER_WSS_PORT: String(wss),
      STROWGER_WEB_PORT: String(web),
      STROWGER_PORTAL_PORT: String(portal),
      STROWGER_REMOTE_PORT: String(remote),
      STROWGER_RTP_PORTS: mediaPorts(),
      STROWGER_LINES: 'none',
      ...(options.office === undefined ? {} : { STROWGER_OFFICE: office }),
      ...options.env,
    })
    try {
      await instance.startAgain(options.limitMs)
    } catch (error) {
      await instance.discard()
      throw error
    }
    return instance
  }

  /** Starts it with the same directories and ports; for one that was killed or stopped. Resolves when it prints `sign`: that it is ready. */
  async startAgain(limitMs = 120_000, sign = /^ready /m): Promise<void> {
    this.#before = this.output
    const child = Child.spawn(STROWGER, ['run'], { env: this.#env })
    this.#child = child
    await until(
      `the line ${sign}`,
      () => {
        if (child.exit !== undefined) throw new Error(`it ended: ${child.exit}\n${this.logs()}`)
        return sign.test(child.output)
      },
      limitMs,
    ).catch((error: Error) => {
      throw new Error(`${error.message}\n${this.output}\n${this.logs()}`)
    })
  }

  /** Where its pages are. */
  get pages(): string {
    return `https://${ADDRESS}:${this.#env.STROWGER_WEB_PORT}`
  }

  /** Where it takes SIP over TLS, and over WebSocket. */
  get secure(): { readonly sips: InstanceAddress; readonly wss: string } {
    const port = Number(this.#env.STROWGER_SIPS_PORT)
    return {
      sips: { address: ADDRESS, port },
      wss: `wss://${ADDRESS}:${this.#env.STROWGER_WSS_PORT}/`,
    }
  }

  /** Its data directory. */
  get data(): string {
    return join(this.#directory, 'data')
  }

  /** Its run directory. */
  get run(): string {
    return this.#run
  }

  /** What it printed, over all its runs. */
  get output(): string {
    return this.#before + (this.#child?.output ?? '')
  }

  /** The ends of the processes' own logs, to find out why. */
  logs(characters = 3000): string {
    const directory = join(this.#run, 'log')
    return list(directory)
      .map((name) => `--- ${name}\n${read(join(directory, name)).slice(-characters)}`)
      .join('\n')
  }

  /** Runs `bin/strowger` for this instance. */
  cli(...args: string[]): Promise<Ran> {
    const env = { ...process.env, ...this.#env }
    return new Promise((resolve) => {
      execFile(STROWGER, args, { env, timeout: COMMAND_LIMIT_MS }, (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0
        resolve({ code, stdout, stderr })
      })
    })
  }

  /** The same with `--json`, parsed. @throws Error when it fails, with what it printed */
  async json(...args: string[]): Promise<unknown> {
    const { code, stdout, stderr } = await this.cli(...args, '--json')
    try {
      return JSON.parse(stdout)
    } catch {
      throw new Error(`strowger ${args.join(' ')} ended with ${code}: ${stdout}${stderr}`)
    }
  }

  async status(): Promise<InstanceStatus> {
    return (await this.json('status')) as InstanceStatus
  }

  /** Records of the last calls, the newest first; those that are on are among them. */
  async records(last = 20): Promise<readonly CallRecord[]> {
    const { records } = (await this.json('calls', '--last', String(last))) as {
      records: readonly CallRecord[]
    }
    return records
  }

  /** Asks a process over its command socket. @throws Error when it refuses */
  async ask(process: string, verb: string, args: unknown = {}): Promise<unknown> {
    const answer = await command(commandSocket(this.#run, process), verb, args, {
      timeoutMs: 30_000,
      clock: systemClock,
    })
    if (!answer.ok) throw new Error(`${process} ${verb}: ${answer.error.code} ${answer.error.text}`)
    return answer.value
  }

  /** Process id of one of its processes, now. */
  async pidOf(name: string): Promise<number> {
    const { processes } = await this.status()
    const pid = processes.find((one) => one.name === name)?.pid
    if (!pid) throw new Error(`${name} does not run: ${JSON.stringify(processes)}`)
    return pid
  }

  /** Kills one process as a defect would. */
  async kill9(name: string): Promise<void> {
    process.kill(await this.pidOf(name), 'SIGKILL')
  }

  /** Resolves when `name` runs under another process id than `before` and is ready. */
  async restarted(name: string, before: number, limitMs = 60_000): Promise<void> {
    await until(
      `a new ${name}`,
      async () => {
        const { processes } = await this.status()
        const now = processes.find((one) => one.name === name)
        return now?.ready && now.pid !== before
      },
      limitMs,
    )
  }

  /** Kills every process at once; what is in memory (tmpfs) stays. */
  async killAll9(): Promise<void> {
    for (const pid of this.pids()) kill(pid)
    await until('the end of all processes', () => this.pids().length === 0)
  }

  /** Kills every process at once and empties what is in memory only; the data directory stays. */
  async powerCut(): Promise<void> {
    await this.killAll9()
    for (const name of list(this.#run)) rmSync(join(this.#run, name), { recursive: true })
  }

  async secretOf(sipUser: string): Promise<string> {
    const { code, stdout, stderr } = await this.cli('secret', 'handset', sipUser)
    if (code !== 0) throw new Error(`no secret of ${sipUser}: ${stderr}`)
    return stdout.trim()
  }

  /** Every process of this instance, told by its environment. */
  pids(): number[] {
    const mark = `STROWGER_RUN=${this.#run}`
    return list('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .filter((pid) => read(`/proc/${pid}/environ`).split('\0').includes(mark))
      .map(Number)
      .filter((pid) => pid !== process.pid)
  }

  /** Ends it and keeps its directories. @throws Error when that takes more than 5 s or leaves a process behind */
  async stopOnly(): Promise<void> {
    const before = systemClock.uptime()
    const how = await this.#child?.stop(STOPS_WITHIN_MS + 1000)
    const took = systemClock.uptime() - before
    // what dies with its parent may have been started a moment ago
    await until('the end of all processes', () => this.pids().length === 0).catch(() => undefined)
    const left = this.pids()
    if (took > STOPS_WITHIN_MS || left.length > 0) {
      const names = left.map((pid) => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' '))
      throw new Error(`stop: ${how} after ${Math.round(took)} ms, left: ${names.join(', ')}`)
    }
  }

  /** Ends it and removes everything that it wrote. @throws Error as `stopOnly` */
  async stop(): Promise<void> {
    try {
      await this.stopOnly()
    } finally {
      await this.discard()
    }
  }

  /** Removes everything without asking whether it stopped well. */
  async discard(): Promise<void> {
    await this.killAll9()
    for (const directory of [this.#directory, this.#run]) {
      rmSync(directory, { recursive: true, force: true })
    }
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error // ESRCH: it has ended
  }
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory).sort()
  } catch {
    return [] // not made yet
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return '' // a process that has ended, or somebody else's
  }
}
