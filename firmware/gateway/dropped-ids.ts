import type { Clock } from '../clock/clock.ts'

interface Dropped<Memory> {
  readonly at: number
  readonly memory: Memory
}

/**
 * What is remembered of contexts and terminations that are gone, so that a late repetition of the request that made one does not
 * make it again. A controller repeats within seconds; five minutes are kept, or the newest `most`.
 */
export class DroppedIds<Memory> {
  readonly #clock: Pick<Clock, 'uptime'>
  readonly #keepMs: number
  readonly #most: number
  readonly #dropped = new Map<string, Dropped<Memory>>() // the oldest first

  constructor(clock: Pick<Clock, 'uptime'>, keepMs = 300_000, most = 65_536) {
    this.#clock = clock
    this.#keepMs = keepMs
    this.#most = most
  }

  get size(): number {
    return this.#dropped.size
  }

  add(id: string, memory: Memory): void {
    const now = this.#clock.uptime()
    this.#dropped.delete(id)
    this.#dropped.set(id, { at: now, memory })
    for (const [oldest, { at }] of this.#dropped) {
      if (this.#dropped.size <= this.#most && now - at < this.#keepMs) break
      this.#dropped.delete(oldest)
    }
  }

  get(id: string): Memory | undefined {
    return this.#dropped.get(id)?.memory
  }
}
