import type { Clock, Timer } from '../../../clock/clock.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import type { Text } from '../../../words/message.ts'
import { say } from '../../../words/say.ts'
import type { Why } from './unavailable.ts'

/** Where the value of a topic comes from. */
export interface Source {
  /** Never throws. */
  readonly read: () => Promise<Result<unknown, Why>>
  /** Between reads while somebody watches; hints make it sooner. */
  readonly everyMs: number
}

/** What watchers are told: the value as JSON, or why there is none now. */
export type Told = { readonly value: string } | { readonly unavailable: Text }

const SOONEST_MS = 250 // between two reads: four a second

/** What a topic is to those who watch it. */
export type WatchedTopic = Pick<TopicFeed, 'watch' | 'now'>

/** One topic: read only while somebody watches, told only when it changed. */
export class TopicFeed {
  readonly #source: Source
  readonly #clock: Clock
  readonly #watchers = new Set<(told: Told) => void>()
  #value: string | undefined
  #unavailable: Text | undefined
  #readAt = Number.NEGATIVE_INFINITY
  #reading: Promise<Result<string, Why>> | undefined
  /** Something happened during a read, which may not have seen it. */
  #again = false
  #timer: Timer | undefined

  constructor(source: Source, clock: Clock) {
    this.#source = source
    this.#clock = clock
  }

  /** Hears the value as soon as there is one and with every change, until the answer is called. */
  watch(hear: (told: Told) => void): () => void {
    const first = this.#watchers.size === 0
    this.#watchers.add(hear)
    if (first) this.#later(0)
    else {
      if (this.#value !== undefined) hear({ value: this.#value })
      if (this.#unavailable !== undefined) hear({ unavailable: this.#unavailable })
    }
    return () => {
      this.#watchers.delete(hear)
      if (this.#watchers.size === 0) this.#rest()
    }
  }

  /** Something happened: the value may be another now. */
  hint(): void {
    if (this.#reading) this.#again = true
    else if (this.#watchers.size > 0) this.#later(0)
  }

  /** The value at this moment, as JSON. */
  async now(): Promise<Result<string, Why>> {
    const fresh = this.#clock.uptime() - this.#readAt < SOONEST_MS
    if (fresh && this.#value !== undefined && this.#unavailable === undefined) {
      return ok(this.#value)
    }
    return this.#read()
  }

  get watched(): boolean {
    return this.#watchers.size > 0
  }

  #rest(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#value = undefined // whoever comes next is not told an old one
    this.#unavailable = undefined
  }

  /** Reads after `ms`, but never sooner than allowed. One that is under way is enough, and plans the next. */
  #later(ms: number): void {
    this.#timer?.cancel()
    const allowed = this.#readAt + SOONEST_MS - this.#clock.uptime()
    this.#timer = this.#clock.after(Math.max(ms, allowed), () => {
      this.#timer = undefined
      void this.#read().then(() => {
        if (this.#watchers.size > 0 && !this.#timer) this.#later(this.#source.everyMs)
      })
    })
  }

  #read(): Promise<Result<string, Why>> {
    this.#reading ??= this.#source.read().then((answer) => {
      this.#reading = undefined
      this.#readAt = this.#clock.uptime()
      const result = answer.ok ? ok(JSON.stringify(answer.value)) : refuse(answer.error)
      if (this.#watchers.size > 0) {
        this.#take(result)
        if (this.#again) this.#later(0)
      }
      this.#again = false
      return result
    })
    return this.#reading
  }

  #take(result: Result<string, Why>): void {
    if (!result.ok) {
      const { text } = result.error
      if (this.#unavailable !== undefined && same(text, this.#unavailable)) return
      this.#unavailable = text
      this.#tell({ unavailable: text })
      return
    }
    const again = this.#unavailable !== undefined
    this.#unavailable = undefined
    if (result.value === this.#value && !again) return
    this.#value = result.value
    this.#tell({ value: result.value })
  }

  #tell(told: Told): void {
    for (const hear of [...this.#watchers]) hear(told)
  }
}

const same = (a: Text, b: Text) => say('en', a) === say('en', b)
