/** What is kept of each sample for the charts. */
export const NAMES = ['calls', 'cpuPercent', 'memory'] as const
export type Sampled = Readonly<Record<(typeof NAMES)[number], number | null>>
type Columns = Record<(typeof NAMES)[number], (number | null)[]>

/** Samples in steps of equal length over a bounded time, each step the highest of its samples. */
export class MeasureColumns {
  readonly stepMs: number
  readonly #steps: number
  readonly #columns: Readonly<Record<(typeof NAMES)[number], Float64Array>>
  /** Number of the newest step since boot. */
  #newest = -1

  constructor(stepMs: number, steps: number) {
    this.stepMs = stepMs
    this.#steps = steps
    const empty = () => new Float64Array(steps).fill(Number.NaN)
    this.#columns = { calls: empty(), cpuPercent: empty(), memory: empty() }
  }

  /** @param uptime ms; never less than that of the sample before */
  add(uptime: number, sampled: Sampled): void {
    const step = this.#advance(uptime)
    const at = step % this.#steps
    for (const name of NAMES) {
      const value = sampled[name]
      const column = this.#columns[name]
      const before = column[at] ?? Number.NaN
      if (value !== null && !(before >= value)) column[at] = value
    }
  }

  /** The last `count` steps up to `uptime`, oldest first. */
  read(uptime: number, count: number): Columns {
    const newest = this.#advance(uptime)
    const read: Columns = { calls: [], cpuPercent: [], memory: [] }
    for (let step = newest - Math.min(count, this.#steps) + 1; step <= newest; step++) {
      for (const name of NAMES) read[name].push(this.#at(name, step))
    }
    return read
  }

  #at(name: (typeof NAMES)[number], step: number): number | null {
    const value = step < 0 ? Number.NaN : this.#columns[name][step % this.#steps]
    return value === undefined || Number.isNaN(value) ? null : value
  }

  /** Makes room up to now: nothing was measured in the steps between. */
  #advance(uptime: number): number {
    const step = Math.max(this.#newest, Math.floor(uptime / this.stepMs))
    for (let n = Math.max(this.#newest, step - this.#steps) + 1; n <= step; n++) {
      for (const name of NAMES) this.#columns[name][n % this.#steps] = Number.NaN
    }
    this.#newest = step
    return step
  }
}
