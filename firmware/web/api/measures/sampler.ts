import type { Clock, Timer } from '../../../clock/clock.ts'
import type { SupervisorStatus } from '../../../processes/supervisor-status.ts'
import type { Measure, Measured } from '../../contract.ts'
import type { Ask } from '../../server/parts.ts'
import { MeasureColumns } from './columns.ts'
import { ProcessUsage } from './process-usage.ts'

export const SAMPLE_MS = 10_000
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const DAY_HOURS = 24

export interface SamplerOptions {
  readonly clock: Clock
  readonly ask: Ask
  readonly stopping: AbortSignal
  readonly usage?: ProcessUsage
}

/** Looks at the unit every ten seconds and keeps a day of it in memory: the last hour as sampled, before that by the minute. */
export class Sampler {
  readonly #options: SamplerOptions
  readonly #usage: ProcessUsage
  readonly #hour = new MeasureColumns(SAMPLE_MS, HOUR_MS / SAMPLE_MS)
  readonly #day = new MeasureColumns(MINUTE_MS, (DAY_HOURS * HOUR_MS) / MINUTE_MS)
  /** As the supervisor told last: it may be away while all others go on. */
  #pids: readonly (readonly [name: string, pid: number])[] = []
  #latest: Measure | undefined
  #sampling: Promise<Measure> | undefined
  #timer: Timer | undefined

  constructor(options: SamplerOptions) {
    this.#options = options
    this.#usage = options.usage ?? new ProcessUsage()
  }

  start(): void {
    this.#timer = this.#options.clock.after(SAMPLE_MS, () => {
      void this.#sample()
      this.start()
    })
  }

  stop(): void {
    this.#timer?.cancel()
  }

  /** The latest sample, or one that is taken now. */
  async now(): Promise<Measure> {
    return this.#latest ?? this.#sample()
  }

  measured(hours: number): Measured {
    const { clock } = this.#options
    const columns = hours === 1 ? this.#hour : this.#day
    const { stepMs } = columns
    const count = (hours * HOUR_MS) / stepMs
    const uptime = clock.uptime()
    const begun = uptime - (Math.floor(uptime / stepMs) - count + 1) * stepMs // of the oldest step, ms ago
    return { from: Math.round(clock.now() - begun), stepMs, ...columns.read(uptime, count) }
  }

  /** One at a time: a supervisor that hangs does not pile them up. */
  #sample(): Promise<Measure> {
    this.#sampling ??= this.#take().finally(() => {
      this.#sampling = undefined
    })
    return this.#sampling
  }

  async #take(): Promise<Measure> {
    const { clock, ask, stopping } = this.#options
    const [status, counters] = await Promise.all([
      ask('supervisor', 'status', {}, stopping),
      ask('exchange', 'counters', {}, stopping),
    ])
    if (status.ok) this.#pids = pidsOf(status.value as SupervisorStatus)
    const calls = counters.ok ? (counters.value as { calls?: number }).calls : undefined
    const processes = await this.#processes()
    const used = Object.values(processes)
    const cpuPercent = tenths(used.reduce((sum, one) => sum + one.cpuPercent, 0))
    const memory = used.reduce((sum, one) => sum + one.memory, 0)
    const uptime = clock.uptime()
    const nothing = used.length === 0
    const sampled = {
      calls: calls ?? null,
      cpuPercent: nothing ? null : cpuPercent,
      memory: nothing ? null : memory,
    }
    this.#hour.add(uptime, sampled)
    this.#day.add(uptime, sampled)
    this.#latest = { at: clock.now(), calls: calls ?? 0, cpuPercent, memory, processes }
    return this.#latest
  }

  async #processes(): Promise<Measure['processes']> {
    const uptime = this.#options.clock.uptime()
    const processes: Record<string, Measure['processes'][string]> = {}
    for (const [name, pid] of this.#pids) {
      const usage = await this.#usage.look(pid, uptime)
      if (usage) processes[name] = usage
    }
    this.#usage.keep(new Set(this.#pids.map(([, pid]) => pid)))
    return processes
  }
}

function pidsOf({ processes }: SupervisorStatus): [name: string, pid: number][] {
  return processes.flatMap(({ name, pid }) => (pid === null ? [] : [[name, pid]]))
}

const tenths = (value: number) => Math.min(100, Math.round(value * 10) / 10)
