import type { Condition } from '../bus/condition.ts'
import type { Clock } from '../clock/clock.ts'
import type { Log } from '../log.ts'
import { EX_CONFIG, EX_DATAERR } from '../setup-error.ts'
import type { Backend, Exit, Probe, ProcessSpec, Running } from './backend.ts'
import type { Cause } from './restart-policy.ts'
import { planRestart } from './restart-policy.ts'

export type UnitState = 'starting' | 'ready' | 'waiting' | 'stopping' | 'stopped'

/** How a life of a process ended, as it is kept and shown. */
export interface LastExit {
  /** UTC in milliseconds since 1970. */
  readonly at: number
  readonly cause: Cause
  readonly code: number | null
  readonly signal: string | null
  readonly text: string
}

export interface UnitStatus {
  readonly name: string
  readonly pid: number | null
  readonly state: UnitState
  readonly ready: boolean
  /** When the state was entered, UTC in milliseconds since 1970. */
  readonly since: number
  readonly restarts: number
  readonly lastExit: LastExit | null
  /** Milliseconds from the latest start to ready; null before, or when it was adopted. */
  readonly readyAfterMs: number | null
}

export interface UnitOptions {
  readonly spec: ProcessSpec
  readonly backend: Backend
  readonly clock: Clock
  readonly log: Log
  /** What a former supervisor knew about it. */
  readonly history?: { readonly restarts: number; readonly lastExit: LastExit | null } | undefined
  /** Told after every change of `status`, `conditions` or `trouble`. */
  readonly changed: (unit: Unit) => void
}

/** What keeps a process from being started for good; the supervisor makes conditions of it. */
export type Trouble = 'none' | 'setup' | 'looping'

const PROBE_MS = 1000 // between questions to one that is ready
const STARTING_PROBE_MS = 50
const PROBE_TIMEOUT_MS = 2000
const HUNG_MS = 10_000
const SILENT_START_MS = 30_000 // a machine under load takes its time to load a program

/** One process kept running: started, asked how it is, started again. */
export class Unit {
  readonly spec: ProcessSpec
  readonly #options: UnitOptions
  readonly #stopping = new AbortController()
  #running: Running | undefined
  #state: UnitState = 'stopped'
  #since: number
  #restarts: number
  #lastExit: LastExit | null
  #readyAfterMs: number | null = null
  #trouble: Trouble = 'none'
  #conditions: readonly Condition[] = []
  #failures = 0
  #killedFor: 'hung' | 'asked' | undefined
  #hurry = new AbortController()
  #done: Promise<void> = Promise.resolve()

  constructor(options: UnitOptions) {
    this.spec = options.spec
    this.#options = options
    this.#since = options.clock.now()
    this.#restarts = options.history?.restarts ?? 0
    this.#lastExit = options.history?.lastExit ?? null
  }

  get status(): UnitStatus {
    return {
      name: this.spec.name,
      pid: this.#running?.pid || null,
      state: this.#state,
      ready: this.#state === 'ready',
      since: this.#since,
      restarts: this.#restarts,
      lastExit: this.#lastExit,
      readyAfterMs: this.#readyAfterMs,
    }
  }

  get trouble(): Trouble {
    return this.#trouble
  }

  /** Those that the process itself has raised, as of its last answer. */
  get conditions(): readonly Condition[] {
    return this.#conditions
  }

  /** Adopts the process or starts it, and keeps it running until `stop`. */
  start(): void {
    this.#done = this.#supervise()
  }

  /** Ends the process and starts it again at once. */
  async restart(): Promise<void> {
    this.#killedFor = 'asked'
    this.#hurry.abort()
    const running = this.#running
    if (running) await this.#end(running, this.spec.stopMs)
  }

  /** Ends the process, by SIGKILL when it takes longer than `withinMs`. */
  async stop(withinMs = this.spec.stopMs): Promise<void> {
    this.#stopping.abort()
    const running = this.#running
    if (running) {
      this.#enter('stopping')
      await this.#end(running, withinMs)
    }
    await this.#done
    this.#enter('stopped')
  }

