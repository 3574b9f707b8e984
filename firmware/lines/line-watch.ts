import type { Bus } from '../bus/bus.ts'
import type { LineState } from '../bus/payloads.ts'
import { HERE, topics } from '../bus/topics.ts'
import type { Clock, Timer } from '../clock/clock.ts'
import type { RaisedCondition } from '../conditions.ts'
import type { ShownLine } from '../gateway/shown-line.ts'
import { conditionsOf } from './line-conditions.ts'

export interface LineWatchOptions {
  readonly clock: Clock
  readonly bus: Bus
  /** Reads every line as it is now. */
  readonly read: () => readonly ShownLine[]
  readonly raise: (condition: RaisedCondition) => void
  readonly clear: (id: string) => void
}

const LOOK_MS = 500 // what no event tells of: who has a line

/** Keeps the bus and the conditions as the lines are. */
export class LineWatch {
  readonly #options: LineWatchOptions
  readonly #known = new Map<string, { what: string; state: LineState }>()
  #raised: readonly string[] = []
  #timer: Timer | undefined
  #looking = false
  #ended = false

  constructor(options: LineWatchOptions) {
    this.#options = options
  }

  /** Looks now and twice a second until `signal` fires. Takes back what an earlier life has left of lines that are no more. */
  start(signal: AbortSignal): void {
    const { bus } = this.#options
    this.#look()
    const hear = ({ line }: { line: string }, present: boolean) => {
      if (present && !this.#known.has(line)) bus.clear(topics.lineState, { site: HERE, line })
    }
    bus.presence(topics.lineState, hear, signal, { site: HERE })
    signal.addEventListener('abort', () => this.#end(), { once: true })
    this.#lookAgain()
  }

  /** Something happened on a line: looks when all that came with it has been dealt with. */
  happened(): void {
    if (this.#looking) return
    this.#looking = true
    setImmediate(() => {
      this.#looking = false
      this.#look()
    })
  }

  /** The lines are about to be closed and cannot be asked any more. */
  #end(): void {
    this.#ended = true
    this.#timer?.cancel()
  }

  #lookAgain(): void {
    this.#timer = this.#options.clock.after(LOOK_MS, () => {
      this.#look()
      this.#lookAgain()
    })
  }

  #look(): void {
    if (this.#ended) return
    const { read, raise, clear } = this.#options
    const lines = read()
    for (const line of lines) this.#publish(line)
    const conditions = conditionsOf(lines)
    const ids = conditions.map(({ id }) => id)
    for (const id of this.#raised) if (!ids.includes(id)) clear(id)
    for (const condition of conditions) raise(condition)
    this.#raised = ids
  }

  #publish(line: ShownLine): void {
    const { bus, clock } = this.#options
    const { kind, driver, hook, ringing, battery, audio, lifeline, termination } = line
    const inUse = termination !== undefined
    const now = { kind, driver, hook, ringing, battery, audio, lifeline, inUse }
    const what = JSON.stringify(now)
    if (this.#known.get(line.line)?.what === what) return
    const state = { ...now, since: clock.now() }
    this.#known.set(line.line, { what, state })
    bus.publish(topics.lineState, { site: HERE, line: line.line }, state)
  }
}
