import type { Clock, Timer } from '../clock/clock.ts'

/** Resolution; a timer fires at the end of the tick it falls into, never early. */
const TICK_MS = 10
/** Longer ones (session timers, subscriptions) share a bucket a second, and leave it when they are cancelled. */
const FAR_MS = 60_000
const FAR_TICKS = 100

/** A timer of a wheel. An object without closures of its own: a call makes some fifteen. */
class Entry implements Timer {
  readonly #wheel: Cancelling
  readonly tick: number
  readonly isFar: boolean
  fire: (() => void) | undefined
  /** Its place in its bucket. */
  at = 0

  constructor(wheel: Cancelling, tick: number, isFar: boolean, fire: () => void) {
    this.#wheel = wheel
    this.tick = tick
    this.isFar = isFar
    this.fire = fire
  }

  cancel(): void {
    if (!this.fire) return
    this.fire = undefined
    this.#wheel.cancelled(this)
  }
}

/** What an entry asks of its wheel. */
interface Cancelling {
  cancelled(entry: Entry): void
}

/**
 * Thousands of timers on one timer of the clock. SIP starts two or three a message and nearly always cancels them, so both
 * must cost next to nothing: timers of one tick share a bucket, a heap orders the buckets, and a cancelled timer stays in
 * its bucket as an empty entry until the tick has passed; only those that would wait there for long are taken out.
 */
export class TimerWheel {
  readonly #clock: Clock
  readonly #buckets = new Map<number, Entry[]>()
  /** Binary heap of the ticks in `#buckets`. */
  readonly #ticks: number[] = []
  #armed: Timer | undefined
  #armedFor = Number.POSITIVE_INFINITY
  #waiting = 0
  readonly #cancelling: Cancelling = {
    cancelled: (entry) => {
      this.#waiting--
      if (entry.isFar) this.#takeOut(entry)
    },
  }

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Timers neither fired nor cancelled. */
  get waiting(): number {
    return this.#waiting
  }

  /** Calls `fire` once, `ms` (0 or more) from now or up to one tick later; one second where it is more than a minute. */
  after(ms: number, fire: () => void): Timer {
    const isFar = ms > FAR_MS
    const tick = tickOf(this.#clock.uptime() + ms, isFar)
    const entry = new Entry(this.#cancelling, tick, isFar, fire)
    this.#waiting++
    const bucket = this.#buckets.get(tick)
    if (bucket) entry.at = bucket.push(entry) - 1
    else this.#open(tick, entry)
    return entry
  }

  /** Entries that wait or are empty: what the wheel holds in memory. */
  get held(): number {
    let held = 0
    for (const bucket of this.#buckets.values()) held += bucket.length
    return held
  }

  #takeOut(entry: Entry): void {
    const bucket = this.#buckets.get(entry.tick)
    if (bucket?.[entry.at] !== entry) return // its bucket is being fired
    const last = bucket.pop()
    if (!last || last === entry) return
    bucket[entry.at] = last
    last.at = entry.at
  }

  /** Forgets every timer. */
  stop(): void {
    this.#armed?.cancel()
    this.#armedFor = Number.POSITIVE_INFINITY
    this.#buckets.clear()
    this.#ticks.length = 0
    this.#waiting = 0
  }

  #open(tick: number, entry: Entry): void {
    this.#buckets.set(tick, [entry])
    push(this.#ticks, tick)
    if (tick < this.#armedFor) this.#arm(tick)
  }

  #arm(tick: number): void {
    this.#armed?.cancel()
    this.#armedFor = tick
    const wait = Math.max(0, tick * TICK_MS - this.#clock.uptime())
    this.#armed = this.#clock.after(wait, () => this.#turn())
  }

  /** Fires what is due. A bucket is taken out before it is fired, so that its timers may start others. */
  #turn(): void {
    this.#armedFor = Number.POSITIVE_INFINITY
    const now = this.#clock.uptime()
    for (let tick = this.#ticks[0]; tick !== undefined; tick = this.#ticks[0]) {
      if (tick * TICK_MS > now) break
      pop(this.#ticks)
      const bucket = this.#buckets.get(tick) ?? []
      this.#buckets.delete(tick)
      for (const entry of bucket) this.#fire(entry)
    }
    const next = this.#ticks[0]
    if (next !== undefined && next < this.#armedFor) this.#arm(next)
  }

  #fire(entry: Entry): void {
    const { fire } = entry
    if (!fire) return
    entry.fire = undefined
    this.#waiting--
    fire()
  }
}

function tickOf(uptime: number, isFar: boolean): number {
  const tick = Math.ceil(uptime / TICK_MS)
  return isFar ? Math.ceil(tick / FAR_TICKS) * FAR_TICKS : tick
}

function push(heap: number[], value: number): void {
  let at = heap.length
  heap.push(value)
  while (at > 0) {
    const above = (at - 1) >> 1
    const parent = heap[above] as number
    if (parent <= value) break
    heap[at] = parent
    heap[above] = value
    at = above
  }
}

function pop(heap: number[]): void {
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return
  let at = 0
  for (;;) {
    let below = 2 * at + 1
    if (below >= heap.length) break
    if (below + 1 < heap.length && (heap[below + 1] as number) < (heap[below] as number)) below++
    const child = heap[below] as number
    if (child >= last) break
    heap[at] = child
    at = below
  }
  heap[at] = last
}