  async #end(running: Running, withinMs: number): Promise<void> {
    running.kill('SIGTERM')
    const timer = this.#options.clock.after(withinMs, () => {
      this.#options.log.warn({ process: this.spec.name, withinMs }, 'did not stop, is killed')
      running.kill('SIGKILL')
    })
    await running.exited
    timer.cancel()
  }

  async #supervise(): Promise<void> {
    const { backend, log } = this.#options
    const { signal } = this.#stopping
    let running = backend.adopt(this.spec)
    while (!signal.aborted) {
      running ??= backend.start(this.spec)
      this.#running = running
      this.#killedFor = undefined
      this.#hurry = new AbortController()
      this.#readyAfterMs = null
      this.#enter('starting')
      const { pid, adopted } = running
      log.info({ process: this.spec.name, pid }, adopted ? 'adopted' : 'started')

      const readyMs = await this.#watch(running)
      const exit = await running.exited
      running = undefined
      this.#running = undefined
      this.#conditions = []
      if (signal.aborted) return
      await this.#rest(exit, readyMs)
    }
  }

  /** Notes the end and waits until the process may start again. */
  async #rest(exit: Exit, readyMs: number): Promise<void> {
    const { clock, log } = this.#options
    const cause = this.#killedFor ?? causeOf(exit)
    const plan = planRestart(this.#failures, { cause, readyMs })
    this.#failures = plan.failures
    this.#restarts++
    this.#lastExit = { at: clock.now(), cause, ...exit }
    this.#trouble = cause === 'setup' ? 'setup' : plan.looping ? 'looping' : 'none'
    const { waitMs } = plan
    log.warn({ process: this.spec.name, cause, ...exit, readyMs, waitMs }, 'ended')
    this.#enter('waiting')
    if (waitMs > 0) {
      const woken = AbortSignal.any([this.#stopping.signal, this.#hurry.signal])
      await clock.sleep(waitMs, woken).catch(() => {}) // woken early: to stop, or to start at once
    }
  }

  /** Asks until the process has ended; answers how long it had been ready. */
  async #watch(running: Running): Promise<number> {
    const { clock, log } = this.#options
    const startedAt = clock.uptime()
    let giveUpAt = startedAt + (running.adopted ? HUNG_MS : SILENT_START_MS)
    let readyAt: number | undefined
    const ended = new AbortController()
    void running.exited.then(() => ended.abort())

    while (!ended.signal.aborted) {
      const probe = await this.#probe(ended.signal)
      if (ended.signal.aborted) break
      if (probe.answered) {
        const now = clock.uptime()
        giveUpAt = now + HUNG_MS
        if (probe.ready) readyAt ??= now
        this.#heard(probe, running.adopted ? null : now - startedAt)
      } else if (clock.uptime() >= giveUpAt && !this.#stopping.signal.aborted) {
        log.error({ process: this.spec.name, pid: running.pid }, 'hangs, is killed')
        this.#killedFor ??= 'hung'
        running.kill('SIGKILL')
        await running.exited
      }
      const pause = this.#state === 'ready' ? PROBE_MS : STARTING_PROBE_MS
      await clock.sleep(pause, ended.signal).catch(() => {}) // ended: the loop sees it
    }
    return readyAt === undefined ? 0 : clock.uptime() - readyAt
  }

  async #probe(ended: AbortSignal): Promise<Probe> {
    const gone = new Promise<Probe>((resolve) => {
      if (ended.aborted) resolve({ answered: false })
      else ended.addEventListener('abort', () => resolve({ answered: false }), { once: true })
    })
    const asked = this.spec.probe(PROBE_TIMEOUT_MS).catch((error: unknown): Probe => {
      this.#options.log.debug({ process: this.spec.name, error }, 'cannot be asked')
      return { answered: false }
    })
    return Promise.race([asked, gone])
  }

  #heard(probe: Extract<Probe, { answered: true }>, afterMs: number | null): void {
    const conditions = probe.conditions ?? []
    const before = JSON.stringify(this.#conditions)
    this.#conditions = conditions
    if (probe.ready && this.#state === 'starting') {
      this.#trouble = 'none'
      this.#readyAfterMs = afterMs === null ? null : Math.round(afterMs)
      const { name } = this.spec
      this.#options.log.info({ process: name, afterMs: this.#readyAfterMs }, 'ready')
      this.#enter('ready')
    } else if (!probe.ready && this.#state === 'ready') {
      this.#enter('starting')
    } else if (JSON.stringify(conditions) !== before) {
      this.#options.changed(this)
    }
  }

  #enter(state: UnitState): void {
    if (this.#state === 'stopping' && state !== 'stopped') return
    if (this.#state !== state) this.#since = this.#options.clock.now()
    this.#state = state
    this.#options.changed(this)
  }
}

function causeOf({ code, signal }: Exit): Cause {
  if (code === EX_CONFIG || code === EX_DATAERR) return 'setup'
  // SIGKILL is never a program's own doing; of one that was adopted nobody learns how it ended.
  if (signal === 'SIGKILL' || (code === null && signal === null)) return 'killed'
  return 'crashed'
}
