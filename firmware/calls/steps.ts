import type { Clock } from '../clock/clock.ts'

export interface StepsSnapshot {
  readonly saved: Saved
  readonly deadlines: readonly (readonly [key: string, uptime: number])[]
}

/** What a program comes back to: its own state, and how far its steps and the caller's digits had got when it saved that. */
export interface Saved {
  readonly state: unknown
  readonly step: number
  readonly digits: number
}

/**
 * Numbers what a program does. A program that is entered again counts from where it saved last, so that a step done already meets
 * its own name: the leg is there, the prompt has played, the deadline is set.
 */
export class Steps {
  readonly #clock: Clock
  readonly #deadlines: Map<string, number>
  #saved: Saved
  #step: number

  constructor(clock: Clock, snapshot?: StepsSnapshot) {
    this.#clock = clock
    this.#saved = snapshot?.saved ?? { state: undefined, step: 0, digits: 0 }
    this.#deadlines = new Map(snapshot?.deadlines)
    this.#step = this.#saved.step
  }

  get saved(): Saved {
    return this.#saved
  }

  snapshot(): StepsSnapshot {
    return { saved: this.#saved, deadlines: [...this.#deadlines] }
  }

  save(state: unknown, digits: number): void {
    this.#saved = { state, step: this.#step, digits }
  }

  /** Name of the next step. */
  next(): string {
    this.#step++
    return String(this.#step)
  }

  /** Uptime (ms) at which `key` is over: `seconds` from the first time that it was asked for, a restart in between or not. */
  deadline(key: string, seconds: number): number {
    const known = this.#deadlines.get(key)
    if (known !== undefined) return known
    const deadline = this.#clock.uptime() + seconds * 1000
    this.#deadlines.set(key, deadline)
    return deadline
  }

  /** Name that `next` will answer. */
  get coming(): string {
    return String(this.#step + 1)
  }

  /** Takes over a deadline of another call. */
  adopt(key: string, uptime: number | undefined): void {
    if (uptime !== undefined) this.#deadlines.set(key, uptime)
  }

  deadlineOf(key: string): number | undefined {
    return this.#deadlines.get(key)
  }

  forget(key: string): void {
    this.#deadlines.delete(key)
  }
}
