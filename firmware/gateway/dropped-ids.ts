import type { Clock } from '../clock/clock.ts'

/** An ID that is gone, since when (uptime, ms). */
interface Dropped {
  readonly id: string
  readonly at: number
}

const FEWEST_TO_CUT = 1024 // the list is cut when so many at its beginning, and half of it, are no more

/**
 * The IDs of contexts and terminations that are gone, so that a late repetition of the request that made one does not make it
 * again. A controller repeats within seconds; five minutes are kept, or the newest `most`.
 */
export class DroppedIds {
  readonly #clock: Pick<Clock, 'uptime'>
  readonly #keepMs: number
  readonly #most: number
  readonly #droppedAt = new Map<string, Dropped>()
  /**
   * The same, the oldest first. Not asked of the map: to find its first entry it walks over all that were deleted before it, which took up to
   * 25 us for each ID once it was full (2026-11-23).
   */
  #inOrder: (Dropped | undefined)[] = []
  #oldest = 0

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
    const dropped = { id, at: now }
    this.#droppedAt.set(id, dropped)
    this.#inOrder.push(dropped)
    for (let oldest = this.#inOrder[this.#oldest]; oldest; oldest = this.#inOrder[this.#oldest]) {
      const isAgain = this.#droppedAt.get(oldest.id) !== oldest // its younger entry counts
      if (!isAgain && this.#droppedAt.size <= this.#most && now - oldest.at < this.#keepMs) break
      if (!isAgain) this.#droppedAt.delete(oldest.id)
      this.#inOrder[this.#oldest++] = undefined // or as many again would stay until the list is cut
    }
    if (this.#oldest > FEWEST_TO_CUT && this.#oldest * 2 > this.#inOrder.length) this.#cut()
  }

  has(id: string): boolean {
    return this.#droppedAt.has(id)
  }

  #cut(): void {
    this.#inOrder = this.#inOrder.slice(this.#oldest)
    this.#oldest = 0
  }
}
