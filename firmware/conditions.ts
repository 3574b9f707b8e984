import { isDeepStrictEqual } from 'node:util'
import type { Bus } from './bus/bus.ts'
import type { Condition } from './bus/condition.ts'
import { HERE, topics } from './bus/topics.ts'
import type { Clock } from './clock/clock.ts'

/** A condition as its owner hands it in: `id` without the owner, `since` now unless given or already raised. */
export type RaisedCondition = Omit<Condition, 'since'> & { readonly since?: number }

/** The conditions of one process, kept on the bus as they are here. */
export class Conditions {
  readonly #raised = new Map<string, Condition>()
  readonly #owner: string
  readonly #bus: Bus
  readonly #clock: Pick<Clock, 'now'>

  constructor(owner: string, bus: Bus, clock: Pick<Clock, 'now'>) {
    this.#owner = owner
    this.#bus = bus
    this.#clock = clock
  }

  /** Takes back what a former life of this process left on the bus, for as long as `signal` has not fired. */
  tidy(signal: AbortSignal): void {
    const owner = this.#owner
    const hear = ({ id }: { id: string }, present: boolean) => {
      if (present && !this.#raised.has(id)) this.#bus.clear(topics.condition, this.#topic(id))
    }
    this.#bus.presence(topics.condition, hear, signal, { site: HERE, owner })
  }

  get all(): readonly Condition[] {
    return [...this.#raised.values()]
  }

  raise(raised: RaisedCondition): void {
    const since = raised.since ?? this.#raised.get(raised.id)?.since ?? this.#clock.now()
    const condition = { ...raised, id: `${this.#owner}/${raised.id}`, since }
    if (isDeepStrictEqual(condition, this.#raised.get(raised.id))) return
    this.#raised.set(raised.id, condition)
    this.#bus.publish(topics.condition, this.#topic(raised.id), condition)
  }

  clear(id: string): void {
    if (this.#raised.delete(id)) this.#bus.clear(topics.condition, this.#topic(id))
  }

  #topic(id: string) {
    return { site: HERE, owner: this.#owner, id }
  }
}
