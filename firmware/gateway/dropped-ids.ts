import type { Clock } from '../clock/clock.ts'

/**
 * The IDs of contexts and terminations that are gone, so that a late repetition of the request that made one does not make it
 * again. A controller repeats within seconds; five minutes are kept, or the newest `most`.
 */
export class DroppedIds {
  readonly #clock: Pick<Clock, 'uptime'>
  readonly #keepMs: number
  readonly #most: number
  readonly #droppedAt = new Map<string, number>() // the oldest first

  constructor(clock: Pick<Clock, 'uptime'>, keepMs = 300_000, most = 65_536) {
    this.#clock = clock
    this.#keepMs = keepMs
    this.#most = most
  }

  get size(): number {
    return this.#droppedAt.size
  }

  add(id: string): void {
    const now = this.#clock.uptime()
    this.#droppedAt.delete(id)
    this.#droppedAt.set(id, now)
    for (const [oldest, at] of this.#droppedAt) {
      if (this.#droppedAt.size <= this.#most && now - at < this.#keepMs) break
      this.#droppedAt.delete(oldest)
    }
  }

  has(id: string): boolean {
    return this.#droppedAt.has(id)
  }
}
